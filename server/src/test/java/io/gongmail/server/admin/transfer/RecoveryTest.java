package io.gongmail.server.admin.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gongmail.store.backup.Backup;
import io.gongmail.store.backup.BackupFolder;
import io.gongmail.store.backup.Progress;
import io.gongmail.store.mail.content.ContentKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an account had at a point comes back into the running store. */
class RecoveryTest {
    private static final Username KIM = Accounts.user("kim");
    private static final Instant THEN = Instant.parse("2026-01-09T03:04:05Z");
    private static final String LARGE = "Subject: large\r\n\r\n" + "0123456789".repeat(150_000);

    @TempDir
    Path folder;

    private Accounts accounts;
    private Backup backup;
    private Recovery recovery;
    private final List<String> faults = new ArrayList<>();

    @BeforeEach
    void open() {
        accounts = new Accounts(folder.resolve("data"));
        backup = new Backup(
                accounts.database, accounts.store.content(), folder.resolve("data/content"), Clock.systemUTC());
        recovery = new Recovery(
                accounts.store.mailboxManager(),
                accounts.store.subscriptionManager(),
                accounts.store.reader(),
                folder.resolve("data/restoring"),
                ContentKeys.NONE);
    }

    @AfterEach
    void close() {
        accounts.close();
    }

    private Instant point() throws IOException {
        return backup.take(folder.resolve("backups"), 0, Progress.UNTOLD)
                .point()
                .taken();
    }

    private Recovery.Recovered recovered(String of, boolean inPlace, Instant time) throws Exception {
        try (BackupFolder from = BackupFolder.open(folder.resolve("backups"))) {
            return recovery.recover(KIM, of, inPlace, from, time, Progress.UNTOLD, faults::add);
        }
    }

    private static Accounts.Shown shown(String octets, String flags) {
        return new Accounts.Shown(octets, flags, THEN);
    }

    @Test
    void whatIsNoLongerThereComesBackOnceAndWhatIsElsewhereIsLeft() throws Exception {
        Flags flags = new Flags(Flags.Flag.SEEN);
        flags.add("done");
        long deleted = accounts.append(KIM, "INBOX", "Subject: deleted\r\n\r\n", flags, THEN);
        long large = accounts.append(KIM, "INBOX", LARGE, new Flags(), THEN);
        long moved = accounts.append(KIM, "INBOX", "Subject: moved\r\n\r\n", new Flags(), THEN);
        accounts.append(KIM, "INBOX", "Subject: kept\r\n\r\n", new Flags(), THEN);
        accounts.append(KIM, "공지", "Subject: notice\r\n\r\n", new Flags(), THEN);
        accounts.append(Accounts.user("lee"), "INBOX", "Subject: of lee\r\n\r\n", new Flags(), THEN);
        Instant point = point();
        accounts.expunge(KIM, "INBOX", deleted);
        accounts.expunge(KIM, "INBOX", large);
        accounts.folder(KIM, "Archive");
        accounts.store
                .mailboxManager()
                .moveMessages(
                        MessageRange.one(org.apache.james.mailbox.MessageUid.of(moved)),
                        MailboxPath.inbox(KIM),
                        MailboxPath.forUser(KIM, "Archive"),
                        accounts.session(KIM));
        accounts.store.mailboxManager().deleteMailbox(MailboxPath.forUser(KIM, "공지"), accounts.session(KIM));
        accounts.append(KIM, "INBOX", "Subject: new\r\n\r\n", new Flags(), THEN);
        SortedMap<String, List<Accounts.Shown>> before = accounts.all(KIM);

        Recovery.Recovered recovered = recovered("", false, Instant.MAX);

        assertThat(recovered.point().taken()).isEqualTo(point);
        assertThat(recovered.messages()).isEqualTo(3);
        assertThat(recovered.there()).isEqualTo(2);
        assertThat(faults).isEmpty();
        SortedMap<String, List<Accounts.Shown>> after = accounts.all(KIM);
        assertThat(after).containsAllEntriesOf(before);
        assertThat(after.get("Restored.INBOX"))
                .containsExactly(shown("Subject: deleted\r\n\r\n", "\\Seen done"), shown(LARGE, ""));
        assertThat(after.get("Restored.공지")).containsExactly(shown("Subject: notice\r\n\r\n", ""));
        assertThat(recovered("", false, Instant.MAX).messages()).isZero();
        assertThat(accounts.all(KIM)).isEqualTo(after);
        assertThat(folder.resolve("data/restoring")).doesNotExist();
    }

    @Test
    void oneFolderComesBackToWhereItWasIfThatIsWanted() throws Exception {
        accounts.append(KIM, "INBOX", "Subject: one\r\n\r\n", new Flags(), THEN);
        accounts.append(KIM, "Work", "Subject: two\r\n\r\n", new Flags(), THEN);
        // The same twice, of which one goes.
        accounts.append(KIM, "Work", "Subject: three\r\n\r\n", new Flags(), THEN);
        long twice = accounts.append(KIM, "Work", "Subject: three\r\n\r\n", new Flags(), THEN);
        SortedMap<String, List<Accounts.Shown>> before = accounts.all(KIM);
        point();
        accounts.expunge(KIM, "INBOX", 1);
        accounts.expunge(KIM, "Work", 1);
        accounts.expunge(KIM, "Work", twice);
        assertThat(recovered("Work", true, Instant.MAX).messages()).isEqualTo(2);
        assertThat(accounts.all(KIM)).containsOnlyKeys("Work");
        assertThat(accounts.all(KIM).get("Work")).isEqualTo(before.get("Work"));
        assertThatThrownBy(() -> recovered("None", true, Instant.MAX)).hasMessageContaining("there was no folder None");
    }

    @Test
    void thePointThatIsMeantIsLookedInto() throws Exception {
        long first = accounts.append(KIM, "INBOX", "Subject: one\r\n\r\n", new Flags(), THEN);
        Instant point = point();
        accounts.expunge(KIM, "INBOX", first);
        accounts.append(KIM, "INBOX", "Subject: two\r\n\r\n", new Flags(), THEN);
        point();
        assertThat(recovered("", false, Instant.MAX).messages()).isZero();
        assertThat(recovered("", false, point).messages()).isEqualTo(1);
        assertThatThrownBy(() -> recovered("", false, point.minusMillis(1))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void messagesAreReadFromTheBackupWhateverBecameOfTheStoresFiles() throws Exception {
        for (int i = 0; i < 30; i++) {
            accounts.append(KIM, "INBOX", "Subject: " + i + "\r\n\r\n" + "x".repeat(90_000), new Flags(), THEN);
            if (i == 29) {
                // As it is as long as the table of places is not written: the segments tell. Only when all places are
                // in
                // it, as one that is written afterwards would say that those before it are.
                await().until(() -> accounts.database.transact(tx -> tx.sql().fetchCount(DSL.table("content"))) == 30);
                accounts.database.transact(tx -> tx.sql().execute("DELETE FROM content WHERE segment > 1"));
            }
            if (i % 10 == 9) {
                point();
            }
        }
        accounts.store.mailboxManager().deleteMailbox(MailboxPath.inbox(KIM), accounts.session(KIM));
        try (Stream<Path> segments = Files.list(folder.resolve("data/content/segments"))) {
            for (Path segment : segments.toList()) {
                byte[] octets = Files.readAllBytes(segment);
                for (int i = 1_000; i < octets.length; i += 1_000) {
                    octets[i] ^= 1;
                }
                Files.write(segment, octets);
            }
        }
        assertThat(recovered("", true, Instant.MAX).messages()).isEqualTo(30);
        assertThat(faults).isEmpty();
    }

    @Test
    void aFullAccountTakesNoMoreAndADamagedMessageIsTold() throws Exception {
        for (int i = 0; i < 3; i++) {
            accounts.append(KIM, "INBOX", "Subject: " + i + "\r\n\r\n" + "x".repeat(1_000), new Flags(), THEN);
        }
        point();
        for (int i = 1; i <= 3; i++) {
            accounts.expunge(KIM, "INBOX", i);
        }
        accounts.store.accountQuotas().limit(KIM, 2_500);
        Recovery.Recovered some = recovered("", false, Instant.MAX);
        assertThat(some.isFull()).isTrue();
        assertThat(some.messages()).isEqualTo(2);
        assertThat(faults).hasSize(1).first().asString().startsWith("INBOX, UID 3: ");
    }
}
