package io.gongmail.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where {@code [store]} keeps its tables.
 *
 * @param url of a PostgreSQL database; empty for the embedded one
 * @param passwordFile its first line is the password of {@code user}; none where PostgreSQL asks for none
 */
public record DatabaseConfig(Optional<String> url, String user, Optional<Path> passwordFile) {
    private static final String EMBEDDED = "embedded";
    private static final String PREFIX = "jdbc:postgresql:";

    static DatabaseConfig from(Section store) {
        String database = store.text(
                "database",
                EMBEDDED,
                "Where the tables are: embedded, in the folder of the data; or a PostgreSQL database of Gongmail's own,"
                        + " jdbc:postgresql://HOST:PORT/NAME?sslmode=verify-full. The bytes of messages are in the folder of the data"
                        + " either way. 'gongmail backup' copies the embedded one alone: another's is for pg_dump.");
        if (!database.equals(EMBEDDED) && !database.startsWith(PREFIX)) {
            store.problem("database", "is neither", EMBEDDED + " or " + PREFIX + "//HOST:PORT/NAME");
        }
        // A password in an address would stand in logs and in lists of processes.
        if (database.matches("(?i).*[?&]password=.*")) {
            store.problem("database", "has a password in it", "put it into the file that database-password-file names");
        }
        return new DatabaseConfig(
                Optional.of(database).filter(text -> text.startsWith(PREFIX)),
                store.text("database-user", "gongmail", "Who signs in at PostgreSQL."),
                store.pathOrNone(
                        "database-password-file",
                        "A file whose first line is that user's password, for the server's user alone (0600); nothing:"
                                + " PostgreSQL knows the user otherwise."));
    }
}
