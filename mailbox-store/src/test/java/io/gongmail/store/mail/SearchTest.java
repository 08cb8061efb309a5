package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.GeneratedQuery.Stored;
import io.gongmail.store.mail.mailbox.MessageDescriber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.mail.Flags;
import javax.mail.Flags.Flag;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.SearchQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** What the store answers to a search is what a plain look at each message answers, wherever the index stands. */
class SearchTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final Username KIM = Username.of("kim@moe.gongmail.example");
    private static final MailboxPath INBOX = MailboxPath.inbox(HONG);
    private static final int MESSAGES = 60;
    private static final int QUERIES = 150;

    @TempDir
    Path folder;

    private Database database;
    private MailStore store;
    private MailboxSession session;
    private final List<GeneratedMessage> messages = new ArrayList<>();
    private final List<Stored> stored = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
        openStore();
        store.mailboxManager().createMailbox(INBOX, session);
    }

    private void openStore() {
        store = MailStore.open(
                database,
                folder.resolve("content"),
                MailStoreSettings.defaults(),
                MessageDescriber.NONE,
                Clock.tickMillis(ZoneOffset.UTC));
        session = store.mailboxManager().createSystemSession(HONG);
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private void fill(Random random, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            GeneratedMessage message = new GeneratedMessage(random);
            Flags flags = new Flags();
            if (random.nextBoolean()) {
                flags.add(Flag.SEEN);
            }
            if (random.nextBoolean()) {
                flags.add("work");
            }
            Instant arrived = Instant.parse("2026-03-0" + (1 + random.nextInt(9)) + "T12:00:00Z");
            MessageUid uid = inbox().appendMessage(
                            AppendCommand.builder()
                                    .withFlags(flags)
                                    .withInternalDate(Date.from(arrived))
                                    .build(message.octets()),
                            session)
                    .getId()
                    .getUid();
            messages.add(message);
            stored.add(new Stored(message, uid.asLong(), flags, arrived, message.octets().length));
        }
    }

    private MessageManager inbox() throws Exception {
        return store.mailboxManager().getMailbox(INBOX, session);
    }

    private List<Long> found(SearchQuery query) throws Exception {
        return Flux.from(inbox().search(query, session))
                .map(MessageUid::asLong)
                .collectList()
                .block();
    }

    private void compare(Random random) throws Exception {
        for (int i = 0; i < QUERIES; i++) {
            GeneratedQuery query = GeneratedQuery.of(random, messages, random.nextInt(3));
            List<Long> found = found(SearchQuery.of(query.criterion()));
            for (Stored each : stored) {
                assertThat(found.contains(each.uid()))
                        .as("%s in UID %s: %s", query.told(), each.uid(), each.message())
                        .isEqualTo(query.holds().test(each));
            }
            assertThat(found).isSorted().hasSizeLessThanOrEqualTo(stored.size());
        }
    }

    @Test
    void answersAreExactWhileTheIndexKnowsAll() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            fill(random, MESSAGES);
            store.search().caughtUp().join();
            assertThat(store.search().progress().orElseThrow().documents()).isEqualTo(messages.size());
            compare(random);
        }
    }

    @Test
    void answersAreExactWhileTheIndexKnowsNothingOrHalf() throws Exception {
        Random random = new Random(4);
        fill(random, MESSAGES);
        compare(random);
        store.search().caughtUp().join();
        fill(random, MESSAGES);
        compare(random);
    }

    @Test
    void answersAreExactAfterMessagesWentAndAfterReopening() throws Exception {
        Random random = new Random(5);
        fill(random, MESSAGES);
        store.search().caughtUp().join();
        compare(random);
        List<Stored> gone = stored.stream().filter(each -> each.uid() % 3 == 0).toList();
        inbox().delete(gone.stream().map(each -> MessageUid.of(each.uid())).toList(), session);
        stored.removeAll(gone);
        compare(random);
        store.close();
        openStore();
        store.search().caughtUp().join();
        compare(random);
    }

    @Test
    void answersAreExactAfterTheIndexWasDamagedAndItIsBuiltAnew() throws Exception {
        Random random = new Random(6);
        fill(random, MESSAGES);
        store.search().caughtUp().join();
        store.close();
        try (Stream<Path> files = Files.list(folder.resolve("search"))) {
            for (Path file : files.filter(each -> !each.endsWith("write.lock")).toList()) {
                byte[] octets = Files.readAllBytes(file);
                octets[octets.length / 2] ^= 0x55;
                Files.write(file, octets);
            }
        }
        openStore();
        compare(random);
        store.search().caughtUp().join();
        assertThat(store.search().progress().orElseThrow().documents()).isEqualTo(messages.size());
        compare(random);
    }

    @Test
    void answersAreExactAfterARebuild() throws Exception {
        Random random = new Random(7);
        fill(random, MESSAGES);
        store.search().caughtUp().join();
        store.search().rebuild();
        compare(random);
        store.search().caughtUp().join();
        assertThat(store.search().progress().orElseThrow().documents()).isEqualTo(messages.size());
        compare(random);
    }

    @Test
    void aCopyIsFoundAtOnceAndOthersMailNever() throws Exception {
        MailboxPath work = MailboxPath.forUser(HONG, "work");
        MailboxSession other = store.mailboxManager().createSystemSession(KIM);
        MailboxPath theirs = MailboxPath.inbox(KIM);
        store.mailboxManager().createMailbox(work, session);
        store.mailboxManager().createMailbox(theirs, other);
        byte[] secret = "Subject: secret\r\n\r\nnobody else reads this\r\n"
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        store.mailboxManager()
                .getMailbox(theirs, other)
                .appendMessage(AppendCommand.builder().build(secret), other);
        fill(new Random(8), 5);
        store.search().caughtUp().join();
        SearchQuery all = SearchQuery.of(SearchQuery.subject("secret"));
        assertThat(found(all)).isEmpty();
        assertThat(found(SearchQuery.of(SearchQuery.not(SearchQuery.subject("secret")))))
                .hasSize(5);
        SearchQuery anything = SearchQuery.of(SearchQuery.headerExists("Subject"));
        store.mailboxManager().copyMessages(MessageRange.all(), INBOX, work, session);
        assertThat(Flux.from(store.mailboxManager().getMailbox(work, session).search(anything, session))
                        .collectList()
                        .block())
                .hasSize(5);
        assertThat(store.search().progress().orElseThrow().documents()).isEqualTo(6);
    }
}
