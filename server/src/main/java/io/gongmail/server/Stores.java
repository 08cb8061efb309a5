package io.gongmail.server;

import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.imap.WireDescriber;
import io.gongmail.store.db.Database;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.places.Places;
import io.gongmail.store.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;

/**
 * What survives a restart.
 *
 * @param data the folder of it all, the server's own
 * @param registry who may
 * @param mail what they have
 * @param places from where accounts were used
 */
record Stores(Path data, Registry registry, MailStore mail, Places places) {
    private static final int LONGEST_GROUP = 4_096;

    static Stores open(GongmailConfig config, Clock clock, Parts parts) throws IOException {
        Path data = privateFolder(config.server().data());
        Database database = parts.add(Database.openDerby(
                data.resolve("database"),
                config.store().pageCache(),
                config.store().connections()));
        Registry registry = parts.add(Registry.open(database, clock));
        MailStore mail = parts.add(MailStore.open(
                database,
                data.resolve("content"),
                new MailStoreSettings(config.store().segmentSize().bytes(), LONGEST_GROUP),
                new WireDescriber(),
                clock));
        return new Stores(data, registry, mail, new Places(database, clock));
    }

    /** The folder, made where it is missing, that nobody else may look into. */
    static Path privateFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        return folder;
    }
}
