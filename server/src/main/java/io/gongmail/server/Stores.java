package io.gongmail.server;

import io.gongmail.server.admin.transfer.Recovery;
import io.gongmail.server.admin.transfer.Transfer;
import io.gongmail.server.config.DatabaseConfig;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.config.Mode;
import io.gongmail.server.config.Retention;
import io.gongmail.server.config.StoreConfig;
import io.gongmail.server.imap.WireDescriber;
import io.gongmail.store.backup.Backup;
import io.gongmail.store.db.Database;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.mail.content.ContentKeys;
import io.gongmail.store.mail.content.SweepSettings;
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
import java.util.Optional;

/**
 * What survives a restart.
 *
 * @param data the folder of it all, the server's own
 * @param registry who may
 * @param mail what they have
 * @param places from where accounts were used
 * @param personal what personal data is sealed by
 * @param backup takes copies of registry and mail
 * @param contentKeys what the bytes of messages are sealed by
 */
record Stores(
        Path data,
        Registry registry,
        MailStore mail,
        Places places,
        PersonalData personal,
        Backup backup,
        ContentKeys contentKeys) {
    private static final int LONGEST_GROUP = 4_096;
    private static final int LONGEST_PASSWORD = 4_096;

    static Stores open(GongmailConfig config, Clock clock, SecureRandom random, Parts parts) throws IOException {
        Path data = privateFolder(config.server().data());
        ContentKeys contentKeys = config.store().contentKeys().isPresent()
                ? ContentKeys.read(config.store().contentKeys().get())
                : ContentKeys.NONE;
        Database database = parts.add(database(config.store(), data));
        PersonalData personal = new PersonalData(keys(config, database, random), random);
        Registry registry = parts.add(Registry.open(database, clock, personal));
        MailStore mail = parts.add(MailStore.open(
                database,
                data.resolve("content"),
                settings(config.store()).with(contentKeys),
                new AgencyGroups(registry),
                new WireDescriber(),
                clock));
        return new Stores(
                data,
                registry,
                mail,
                new Places(database, clock),
                personal,
                new Backup(database, mail.content(), data.resolve("content"), clock),
                contentKeys);
    }

    private static Database database(StoreConfig store, Path data) throws IOException {
        Optional<String> elsewhere = store.database().url();
        if (elsewhere.isEmpty()) {
            return Database.openDerby(data.resolve("database"), store.pageCache(), store.connections());
        }
        return Database.openPostgreSql(
                elsewhere.get(), store.database().user(), password(store.database()), store.connections());
    }

    private static String password(DatabaseConfig database) throws IOException {
        if (database.passwordFile().isEmpty()) {
            return "";
        }
        Path file = database.passwordFile().get();
        try {
            if (Files.size(file) > LONGEST_PASSWORD) {
                throw new IOException("it is larger than a password");
            }
            return Files.readString(file).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new IOException("[store] database-password-file: " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static MailStoreSettings settings(StoreConfig store) {
        long quota = store.quota().bytes();
        return new MailStoreSettings(
                store.segmentSize().bytes(),
                quota == 0 ? -1 : quota,
                LONGEST_GROUP,
                store.sweepGrace(),
                new SweepSettings(
                        store.sweepEvery(),
                        store.compactBelow(),
                        store.compactRate().bytes()),
                store.keepDeleted());
    }

    /** Lets go mail that was kept for as long as it is to be; tells how many messages. */
    int letGo(StoreConfig store, Clock clock) {
        int gone = 0;
        for (Retention folder : store.retention()) {
            gone += mail.aged().delete(folder.folder(), clock.instant().minus(folder.kept()));
        }
        return gone + mail.deleted().forgetOld();
    }

    /** @param largest octets of a message that is taken in */
    Transfer transfer(long largest, Clock clock) {
        return new Transfer(mail.mailboxManager(), mail.subscriptionManager(), mail.reader(), largest, clock);
    }

    Recovery recovery() {
        return new Recovery(
                mail.mailboxManager(),
                mail.subscriptionManager(),
                mail.reader(),
                data.resolve("restoring"),
                contentKeys);
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
