package io.gongmail.store.mail.search;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gongmail.store.mail.content.Sha256;
import io.gongmail.store.mail.mailbox.StoreInFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSessionUtil;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.ByteContent;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;
import org.apache.james.mailbox.store.mail.model.impl.SimpleMailboxMessage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is in the index, and what becomes of it when something fails. */
class IndexerTest {
    @RegisterExtension
    static final StoreInFolder STORE = new StoreInFolder();

    private static final Indexer.Pace AT_ONCE = new Indexer.Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    @TempDir
    Path folder;

    private Mailbox inbox;
    private MessageMapper messages;
    private Indexer indexer;
    private Finding finding;

    @BeforeEach
    void open() {
        inbox = STORE.mappers()
                .createMailboxMapper(MailboxSessionUtil.create(Username.of("somebody")))
                .create(MailboxPath.inbox(Username.of("hong@moe.gongmail.example")), UidValidity.of(1))
                .block();
        messages = STORE.mappers().createMessageMapper(null);
        start();
    }

    private void start() {
        start(folder.resolve("search"));
    }

    private void start(Path search) {
        indexer = new Indexer(
                search, STORE.mappers().contents(), new Gone(STORE.mappers().held()), AT_ONCE);
        indexer.start();
        finding = new Finding(STORE.mappers().memberships(), STORE.mappers().rows(), indexer);
    }

    @AfterEach
    void close() {
        indexer.close();
    }

    private MessageUid add(String text) throws Exception {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        MessageId id = STORE.ids().generate();
        SimpleMailboxMessage message = SimpleMailboxMessage.builder()
                .messageId(id)
                .threadId(ThreadId.fromBaseMessageId(id))
                .mailboxId(inbox.getMailboxId())
                .internalDate(new Date(0))
                .saveDate(new Date(0))
                .bodyStartOctet(text.indexOf("\r\n\r\n") + 4)
                .size(octets.length)
                .content(new ByteContent(octets))
                .flags(new Flags())
                .properties(new PropertyBuilder())
                .build();
        return messages.add(inbox, message).getUid();
    }

    private List<Long> found(SearchQuery.Criterion criterion) throws Exception {
        List<Long> uids = new ArrayList<>();
        finding.find(
                inbox.getMailboxId(),
                Keys.of(SearchQuery.of(criterion)),
                false,
                () -> false,
                hit -> uids.add(hit.uid().asLong()));
        return uids;
    }

    private int documents() {
        return indexer.index().map(TextIndex::documents).orElse(-1);
    }

    @Test
    void theSameContentIsIndexedOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            add("Subject: one\r\n\r\nthe same for all");
        }
        indexer.caughtUp().join();
        assertThat(documents()).isEqualTo(1);
        assertThat(found(SearchQuery.bodyContains("same for"))).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void whatArrivesIsIndexedWithoutBeingAskedFor() throws Exception {
        indexer.caughtUp().join();
        add("Subject: one\r\n\r\nbody");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(documents()).isEqualTo(1));
    }

    @Test
    void aFolderThatCannotBeMadeIsNotTriedWithoutPause() throws Exception {
        indexer.close();
        Logger logger = (Logger) LoggerFactory.getLogger(Indexer.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            start(Files.createFile(folder.resolve("file")).resolve("search"));
            CompletableFuture<Void> caughtUp = indexer.caughtUp();
            Awaitility.await().until(() -> !log.list.isEmpty());
            Awaitility.await()
                    .during(Duration.ofSeconds(1))
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> log.list.size() < 10);
            assertThat(caughtUp).isNotDone();
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void theIndexGoesOnAfterAStopWhereItsLastCommitWas() throws Exception {
        add("Subject: one\r\n\r\nfirst");
        indexer.caughtUp().join();
        indexer.close();
        add("Subject: two\r\n\r\nsecond");
        start();
        indexer.caughtUp().join();
        assertThat(documents()).isEqualTo(2);
        assertThat(indexer.index().orElseThrow().mark().walked()).isEmpty();
        assertThat(found(SearchQuery.bodyContains("second"))).containsExactly(2L);
    }

    @Test
    void whatNobodyHoldsAnyMoreLeaves() throws Exception {
        MessageUid gone = add("Subject: secret\r\n\r\nto be forgotten");
        MessageUid copied = add("Subject: kept\r\n\r\nheld twice");
        add("Subject: kept\r\n\r\nheld twice");
        indexer.caughtUp().join();
        messages.deleteMessages(inbox, List.of(gone, copied));
        new Gone(STORE.mappers().held()).sweep(indexer.index().orElseThrow(), true);
        assertThat(documents()).isEqualTo(1);
        assertThat(found(SearchQuery.bodyContains("held twice"))).containsExactly(3L);
        assertThat(found(SearchQuery.bodyContains("forgotten"))).isEmpty();
    }

    @Test
    void manyDeletionsAreReasonEnoughToLookAndFewAreNot() throws Exception {
        Gone sweeping = new Gone(STORE.mappers().held());
        List<MessageUid> uids = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            uids.add(add("Subject: " + i % 2 + "\r\n\r\nbody"));
        }
        indexer.caughtUp().join();
        long deleted = STORE.mappers().held().deleted();
        messages.deleteMessages(inbox, uids.subList(0, 500));
        assertThat(STORE.mappers().held().deleted()).isEqualTo(deleted + 500);
        messages.deleteMessages(inbox, uids.subList(500, 999));
        sweeping.sweep(indexer.index().orElseThrow(), false);
        assertThat(documents()).isEqualTo(2);
        messages.deleteMessages(inbox, uids.subList(999, 1_000));
        sweeping.sweep(indexer.index().orElseThrow(), false);
        assertThat(documents()).isZero();
    }

    @Test
    void whatASearchFindsLackingIsTakenIn() throws Exception {
        add("Subject: one\r\n\r\nlacking");
        indexer.caughtUp().join();
        TextIndex index = indexer.index().orElseThrow();
        index.deleteAll();
        index.commit(index.mark());
        assertThat(documents()).isZero();
        assertThat(found(SearchQuery.bodyContains("lacking"))).containsExactly(1L);
        indexer.caughtUp().join();
        assertThat(documents()).isEqualTo(1);
    }

    @Test
    void aContentThatCannotBeReadIsNoHitAndItsNeighboursAre() throws Exception {
        add("Subject: one\r\n\r\nfirst of three");
        MessageUid damaged = add("Subject: one\r\n\r\nsecond of three");
        add("Subject: one\r\n\r\nthird of three");
        STORE.database()
                .transact(tx -> tx.sql()
                        .execute("UPDATE message SET sha256 = X'" + "00".repeat(Sha256.OCTETS) + "' WHERE uid = "
                                + damaged.asLong()));
        STORE.database()
                .transact(tx -> tx.sql()
                        .execute("UPDATE shape SET sha256 = X'" + "00".repeat(Sha256.OCTETS)
                                + "' WHERE arrival = (SELECT MAX(arrival) - 1 FROM shape)"));
        assertThat(found(SearchQuery.bodyContains("of three"))).containsExactly(1L, 3L);
        indexer.caughtUp().join();
        assertThat(found(SearchQuery.bodyContains("of three"))).containsExactly(1L, 3L);
    }

    @Test
    void anIndexOfALaterStoreIsBuiltAnew() throws Exception {
        add("Subject: one\r\n\r\nfirst");
        indexer.caughtUp().join();
        indexer.close();
        STORE.database().transact(tx -> tx.sql().execute("UPDATE shape SET arrival = 0"));
        start();
        indexer.caughtUp().join();
        assertThat(indexer.index().orElseThrow().mark()).isEqualTo(Mark.upTo(0));
        assertThat(documents()).isEqualTo(1);
    }

    @Test
    void contentsFromBeforeTheOrderWasKeptAreWalked() throws Exception {
        indexer.close();
        for (int i = 0; i < 450; i++) {
            add("Subject: " + i + "\r\n\r\nfrom before");
        }
        STORE.database().transact(tx -> tx.sql().execute("UPDATE shape SET arrival = 0"));
        // The empty store may have an index already; one from before the order was kept has none.
        start(folder.resolve("anew"));
        indexer.caughtUp().join();
        assertThat(documents()).isEqualTo(450);
        assertThat(found(SearchQuery.bodyContains("from before"))).hasSize(450);
    }

    @Test
    void aFolderThatCannotBeWrittenLeavesSearchesToReadMessages() throws Exception {
        indexer.close();
        Files.writeString(folder.resolve("file"), "in the way");
        add("Subject: one\r\n\r\nstill found");
        Path blocked = folder.resolve("file").resolve("below");
        indexer = new Indexer(
                blocked, STORE.mappers().contents(), new Gone(STORE.mappers().held()), AT_ONCE);
        indexer.start();
        finding = new Finding(STORE.mappers().memberships(), STORE.mappers().rows(), indexer);
        assertThat(found(SearchQuery.bodyContains("still"))).containsExactly(1L);
        assertThat(indexer.index()).isEqualTo(Optional.empty());
    }

    @Test
    void aTextLongerThanTheIndexTakesIsReadToItsEnd() throws Exception {
        add("Subject: long\r\n\r\n" + "filler ".repeat(IndexedText.LONGEST / 6) + "needle");
        add("Subject: short\r\n\r\nno such thing");
        indexer.caughtUp().join();
        assertThat(found(SearchQuery.bodyContains("needle"))).containsExactly(1L);
        assertThat(found(SearchQuery.not(SearchQuery.bodyContains("needle")))).containsExactly(2L);
    }

    @Test
    void textsThatDoNotTouchAreNotOneInTheIndex() throws Exception {
        add("Subject: abc\r\nSubject: def\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                + "--b\r\n\r\nghi\r\n--b\r\n\r\njkl\r\n--b--\r\n");
        indexer.caughtUp().join();
        assertThat(found(SearchQuery.subject("abcdef"))).isEmpty();
        assertThat(found(SearchQuery.bodyContains("ghijkl"))).isEmpty();
        assertThat(found(SearchQuery.bodyContains("jkl"))).containsExactly(1L);
    }

    @Test
    void aQueryLongerThanIsLookedUpIsComparedToItsEnd() throws Exception {
        String same = "ab".repeat(Grams.LONGEST_PROVED);
        add("Subject: one\r\n\r\n" + same + "c");
        add("Subject: two\r\n\r\n" + same + "d");
        indexer.caughtUp().join();
        assertThat(found(SearchQuery.bodyContains(same + "D"))).containsExactly(2L);
    }
}
