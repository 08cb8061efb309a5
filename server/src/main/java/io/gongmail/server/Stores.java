package io.gongmail.server;

import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.config.Mode;
import io.gongmail.server.imap.WireDescriber;
import io.gongmail.store.db.Database;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.places.Places;
import io.gongmail.store.registry.PersonalRecords;
import io.gongmail.store.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * What survives a restart.
 *
 * @param data the folder of it all, the server's own
 * @param registry who may
 * @param mail what they have
 * @param places from where accounts were used
 * @param personal what personal data is sealed by
 */
record Stores(Path data, Registry registry, MailStore mail, Places places, PersonalData personal) {
    private static final int LONGEST_GROUP = 4_096;

    static Stores open(GongmailConfig config, Clock clock, SecureRandom random, Parts parts) throws IOException {
        Path data = privateFolder(config.server().data());
        Database database = parts.add(Database.openDerby(
                data.resolve("database"),
                config.store().pageCache(),
                config.store().connections()));
        PersonalData personal = new PersonalData(keys(config, database, random), random);
        Registry registry = parts.add(Registry.open(database, clock, personal));
        MailStore mail = parts.add(MailStore.open(
                database,
                data.resolve("content"),
                new MailStoreSettings(config.store().segmentSize().bytes(), quota(config), LONGEST_GROUP),
                new WireDescriber(),
                clock));
        return new Stores(data, registry, mail, new Places(database, clock), personal);
    }

    private static long quota(GongmailConfig config) {
        long octets = config.store().quota().bytes();
        return octets == 0 ? -1 : octets;
    }

    /** A demo's are made with it; in production nobody but the administrator decides that there were none before. */
    private static PersonalKeys keys(GongmailConfig config, Database database, SecureRandom random) throws IOException {
        Path file = config.store().personalDataKeys();
        boolean isNew = config.server().mode() == Mode.DEMO && !Files.exists(file) && !PersonalRecords.areIn(database);
        return isNew ? PersonalKeys.make(file, random) : PersonalKeys.read(file);
    }

    /** The folder, made where it is missing, that nobody else may look into. */
    static Path privateFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        return folder;
    }
}
