package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.SweepSettings;
import io.gongmail.store.mail.content.Swept;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.ManageableMailQueue;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** What is freed of a whole store, and what is found when it is looked through; in a store that keeps nothing for a while. */
class SweptStoreTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final int WRITERS = 4;
    private static final int STEPS = 150;
    private static final int LARGE = ContentStore.LARGEST_IN_SEGMENT + 10;

    @TempDir
    Path folder;

    private Database database;
    private MailStore store;

    @BeforeEach
    void open() {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
        store = MailStore.open(
                database,
                folder.resolve("content"),
                new MailStoreSettings(
                        1L << 20, -1, 1_024, Duration.ZERO, new SweepSettings(Duration.ZERO, 50, 1L << 40)),
                message -> Optional.empty(),
                Clock.tickMillis(ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        store.close();
        database.close();
    }

    private void reopen() {
        close();
        open();
    }

    @Test
    void whatIsDeletedIsFreedAndWhatIsLeftIsReadAlsoAfterReopening() throws Exception {
        MessageManager box = mailbox("INBOX");
        MessageUid kept = append(box, letter(1, 300_000));
        MessageUid gone = append(box, letter(2, 400_000));
        MessageUid large = append(box, letter(3, LARGE));
        box.delete(List.of(gone, large), session());

        Swept swept = compact();

        assertThat(swept.removed()).isEqualTo(2);
        assertThat(files("large")).isEmpty();
        assertThat(rows("shape")).isEqualTo(1);
        assertThat(texts(box)).containsExactly(letter(1, 300_000));
        reopen();
        assertThat(texts(mailbox("INBOX"))).containsExactly(letter(1, 300_000));
        assertThat(append(mailbox("INBOX"), letter(2, 400_000)).asLong()).isGreaterThan(kept.asLong());
        assertThat(texts(mailbox("INBOX"))).hasSize(2);
    }

    @Test
    void aMailInAQueueKeepsItsBytesUntilItIsDone() throws Exception {
        ManageableMailQueue queue =
                store.queueFactory().createQueue(MailQueueName.of("local"), MailQueueFactory.prefetchCount(1));
        MailImpl mail = MailImpl.builder()
                .name("mail")
                .sender("hong@moe.gongmail.example")
                .addRecipient("kim@moe.gongmail.example")
                .build();
        mail.setMessage(new javax.mail.internet.MimeMessage(
                null, new java.io.ByteArrayInputStream(letter(1, 2_000).getBytes(StandardCharsets.US_ASCII))));
        queue.enQueue(mail);

        assertThat(compact().removed()).isZero();
        MailQueueItem item = Flux.from(queue.deQueue()).next().block();
        assertThat(new MimeMessageInputStream(item.getMail().getMessage()).readAllBytes())
                .hasSizeGreaterThanOrEqualTo(2_000);
        item.done(CompletionStatus.SUCCESS);
        assertThat(compact().removed()).isEqualTo(1);
    }

    @Test
    void theOrderOfArrivalGoesOnWhereTheLastWentAlsoAfterReopening() throws Exception {
        MessageManager box = mailbox("INBOX");
        append(box, letter(1, 100));
        box.delete(List.of(append(box, letter(2, 100))), session());
        long last = arrival();
        assertThat(compact().removed()).isEqualTo(1);
        assertThat(arrival()).isLessThan(last);
        reopen();
        append(mailbox("INBOX"), letter(3, 100));
        assertThat(arrival()).isEqualTo(last + 1);
    }

    @Test
    void nothingThatSomebodyHoldsIsLostToSweepsWhileOthersDeliverCopyMoveAndDelete() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                mailbox("box" + i);
                mailbox("other" + i);
                writers.add(threads.submit(() -> {
                    work(writer);
                    return 0;
                }));
            }
            int sweeps = 0;
            while (!writers.stream().allMatch(Future::isDone)) {
                assertThat(compact(sweeps++ % 2 == 0 ? 100 : 50).step()).isEqualTo(Swept.Step.DONE);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        allIsRead();
        compact();
        allIsRead();
        reopen();
        allIsRead();
    }

    private void work(int writer) throws Exception {
        Random random = new Random(writer);
        MailboxSession session = session();
        MessageManager box = mailbox("box" + writer);
        MessageManager other = mailbox("other" + writer);
        List<MessageUid> here = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            // Half of them few letters, so that the same bytes come and go and come again, from all; half nobody
            // else's.
            int kind = random.nextInt(10);
            if (kind < 5 || here.isEmpty()) {
                int which = random.nextBoolean() ? random.nextInt(12) : 1_000 * (writer + 1) + step;
                here.add(append(box, letter(which, size(which))));
            } else if (kind < 8) {
                box.delete(List.of(here.remove(random.nextInt(here.size()))), session);
            } else if (kind < 9) {
                MessageUid uid = here.get(random.nextInt(here.size()));
                store.mailboxManager().copyMessages(MessageRange.one(uid), box.getId(), other.getId(), session);
            } else {
                MessageUid uid = here.remove(random.nextInt(here.size()));
                store.mailboxManager().moveMessages(MessageRange.one(uid), box.getId(), other.getId(), session);
                List<MessageUid> there = uids(other);
                other.delete(there.subList(0, there.size() / 2), session);
            }
        }
    }

    private static int size(int which) {
        return which % 12 == 0 ? LARGE : 20_000 + which;
    }

    private void allIsRead() throws Exception {
        for (int writer = 0; writer < WRITERS; writer++) {
            for (String name : List.of("box" + writer, "other" + writer)) {
                for (String text : texts(mailbox(name))) {
                    int which = Integer.parseInt(text.substring("Subject: ".length(), text.indexOf('\r')));
                    assertThat(text).isEqualTo(letter(which, size(which)));
                }
            }
        }
        Checked checked = store.check().start(StoreCheck.Remedy.NONE).get();
        assertThat(checked.damages()).isEmpty();
        assertThat(checked.isWhole()).isTrue();
        assertThat(rows("shape")).isGreaterThanOrEqualTo(rows("(SELECT DISTINCT sha256 FROM message)"));
    }

    @Test
    void aLookFindsWhatIsDamagedAndWhatIsMissingByOwnerFolderAndUid() throws Exception {
        MessageManager box = mailbox("INBOX");
        append(box, letter(1, 3_000));
        MessageUid damaged = append(box, letter(2, 3_000));
        MessageUid missing = append(box, letter(3, LARGE));
        append(mailbox("other"), letter(3, LARGE));
        Files.delete(files("large").get(0));
        Path segment = folder.resolve("content/segments/00000001.seg");
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(Files.size(segment) - 1);
            file.write('!');
        }

        Checked checked = store.check().start(StoreCheck.Remedy.NONE).get();

        assertThat(checked.isWhole()).isFalse();
        assertThat(checked.contents()).isEqualTo(1);
        assertThat(checked.messages()).isEqualTo(4);
        assertThat(checked.damages())
                .extracting(damage -> damage.kind() + " " + damage.owner() + " " + damage.folder() + " " + damage.uid())
                .containsExactlyInAnyOrder(
                        "DAMAGED " + HONG.asString() + " INBOX " + damaged.asLong(),
                        "MISSING " + HONG.asString() + " INBOX " + missing.asLong(),
                        "MISSING " + HONG.asString() + " other 1");

        Checked repaired = store.check().start(StoreCheck.Remedy.TABLE).get();
        assertThat(repaired.found()).isEqualTo(3);
        assertThat(uids(box)).contains(missing);
        Checked removed =
                store.check().start(StoreCheck.Remedy.TABLE_AND_MESSAGES).get();
        assertThat(removed.damages().stream().filter(Checked.Damage::removed)).hasSize(2);
        assertThat(uids(box)).contains(damaged).doesNotContain(missing);
        assertThat(uids(mailbox("other"))).isEmpty();
    }

    @Test
    void aRepairFindsInTheSegmentsWhatTheTableHasLost() throws Exception {
        MessageManager box = mailbox("INBOX");
        append(box, letter(1, 3_000));
        append(box, letter(2, 3_000));
        reopen();
        append(mailbox("INBOX"), letter(3, 3_000));
        reopen();
        database.transact(tx -> tx.sql().execute("DELETE FROM content WHERE octets < 3100"));

        assertThat(store.check().start(StoreCheck.Remedy.NONE).get().found()).isEqualTo(3);
        Checked repaired = store.check().start(StoreCheck.Remedy.TABLE).get();

        assertThat(repaired.places()).isEqualTo(3);
        assertThat(repaired.isWhole()).isTrue();
        assertThat(texts(mailbox("INBOX"))).hasSize(3);
    }

    private Swept compact() throws Exception {
        return compact(100);
    }

    private Swept compact(int live) throws Exception {
        return store.sweeper().compact(live).get();
    }

    private MessageManager mailbox(String name) throws Exception {
        MailboxPath path = MailboxPath.forUser(HONG, name);
        if (!Boolean.TRUE.equals(
                reactor.core.publisher.Mono.from(store.mailboxManager().mailboxExists(path, session()))
                        .block())) {
            store.mailboxManager().createMailbox(path, session());
        }
        return store.mailboxManager().getMailbox(path, session());
    }

    private MailboxSession session() {
        return store.mailboxManager().createSystemSession(HONG);
    }

    private MessageUid append(MessageManager box, String text) throws Exception {
        return box.appendMessage(AppendCommand.builder().build(text), session())
                .getId()
                .getUid();
    }

    private List<MessageUid> uids(MessageManager box) throws Exception {
        List<MessageUid> uids = new ArrayList<>();
        box.getMessages(MessageRange.all(), FetchGroup.MINIMAL, session())
                .forEachRemaining(message -> uids.add(message.getUid()));
        return uids;
    }

    private List<String> texts(MessageManager box) throws Exception {
        List<String> texts = new ArrayList<>();
        for (MessageResult message :
                ImmutableList.copyOf(box.getMessages(MessageRange.all(), FetchGroup.FULL_CONTENT, session()))) {
            texts.add(new String(message.getFullContent().getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        }
        return texts;
    }

    private static String letter(int which, int size) {
        String head = "Subject: " + which + "\r\n\r\n";
        return head + String.valueOf((char) ('a' + which % 26)).repeat(size - head.length());
    }

    private long arrival() {
        return number("SELECT MAX(arrival) FROM shape");
    }

    private long rows(String table) {
        return number("SELECT COUNT(*) FROM " + table + " t");
    }

    private long number(String sql) {
        return database.transact(tx -> tx.sql().fetchOne(sql).get(0, Long.class));
    }

    private List<Path> files(String below) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("content").resolve(below))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
