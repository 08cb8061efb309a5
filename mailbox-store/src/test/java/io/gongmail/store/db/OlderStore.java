package io.gongmail.store.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * A store as an earlier version left it: its schema, with the rows that each version up to it wrote in its own tables and columns,
 * and the messages they name. In the files of rows {@code x'…'} are octets and {@code blob'…'} is a text as octets, as each database
 * has them.
 */
final class OlderStore {
    /** Where the rows are. */
    static final String FOLDER = "/io/gongmail/store/db/older/";

    /** Of {@code personal-data.keys}. */
    static final String PERSONAL_KEYS = "seals-by = 1\n1 = " + "0123456789abcdef".repeat(4) + "\n";

    /** What has a file of its own. */
    static final String LARGE = "Subject: large\r\n\r\n" + "0123456789".repeat(104_858);

    private static final Pattern OCTETS = Pattern.compile("\\b(x|blob)'([^']*)'");

    private OlderStore() {}

    /** Writes into the empty database at {@code url} all that versions up to {@code last} wrote; the empty text is the newest. */
    static void write(Dialect dialect, String url, String user, String last) {
        // Before anything boots Derby, which would write its log into the folder it is started in.
        DerbySettings.apply(1_000);
        MigrationVersion target = last.isEmpty() ? MigrationVersion.LATEST : MigrationVersion.fromVersion(last);
        flyway(dialect, url, user)
                .target(target)
                .callbacks(new RowsAfterEach(dialect))
                .load()
                .migrate();
    }

    private static FluentConfiguration flyway(Dialect dialect, String url, String user) {
        return Flyway.configure()
                .dataSource(url, user, "")
                .locations(dialect.migrations())
                .placeholders(dialect.placeholders())
                .loggers("slf4j");
    }

    /** Writes the rows of a version when its tables are there and those of the next are not. */
    private record RowsAfterEach(Dialect dialect) implements Callback {
        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.AFTER_EACH_MIGRATE;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            String version = context.getMigrationInfo().getVersion().getVersion();
            try (Statement statement = context.getConnection().createStatement()) {
                for (String sql : statements(rows(version))) {
                    statement.execute(OCTETS.matcher(sql).replaceAll(octets -> octets(dialect, octets)));
                }
            } catch (SQLException | IOException e) {
                throw new AssertionError("rows of version " + version + ": " + e.getMessage(), e);
            }
        }

        @Override
        public String getCallbackName() {
            return "rows of older versions";
        }
    }

    private static String octets(Dialect dialect, MatchResult octets) {
        boolean isText = octets.group(1).equals("blob");
        String hex = isText ? HexFormat.of().formatHex(octets.group(2).getBytes(UTF_8)) : octets.group(2);
        return switch (dialect) {
            case DERBY -> isText ? "CAST(X'" + hex + "' AS BLOB)" : "X'" + hex + "'";
            case POSTGRESQL -> "decode('" + hex + "', 'hex')";
        };
    }

    /** A statement ends with its line. */
    static List<String> statements(String text) {
        List<String> lines = text.lines().filter(line -> !line.startsWith("--")).toList();
        return Arrays.stream(String.join("\n", lines).split(";\n|;$"))
                .filter(statement -> !statement.isBlank())
                .toList();
    }

    /** The file of a version's rows. */
    static String rows(String version) throws IOException {
        String name = "V" + version.replace('.', '_') + ".sql";
        try (InputStream in = OlderStore.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new AssertionError("there are no rows of version " + version + ": write " + FOLDER + name
                        + ", in the tables and columns that it has brought, and look for them in OlderRows");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** The messages, as they were kept from the second version on. */
    static void writeContent(Path folder) throws IOException {
        try (InputStream in = OlderStore.class.getResourceAsStream(FOLDER + "00000001.seg.base64")) {
            Files.createDirectories(folder.resolve("segments"));
            Files.write(
                    folder.resolve("segments/00000001.seg"),
                    Base64.getMimeDecoder().decode(in.readAllBytes()));
        }
        byte[] large = LARGE.getBytes(UTF_8);
        if (large.length <= ContentStore.LARGEST_IN_SEGMENT) {
            throw new AssertionError("not large");
        }
        String hash = Sha256.of(Sha256.digest().digest(large)).hex();
        Path file = folder.resolve("large").resolve(hash.substring(0, 2)).resolve(hash);
        Files.createDirectories(file.getParent());
        Files.write(file, large);
    }
}
