package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.mailbox.MessageDescriber;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageManager.MailboxMetaData.RecentMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code \Recent} (RFC 3501 §2.3.2): a message is that for the first who selects its mailbox, and for nobody after. */
class RecentTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final MailboxPath INBOX = MailboxPath.inbox(HONG);

    @TempDir
    Path folder;

    private Database database;
    private MailStore store;

    @BeforeEach
    void open() throws MailboxException {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
        openStore();
        store.mailboxManager().createMailbox(INBOX, session());
    }

    private void openStore() {
        store = MailStore.open(
                database,
                folder.resolve("content"),
                new MailStoreSettings(ContentStore.DEFAULT_SEGMENT_SIZE, 1_000_000, 1_024),
                MessageDescriber.NONE,
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

    private long append() throws MailboxException {
        MailboxSession session = session();
        MessageManager inbox = store.mailboxManager().getMailbox(INBOX, session);
        return inbox.appendMessage(
                        AppendCommand.builder()
                                .withFlags(new Flags())
                                .recent()
                                .build("Subject: a\r\n\r\nb\r\n".getBytes(StandardCharsets.US_ASCII)),
                        session)
                .getId()
                .getUid()
                .asLong();
    }

    private List<Long> recent(RecentMode mode) throws MailboxException {
        MailboxSession session = session();
        return store
                .mailboxManager()
                .getMailbox(INBOX, session)
                .getMetaData(mode, session, EnumSet.noneOf(MessageManager.MailboxMetaData.Item.class))
                .getRecent()
                .stream()
                .map(MessageUid::asLong)
                .toList();
    }

    /** Out of memory, as of a mailbox that was opened before. */
    @Test
    void whatComesToAMailboxThatIsAtHandIsRecentToo() throws Exception {
        long first = append();
        MailboxSession session = session();
        store.reader()
                .prepareSmall(store.mailboxManager().getMailbox(INBOX, session).getId());
        long second = append();
        assertThat(recent(RecentMode.RETRIEVE)).containsExactly(first, second);
        assertThat(recent(RecentMode.RESET)).containsExactly(first, second);
        assertThat(recent(RecentMode.RETRIEVE)).isEmpty();
        long third = append();
        assertThat(recent(RecentMode.RESET)).containsExactly(third);
    }

    @Test
    void whoSelectsTakesWhatIsRecentAndWhoLooksLeavesIt() throws Exception {
        long first = append();
        assertThat(recent(RecentMode.RETRIEVE)).containsExactly(first);
        assertThat(recent(RecentMode.RESET)).containsExactly(first);
        assertThat(recent(RecentMode.RETRIEVE)).isEmpty();
        assertThat(recent(RecentMode.RESET)).isEmpty();
        long second = append();
        assertThat(recent(RecentMode.RESET)).containsExactly(second);
    }

    /** Nobody waits until it is written, but it is. */
    @Test
    void whatWasTakenIsNotRecentAfterAStart() throws Exception {
        append();
        recent(RecentMode.RESET);
        store.close();
        openStore();
        assertThat(recent(RecentMode.RETRIEVE)).isEmpty();
        long second = append();
        assertThat(recent(RecentMode.RESET)).containsExactly(second);
    }

    @Test
    void ofSeveralWhoSelectAtOnceEachMessageIsRecentForOne() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(4);
        try {
            List<Long> appended = new ArrayList<>();
            List<Long> taken = new ArrayList<>();
            for (int round = 0; round < 50; round++) {
                appended.add(append());
                List<Callable<List<Long>>> selections = List.of(
                        () -> recent(RecentMode.RESET),
                        () -> recent(RecentMode.RESET),
                        () -> recent(RecentMode.RESET),
                        () -> recent(RecentMode.RESET));
                for (Future<List<Long>> each : people.invokeAll(selections)) {
                    taken.addAll(each.get(1, TimeUnit.MINUTES));
                }
            }
            assertThat(taken).containsExactlyInAnyOrderElementsOf(appended);
        } finally {
            people.shutdownNow();
        }
    }
}
