package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.mailbox.DescriptionOctets;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MessageDescription;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailStoreTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final MailboxPath INBOX = MailboxPath.inbox(HONG);

    @TempDir
    Path folder;

    @Test
    void aMessageIsReadBackAsItWasSentAfterReopening() throws Exception {
        String text = "Subject: hello\r\n\r\nbody\r\n";
        try (Database database = database();
                MailStore store = store(database)) {
            MailboxSession session = session(store);
            store.mailboxManager().createMailbox(INBOX, session);
            append(inbox(store), session, text, new Flags("work"));
        }
        try (Database database = database();
                MailStore store = store(database)) {
            MailboxSession session = session(store);
            List<MessageResult> all = ImmutableList.copyOf(
                    inbox(store).getMessages(MessageRange.all(), FetchGroup.FULL_CONTENT, session));
            assertThat(all).hasSize(1);
            assertThat(all.get(0).getUid()).isEqualTo(MessageUid.of(1));
            assertThat(all.get(0).getFlags().contains("work")).isTrue();
            assertThat(new String(
                            all.get(0).getFullContent().getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo(text);
        }
    }

    @Test
    void uidsAndModSequencesGoOnAfterReopeningEvenWhenTheLastMessageIsGone() throws Exception {
        long modSeq;
        try (Database database = database();
                MailStore store = store(database)) {
            MailboxSession session = session(store);
            store.mailboxManager().createMailbox(INBOX, session);
            append(inbox(store), session, "Subject: 1\r\n\r\n", new Flags());
            MessageUid last = append(inbox(store), session, "Subject: 2\r\n\r\n", new Flags());
            inbox(store).delete(List.of(last), session);
            modSeq = modSeq(store, session);
        }
        try (Database database = database();
                MailStore store = store(database)) {
            MailboxSession session = session(store);
            assertThat(append(inbox(store), session, "Subject: 3\r\n\r\n", new Flags()))
                    .isEqualTo(MessageUid.of(3));
            assertThat(modSeq(store, session)).isGreaterThan(modSeq);
        }
    }

    @Test
    void sixteenThreadsThatAppendToOneMailboxGetEachUidOnceAndNoneIsMissing() throws Exception {
        int threads = 16;
        int each = 25;
        try (Database database = database();
                MailStore store = store(database)) {
            MailboxSession creator = session(store);
            store.mailboxManager().createMailbox(INBOX, creator);
            ExecutorService executor = Executors.newFixedThreadPool(threads);
            List<Future<List<Long>>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                running.add(executor.submit(() -> {
                    MailboxSession session = session(store);
                    List<Long> uids = new ArrayList<>();
                    for (int i = 0; i < each; i++) {
                        uids.add(append(inbox(store), session, "Subject: " + number + "." + i + "\r\n\r\n", new Flags())
                                .asLong());
                    }
                    return uids;
                }));
            }
            List<Long> uids = new ArrayList<>();
            for (Future<List<Long>> future : running) {
                uids.addAll(future.get());
            }
            executor.shutdown();
            assertThat(uids)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, threads * each).boxed().toList());
            assertThat(inbox(store).getMessageCount(creator)).isEqualTo(threads * each);
        }
    }

    @Test
    void anEmptyMailboxTellsAModSequenceAboveZero() throws Exception {
        try (Database database = database();
                MailStore store = store(database)) {
            MailboxSession session = session(store);
            store.mailboxManager().createMailbox(INBOX, session);
            assertThat(modSeq(store, session)).isPositive();
        }
    }

    private static long modSeq(MailStore store, MailboxSession session) throws Exception {
        return inbox(store)
                .getMetaData(
                        MessageManager.MailboxMetaData.RecentMode.IGNORE,
                        session,
                        java.util.EnumSet.of(MessageManager.MailboxMetaData.Item.HighestModSeq))
                .getHighestModSeq()
                .asLong();
    }

    private static MessageUid append(MessageManager inbox, MailboxSession session, String text, Flags flags)
            throws Exception {
        return inbox.appendMessage(
                        AppendCommand.builder().withFlags(flags).build(text.getBytes(StandardCharsets.US_ASCII)),
                        session)
                .getId()
                .getUid();
    }

    @Test
    void aMessageIsDescribedWhenItArrivesAndTheDescriptionIsThereAfterReopening() throws Exception {
        try (Database database = database();
                MailStore store = store(database)) {
            MailboxSession session = session(store);
            store.mailboxManager().createMailbox(INBOX, session);
            append(inbox(store), session, "Subject: one\r\n\r\n", new Flags());
            append(inbox(store), session, "Subject: indescribable\r\n\r\n", new Flags());
            append(inbox(store), session, "Subject: three\r\n\r\n", new Flags());
        }
        try (Database database = database();
                MailStore store = store(database)) {
            assertThat(descriptions(store))
                    .containsOnly(Map.entry(1L, "(16) (b) (b s)"), Map.entry(3L, "(18) (b) (b s)"));
            // Asked again it comes out of memory.
            assertThat(descriptions(store))
                    .containsOnly(Map.entry(1L, "(16) (b) (b s)"), Map.entry(3L, "(18) (b) (b s)"));
        }
    }

    @Test
    void aDescriptionTooLargeForItsRowIsLeftOut() throws Exception {
        try (Database database = database();
                MailStore store = MailStore.open(
                        database,
                        folder.resolve("content"),
                        MailStoreSettings.defaults(),
                        message -> Optional.of(new MessageDescription("(e)", "(b)", "x".repeat(32_001))),
                        Clock.tickMillis(java.time.ZoneOffset.UTC))) {
            MailboxSession session = session(store);
            store.mailboxManager().createMailbox(INBOX, session);
            append(inbox(store), session, "Subject: one\r\n\r\n", new Flags());
            assertThat(descriptions(store)).isEmpty();
        }
    }

    /** By UID: envelope, body and body structure. */
    private static Map<Long, String> descriptions(MailStore store) throws Exception {
        List<ListedMessage> list = store.reader().page(inbox(store).getId(), 1, 9, -1, 9);
        Map<ContentRef, DescriptionOctets> known = store.reader()
                .descriptions(list.stream().map(ListedMessage::content).toList());
        Map<Long, String> descriptions = new HashMap<>();
        for (ListedMessage message : list) {
            DescriptionOctets octets = known.get(message.content());
            if (octets != null) {
                descriptions.put(
                        message.uid(),
                        text(octets.envelope()) + ' ' + text(octets.body()) + ' ' + text(octets.bodyStructure()));
            }
        }
        return descriptions;
    }

    private static String text(ByteBuffer octets) {
        return StandardCharsets.US_ASCII.decode(octets).toString();
    }

    private static MessageManager inbox(MailStore store) throws Exception {
        return store.mailboxManager().getMailbox(INBOX, session(store));
    }

    private static MailboxSession session(MailStore store) {
        MailboxManager manager = store.mailboxManager();
        return manager.createSystemSession(HONG);
    }

    private static Optional<MessageDescription> described(InputStream message) throws IOException {
        String octets = new String(message.readAllBytes(), StandardCharsets.US_ASCII);
        return octets.contains("indescribable")
                ? Optional.empty()
                : Optional.of(new MessageDescription("(" + octets.length() + ")", "(b)", "(b s)"));
    }

    /** The same one each time in one test. */
    Database database() {
        return FreshDatabase.openDerby(folder.resolve("db"), 1_000, 6);
    }

    private MailStore store(Database database) {
        return MailStore.open(
                database,
                folder.resolve("content"),
                MailStoreSettings.defaults(),
                MailStoreTest::described,
                Clock.tickMillis(java.time.ZoneOffset.UTC));
    }
}
