package io.gongmail.store.mail;

import static io.gongmail.store.mail.NoticeHome.TEXT;
import static io.gongmail.store.mail.NoticeHome.notice;
import static io.gongmail.store.mail.NoticeHome.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.NoticeCopy.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxCounters;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.mailbox.model.search.MailboxQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A notice to an audience: everybody has it once, whoever looks and whenever the server stops. */
class NoticesTest {
    private static final Username HONG = user(0);
    private static final Username KIM = user(1);
    private static final Username LEE = user(2);

    @TempDir
    Path folder;

    private NoticeHome home;

    /** The same one each time in one test. */
    Database database() {
        return FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
    }

    @BeforeEach
    void open() throws Exception {
        home = new NoticeHome(folder, this::database);
        home.officials(3);
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void whoeverLooksFindsItAsNew() throws Exception {
        home.append(KIM, "Subject: before\r\n\r\n");
        NoticeState posted = home.post("n1", List.of(HONG, KIM));
        assertThat(posted.owed()).isEqualTo(2);
        assertThat(posted.going()).isTrue();
        assertThat(home.made(List.of(HONG, KIM, LEE))).containsExactly(0, 1, 0);

        List<MessageResult> ofKim = home.messages(KIM);

        assertThat(ofKim).hasSize(2);
        assertThat(NoticeHome.text(ofKim.get(1))).isEqualTo(TEXT);
        assertThat(ofKim.get(1).getFlags()).isEqualTo(new Flags(Flags.Flag.RECENT));
        assertThat(ofKim.get(1).getInternalDate().toInstant()).isEqualTo(NoticeHome.RECEIVED);
        assertThat(home.messages(LEE)).isEmpty();
        assertThat(home.state("n1").delivered()).isEqualTo(1);
        assertThat(home.state("n1").owed()).isEqualTo(1);
        assertThat(home.messages(HONG)).hasSize(1);
        assertThat(home.messages(KIM)).hasSize(2);
        assertThat(home.state("n1")).satisfies(all -> {
            assertThat(all.audience()).isEqualTo(2);
            assertThat(all.delivered()).isEqualTo(2);
            assertThat(all.going()).isFalse();
        });
    }

    @Test
    void whenTheLastOneGotItIsToldOnceAllHaveIt() throws Exception {
        NoticeId id = new NoticeId("n1");
        Instant later = Instant.parse("2026-11-28T05:00:00Z");
        home.post("n1", List.of(HONG, KIM));
        assertThat(home.notices().completed(id)).isEmpty();
        home.messages(HONG);
        assertThat(home.notices().completed(id)).isEmpty();
        home.clock.setInstant(later);
        home.messages(KIM);
        assertThat(home.notices().completed(id))
                .hasValueSatisfying(at -> assertThat(at).isBetween(later, later.plusSeconds(60)));
        Instant told = home.notices().completed(id).orElseThrow();
        home.clock.setInstant(later.plusSeconds(3_600));
        home.restart();
        assertThat(home.notices().completed(id)).hasValue(told);
        assertThat(home.notices().completed(new NoticeId("n2"))).isEmpty();
        home.notices().recall(id);
        assertThat(home.notices().completed(id)).isEmpty();
    }

    @Test
    void countsListsAndMailboxesByIdShowItAtTheFirstLook() throws Exception {
        MailboxId kims = home.mailbox(KIM, "INBOX").getId();
        MailboxId lees = home.mailbox(LEE, "INBOX").getId();
        home.post("n1", NoticeHome.users(3));
        MailboxCounters counters = home.mailbox(HONG, "INBOX").getMailboxCounters(home.session(HONG));
        assertThat(counters.getCount()).isEqualTo(1);
        assertThat(counters.getUnseen()).isEqualTo(1);
        home.store.mailboxManager().getMailbox(kims, home.session(KIM));
        assertThat(home.store.reader().uids(kims)).containsExactly(1);
        home.store
                .mailboxManager()
                .search(MailboxQuery.privateMailboxesBuilder(home.session(LEE)).build(), home.session(LEE))
                .collectList()
                .block();
        assertThat(home.store.reader().uids(lees)).containsExactly(1);
    }

    @Test
    void deliveryDoesNotWaitForIt() throws Exception {
        home.post("n1", List.of(HONG));
        MailboxSession system = home.store.mailboxManager().createSystemSession(HONG);
        home.store
                .mailboxManager()
                .getMailbox(MailboxPath.inbox(HONG), system)
                .appendMessage(AppendCommand.builder().build(new byte[] {'x'}), system);
        assertThat(home.made(List.of(HONG))).containsExactly(1);
        assertThat(home.messages(HONG)).hasSize(2);
    }

    @Test
    void itsHeaderEndsWhereThatOfADeliveredMessageDoes() throws Exception {
        home.append(LEE, TEXT);
        home.notices().post(notice("n1"), List.of(LEE));
        List<MessageResult> both = home.messages(LEE);
        assertThat(both.get(1).getBody().getInputStream().readAllBytes())
                .isEqualTo(both.get(0).getBody().getInputStream().readAllBytes());
        home.notices().post(notice("n2", "INBOX", "Subject: \r\r\n\r\nx"), List.of(KIM));
        assertThat(home.messages(KIM).get(0).getBody().getInputStream().readAllBytes())
                .isEqualTo(new byte[] {'x'});
    }

    @Test
    void whatIsPostedAgainIsNotDeliveredAgain() throws Exception {
        home.post("n1", List.of(HONG));
        home.messages(HONG);
        NoticeState again = home.notices().post(notice("n1", "INBOX", "Subject: other\r\n\r\n"), List.of(HONG, KIM));
        assertThat(again.audience()).isEqualTo(1);
        assertThat(again.delivered()).isEqualTo(1);
        home.restart();
        home.post("n1", List.of(HONG, KIM));
        assertThat(home.messages(HONG)).hasSize(1);
        assertThat(home.messages(KIM)).isEmpty();
    }

    @Test
    void twoWhoLookAtTheSameMomentMakeOneCopy() throws Exception {
        int threads = 8;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 10; round++) {
                home.post("n" + round, List.of(HONG));
                CyclicBarrier together = new CyclicBarrier(threads);
                List<Future<Integer>> looks = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    looks.add(executor.submit(() -> {
                        together.await();
                        return home.messages(HONG).size();
                    }));
                }
                for (Future<Integer> look : looks) {
                    assertThat(look.get()).isEqualTo(round + 1);
                }
            }
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void whatIsOwedIsThereAfterAStopAtAnyPointOnceForEach() throws Exception {
        List<Username> all = home.officials(150);
        // Many others between them, so that the stop comes in the middle.
        List<Username> many = new ArrayList<>(NoticeHome.users(4_000));
        Collections.shuffle(many, new Random(1));
        home.post("n1", many);
        home.post("n2", all.subList(50, 150));
        home.messages(all.get(7));
        home.notices().begin(List::of);
        await().pollInterval(Duration.ofMillis(5)).until(() -> home.state("n1").owed() < 3_500);
        home.restart();
        int owed = home.state("n1").owed();
        home.messages(all.get(149));
        home.notices().begin(List::of);
        await().until(() -> !home.state("n1").going() && !home.state("n2").going());
        List<Integer> wanted = new ArrayList<>(Collections.nCopies(50, 1));
        wanted.addAll(Collections.nCopies(100, 2));
        assertThat(home.made(all)).isEqualTo(wanted);
        assertThat(home.state("n1").delivered()).isEqualTo(4_000);
        home.restart();
        assertThat(home.state("n2").going()).isFalse();
        assertThat(home.messages(all.get(60))).hasSize(2);
        assertThat(owed).as("the stop came in the middle").isPositive();
    }

    @Test
    void whatAStopInterruptedBeforeItWasAcceptedIsOfNoEffectAndCanBePostedAgain() throws Exception {
        home.post("n1", List.of(HONG, KIM));
        home.database.transact(tx ->
                tx.connection().prepareStatement("UPDATE notice SET stage = 0").executeUpdate());
        home.restart();
        assertThat(home.notices().find(new NoticeId("n1"))).isEmpty();
        assertThat(home.messages(HONG)).isEmpty();
        assertThat(rows("notice_audience")).isZero();
        assertThat(home.post("n1", List.of(KIM)).audience()).isEqualTo(1);
        assertThat(home.messages(KIM)).hasSize(1);
    }

    private int rows(String table) {
        return home.database.transact(tx -> {
            try (var row = tx.connection()
                    .prepareStatement("SELECT COUNT(*) FROM " + table)
                    .executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    @Test
    void whoNeverHadAMailboxGetsOneByIt() throws Exception {
        Username fresh = Username.of("fresh@moe.gongmail.example");
        home.notices().post(notice("n1", "공지", TEXT), List.of(HONG, fresh));
        home.notices().begin(List::of);
        await().until(() -> !home.state("n1").going());
        assertThat(home.states("n1")).isEqualTo(Map.of(HONG, State.DELIVERED, fresh, State.DELIVERED));
        assertThat(home.made(List.of(fresh))).containsExactly(1);
    }

    @Test
    void ofWhoseMailboxesWereHandedOnItIsToldThatTheyDoNotGetIt() throws Exception {
        Username nobody = Username.of("nobody@moe.gongmail.example");
        home.notices().post(notice("n1", "공지", TEXT), List.of(HONG, nobody));
        home.handOn(nobody, HONG);
        home.notices().begin(List::of);
        await().until(() -> !home.state("n1").going());
        assertThat(home.state("n1").failures()).isEqualTo(Map.of(NoticeFailure.NO_MAILBOX, 1));
        assertThat(home.state("n1").failed()).isEqualTo(1);
        assertThat(home.made(List.of(nobody))).containsExactly(0);
    }

    @Test
    void itsFolderIsMadeAndSubscribedToWhereItIsNotThere() throws Exception {
        home.make(KIM, "공지");
        home.notices().post(notice("n1", "공지", TEXT), List.of(HONG, KIM));
        home.notices().post(notice("n2", "공지", TEXT), List.of(HONG, KIM));
        for (Username user : List.of(HONG, KIM)) {
            assertThat(home.messages(user, "공지")).hasSize(2);
            assertThat(home.messages(user)).isEmpty();
        }
        assertThat(home.store.subscriptionManager().subscriptions(home.session(HONG)))
                .contains(MailboxPath.forUser(HONG, "공지"));
    }

    @Test
    void aFullMailboxGetsItAndItCounts() throws Exception {
        home.append(HONG, "Subject: full\r\n\r\n");
        home.store.accountQuotas().limit(HONG, 10);
        home.post("n1", List.of(HONG));
        assertThat(home.messages(HONG)).hasSize(2);
        assertThat(home.store.accountQuotas().held(HONG).octets())
                .isEqualTo(TEXT.length() + "Subject: full\r\n\r\n".length());
    }

    @Test
    void whoHasAMailboxOpenHearsOfItWhenItIsMade() throws Exception {
        List<Event> heard = home.hear(LEE);
        home.post("n1", List.of(HONG, LEE));
        assertThat(heard).isEmpty();
        home.notices().begin(() -> List.of(LEE));
        await().until(() -> !heard.isEmpty());
        assertThat(heard).singleElement().isInstanceOfSatisfying(Added.class, added -> {
            assertThat(added.getMailboxPath()).isEqualTo(MailboxPath.inbox(LEE));
            assertThat(added.isDelivery()).isTrue();
            assertThat(added.getUids()).extracting(uid -> uid.asLong()).containsExactly(1L);
        });
    }

    @Test
    void itsReadingIsRememberedWhateverBecomesOfIt() throws Exception {
        List<Username> all = home.officials(6);
        for (Username user : all) {
            home.make(user, "Kept");
        }
        home.post("n1", all);
        for (Username user : all.subList(0, 5)) {
            home.messages(user);
        }
        home.clock.setInstant(Instant.parse("2026-11-29T00:00:00Z"));
        home.read(user(0));
        home.delete(user(0));
        home.read(user(1));
        home.setFlags(user(1), "INBOX", Flags.Flag.SEEN, FlagsUpdateMode.REMOVE);
        home.delete(user(2));
        home.move(user(3), "INBOX", "Kept");
        home.move(user(4), "INBOX", "Kept");
        home.setFlags(user(4), "Kept", Flags.Flag.SEEN, FlagsUpdateMode.ADD);
        assertThat(home.states("n1"))
                .isEqualTo(Map.of(
                        user(0), State.READ,
                        user(1), State.READ,
                        user(2), State.DELETED,
                        user(3), State.DELIVERED,
                        user(4), State.READ,
                        user(5), State.OWED));
        NoticeState state = home.state("n1");
        assertThat(state.read()).isEqualTo(3);
        assertThat(state.delivered()).isEqualTo(2);
        assertThat(state.owed()).isEqualTo(1);
        List<NoticeCopy> copies = new ArrayList<>();
        home.notices().copies(new NoticeId("n1"), copies::add);
        assertThat(copies.get(0).when()).isAfterOrEqualTo(Instant.parse("2026-11-29T00:00:00Z"));
        assertThat(copies.get(3).when()).isBefore(Instant.parse("2026-11-29T00:00:00Z"));
    }

    @Test
    void whoLooksIntoAnothersFolderFindsTheOwnersNotice() throws Exception {
        MailboxPath hongs = MailboxPath.inbox(HONG);
        home.store
                .mailboxManager()
                .applyRightsCommand(
                        hongs,
                        MailboxACL.command()
                                .forUser(LEE)
                                .rights(MailboxACL.Right.Lookup, MailboxACL.Right.Read)
                                .asAddition(),
                        home.session(HONG));
        home.post("n1", List.of(HONG));
        assertThat(home.store
                        .mailboxManager()
                        .getMailbox(hongs, home.session(LEE))
                        .getMessageCount(home.session(LEE)))
                .isEqualTo(1);
        assertThat(home.messages(LEE)).isEmpty();
    }

    @Test
    void whoHasAnotherNameByNowGetsItUnderThat() throws Exception {
        Username named = Username.of("hong@mois.gongmail.example");
        home.post("n1", List.of(HONG, KIM));
        home.database.transact(tx -> {
            home.store.owners().follow(tx, HONG, named);
            return 0;
        });
        home.notices().begin(List::of);
        await().until(() -> !home.state("n1").going());
        assertThat(home.messages(named)).hasSize(1);
        assertThat(home.states("n1")).isEqualTo(Map.of(named, State.DELIVERED, KIM, State.DELIVERED));
    }

    @Test
    void ofAnErasedAccountTheNameGoes() throws Exception {
        home.post("n1", List.of(HONG, KIM, LEE));
        home.messages(HONG);
        home.store.owners().erase(HONG);
        home.store.owners().erase(KIM);
        assertThat(home.states("n1")).isEqualTo(Map.of(LEE, State.OWED));
        home.restart();
        home.notices().begin(List::of);
        await().until(() -> !home.state("n1").going());
        assertThat(home.states("n1")).isEqualTo(Map.of(LEE, State.DELIVERED));
        assertThat(home.state("n1").audience()).isEqualTo(3);
        assertThat(home.state("n1").failed()).isEqualTo(1);
    }

    @Test
    void itsBytesStayWhileSomebodyIsOwedThem() throws Exception {
        home.post("n1", List.of(HONG));
        assertThat(home.store.sweeper().compact(100).get().removed()).isZero();
        assertThat(NoticeHome.text(home.messages(HONG).get(0))).isEqualTo(TEXT);
        home.delete(HONG);
        home.notices().forget(new NoticeId("n1"));
        assertThat(home.store.sweeper().compact(100).get().removed()).isEqualTo(1);
    }

    @Test
    void aLookAtTheStoreFindsANoticeWhoseBytesAreGone() throws Exception {
        String large = "Subject: large\r\n\r\n" + "0123456789".repeat(110_000);
        home.notices().post(notice("n1", "공지", large), List.of(HONG));
        assertThat(home.store.check().start(StoreCheck.Remedy.NONE).get().isWhole())
                .isTrue();
        try (Stream<Path> files = Files.walk(folder.resolve("content/large"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        assertThat(home.store
                        .check()
                        .start(StoreCheck.Remedy.TABLE_AND_MESSAGES)
                        .get()
                        .damages())
                .singleElement()
                .satisfies(damage -> {
                    assertThat(damage.place()).isEqualTo(Checked.Damage.Place.NOTICE);
                    assertThat(damage.kind()).isEqualTo(Checked.Damage.Kind.MISSING);
                    assertThat(damage.folder()).isEqualTo("공지");
                });
    }

    @Test
    void whatIsForgottenIsDeliveredToNobodyElseAndStaysWhereItIs() throws Exception {
        home.post("n1", List.of(HONG, KIM));
        home.messages(HONG);
        home.notices().forget(new NoticeId("n1"));
        home.notices().forget(new NoticeId("n1"));
        assertThat(home.notices().find(new NoticeId("n1"))).isEmpty();
        assertThat(home.states("n1")).isEmpty();
        assertThat(rows("notice") + rows("notice_audience") + rows("notice_copy"))
                .isZero();
        assertThat(home.messages(KIM)).isEmpty();
        assertThat(home.messages(HONG)).hasSize(1);
        assertThat(home.post("n1", List.of(KIM)).audience()).isEqualTo(1);
        assertThat(home.messages(KIM)).hasSize(1);
    }

    @Test
    void whatCannotBeReadIsNotAccepted() throws Exception {
        NewNotice unreadable = new NewNotice(
                new NoticeId("n1"),
                () -> {
                    throw new IOException("gone");
                },
                "INBOX",
                NoticeHome.RECEIVED,
                new Flags());
        assertThatThrownBy(() -> home.notices().post(unreadable, List.of(HONG)))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(home.notices().find(new NoticeId("n1"))).isEmpty();
        assertThat(home.post("n1", List.of(HONG)).audience()).isEqualTo(1);
    }

    @Test
    void anAudienceOfManyRowsIsToldWholeAndInOrder() throws Exception {
        List<Username> many = NoticeHome.users(5_000);
        home.post("n1", many);
        List<Username> told = new ArrayList<>();
        home.notices().copies(new NoticeId("n1"), copy -> told.add(copy.owner()));
        assertThat(told).isEqualTo(many);
        home.restart();
        assertThat(home.state("n1").owed()).isEqualTo(5_000);
        assertThat(home.messages(LEE)).hasSize(1);
        assertThat(home.state("n1").delivered()).isEqualTo(1);
    }
}
