package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.SweepSettings;
import io.gongmail.store.mail.mailbox.DeletedMail;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mailbox with more messages than go in one transaction goes whole, whatever stops the server meanwhile. */
class DeletedMailboxTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final MailboxPath LARGE = MailboxPath.forUser(HONG, "Large");

    /** Two and a bit of what goes at once. */
    private static final int MESSAGES = 410;

    private static final DeletedMail.Wanted ALL = new DeletedMail.Wanted(Optional.empty(), Instant.EPOCH);

    @TempDir
    Path folder;

    private Database database;
    private MailStore store;

    @BeforeEach
    void open() {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
        openStore();
    }

    private void openStore() {
        store = MailStore.open(
                database,
                folder.resolve("content"),
                new MailStoreSettings(
                        ContentStore.DEFAULT_SEGMENT_SIZE,
                        -1,
                        1_024,
                        Duration.ZERO,
                        new SweepSettings(Duration.ZERO, 50, 1L << 40),
                        Duration.ofDays(14)),
                message -> Optional.empty(),
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private MailboxSession session() {
        return store.mailboxManager().createSystemSession(HONG);
    }

    private long count(String table) {
        return database.transact(tx -> ((Number) tx.sql().fetchValue("SELECT COUNT(*) FROM " + table)).longValue());
    }

    /** One content, so many times. */
    private MessageManager large() throws Exception {
        store.mailboxManager().createMailbox(LARGE, session());
        MessageManager large = store.mailboxManager().getMailbox(LARGE, session());
        large.appendMessage(
                AppendCommand.builder().build("Subject: 1\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII)),
                session());
        for (int count = 1; count < MESSAGES; count *= 2) {
            MessageRange some = MessageRange.range(MessageUid.of(1), MessageUid.of(Math.min(count, MESSAGES - count)));
            store.mailboxManager()
                    .copyMessages(some, large.getMailboxEntity().getMailboxId(), large.getId(), session());
        }
        assertThat(count("message")).isEqualTo(MESSAGES);
        return large;
    }

    private void assertGone() throws Exception {
        assertThat(count("message")).isZero();
        assertThat(count("deleted_mailbox")).isZero();
        assertThat(count("expunged")).isZero();
        assertThat(store.deleted().folders(HONG)).singleElement().satisfies(deleted -> {
            assertThat(deleted.folder()).isEqualTo("Large");
            assertThat(deleted.messages()).isEqualTo(MESSAGES);
        });
        store.deleted().restore(store.mailboxManager(), HONG, ALL, Optional.empty());
        assertThat(store.mailboxManager().getMailbox(LARGE, session()).getMessageCount(session()))
                .isEqualTo(MESSAGES);
    }

    @Test
    void whatWasInADeletedMailboxCanBeHadBackWhole() throws Exception {
        large();
        store.mailboxManager().deleteMailbox(LARGE, session());
        assertGone();
    }

    @Test
    void aDeletionThatAStopInterruptedGoesOnAtTheNextStart() throws Exception {
        MessageManager large = large();
        store.close();
        begin(large);
        openStore();
        assertGone();
    }

    @Test
    void bytesOfAMailboxThatIsGoingStay() throws Exception {
        begin(large());
        assertThat(store.sweeper().compact(100).get().removed()).isZero();
        store.close();
        openStore();
        assertGone();
    }

    /** As the first transaction of a deletion leaves it. */
    private void begin(MessageManager large) {
        String id = large.getId().serialize();
        database.transact(tx -> {
            tx.sql()
                    .execute("INSERT INTO deleted_mailbox (mailbox, user_name, mailbox_name, deleted)"
                            + " SELECT id, user_name, name, 1764000000000 FROM mailbox WHERE id = " + id);
            return tx.sql().execute("DELETE FROM mailbox WHERE id = " + id);
        });
    }

    @Test
    void whatComesWhileAMailboxGoesIsRefused() throws Exception {
        MessageManager large = large();
        store.mailboxManager().deleteMailbox(LARGE, session());
        assertThatThrownBy(() -> large.appendMessage(
                        AppendCommand.builder().build("Subject: 2\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                        session()))
                .isInstanceOf(MailboxNotFoundException.class);
        assertThat(count("message")).isZero();
    }
}
