package io.gongmail.store.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.mail.StoreCheck;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.SweepSettings;
import io.gongmail.store.mail.mailbox.MessageDescription;
import io.gongmail.store.personal.PersonalData;
import io.gongmail.store.personal.PersonalKeys;
import io.gongmail.store.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A store of an earlier version is opened by this one and has everything. The one of the newest version went through all others, and
 * has the rows that each of them wrote: whatever a later migration does to them is seen there. The other is opened as it is, with
 * nothing in tables that came later.
 */
class SchemaUpgradeTest {
    private static final Username NEW = Username.of("new@moe.example");

    @TempDir
    Path home;

    /** Where an empty database is, as JDBC knows it. */
    String url() {
        return "jdbc:derby:" + home.resolve("database").toAbsolutePath() + ";create=true";
    }

    Dialect dialect() {
        return Dialect.DERBY;
    }

    String user() {
        return "";
    }

    Database open(String url) {
        return Database.openDerby(home.resolve("database"), 1_000, 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", ""})
    void everythingIsThereAndNewMailIsTaken(String version) throws Exception {
        String url = url();
        OlderStore.write(dialect(), url, user(), version);
        OlderStore.writeContent(home.resolve("content"));
        // The second start finds what the first one made of it.
        int starts = version.isEmpty() ? 2 : 1;
        for (int start = 1; start <= starts; start++) {
            try (Database database = open(url);
                    Registry registry = Registry.open(
                            database, Clock.systemUTC(), new PersonalData(personalKeys(), new SecureRandom()));
                    MailStore mail = store(database)) {
                OlderRows.check(version, new OlderRows.Opened(database, registry, mail));
                newMail(mail, start);
                assertThat(mail.check().start(StoreCheck.Remedy.NONE).get().isWhole())
                        .isTrue();
            }
        }
    }

    private MailStore store(Database database) {
        return MailStore.open(
                database,
                home.resolve("content"),
                new MailStoreSettings(
                        ContentStore.DEFAULT_SEGMENT_SIZE,
                        -1,
                        64,
                        Duration.ofHours(1),
                        new SweepSettings(Duration.ZERO, 50, 1L << 30),
                        Duration.ofDays(3650)),
                message -> Optional.of(new MessageDescription("(e)", "(b)", "(s)")),
                Clock.tickMillis(ZoneOffset.UTC));
    }

    private PersonalKeys personalKeys() throws IOException {
        Path file = home.resolve("personal-data.keys");
        Files.writeString(file, OlderStore.PERSONAL_KEYS);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return PersonalKeys.read(file);
    }

    private static void newMail(MailStore mail, int uid) throws Exception {
        MailboxSession session = mail.mailboxManager().createSystemSession(NEW);
        MailboxPath inbox = MailboxPath.inbox(NEW);
        if (uid == 1) {
            mail.mailboxManager().createMailbox(inbox, session);
        }
        MessageManager box = mail.mailboxManager().getMailbox(inbox, session);
        byte[] message = ("Subject: new " + uid + "\r\n\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        long given = box.appendMessage(
                        AppendCommand.builder().withFlags(new Flags("new")).build(message), session)
                .getId()
                .getUid()
                .asLong();
        assertThat(given).isEqualTo(uid);
        assertThat(OlderRows.text(mail, NEW, "INBOX", uid)).isEqualTo("Subject: new " + uid + "\r\n\r\n");
    }
}
