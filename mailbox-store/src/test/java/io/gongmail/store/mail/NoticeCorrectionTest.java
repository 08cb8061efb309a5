package io.gongmail.store.mail;

import static io.gongmail.store.mail.NoticeHome.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.NoticeCopy.State;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A correction takes the place of what is unread, and follows, marked, what was read; everybody has it once. */
class NoticeCorrectionTest {
    private static final NoticeId OLD = new NoticeId("n1");
    private static final String PLAIN = "Subject: as it should be\r\n\r\nright\r\n";
    private static final String MARKED = "Subject: Correction: as it should be\r\n\r\nright\r\n";

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
    }

    @AfterEach
    void close() {
        home.close();
    }

    private NoticeState corrected(String id, NoticeId old) {
        return home.notices()
                .correct(
                        NoticeHome.notice(id, "INBOX", PLAIN),
                        old,
                        () -> new ByteArrayInputStream(MARKED.getBytes(StandardCharsets.US_ASCII)));
    }

    private List<String> texts(Username user) throws Exception {
        List<String> texts = new ArrayList<>();
        for (MessageResult message : home.messages(user)) {
            texts.add(NoticeHome.text(message));
        }
        return texts;
    }

    private void settled() {
        home.notices().begin(List::of);
        await().until(() -> !home.state("n1").going() && !home.state("n2").going());
    }

    @Test
    void whoHadReadItGetsTheMarkedOneAndEverybodyElseTheCorrectionInThePlaceOfIt() throws Exception {
        List<Username> all = home.officials(6);
        home.post("n1", all);
        for (Username user : all.subList(0, 5)) {
            home.messages(user);
        }
        home.read(user(0));
        home.read(user(4));
        home.delete(user(4));
        home.delete(user(3));

        NoticeState state = corrected("n2", OLD);

        assertThat(state.audience()).isEqualTo(6);
        assertThat(home.state("n1").recalledAt()).isPresent();
        assertThat(texts(user(0))).as("had read it").containsExactly(NoticeHome.TEXT, MARKED);
        assertThat(texts(user(1))).as("had not").containsExactly(PLAIN);
        settled();
        assertThat(home.made(all)).containsExactly(2, 1, 1, 1, 1, 1);
        assertThat(texts(user(2))).containsExactly(PLAIN);
        assertThat(texts(user(3))).as("had deleted it unread").containsExactly(PLAIN);
        assertThat(texts(user(4))).as("had read and deleted it").containsExactly(MARKED);
        assertThat(texts(user(5))).as("had not got it yet").containsExactly(PLAIN);
        assertThat(home.states("n1"))
                .isEqualTo(Map.of(
                        user(0), State.KEPT_READ,
                        user(1), State.RECALLED,
                        user(2), State.RECALLED,
                        user(3), State.DELETED,
                        user(4), State.KEPT_READ,
                        user(5), State.RECALLED));
        assertThat(home.state("n2").delivered()).isEqualTo(6);
    }

    @Test
    void itHoldsAlsoWhileTheOldOneIsStillDeliveredAndOthersRead() throws Exception {
        List<Username> all = home.officials(200);
        List<Username> many = new ArrayList<>(NoticeHome.users(4_000));
        Collections.shuffle(many, new Random(2));
        home.post("n1", many);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger failures = new AtomicInteger();
        Thread reader = new Thread(() -> {
            Random random = new Random(3);
            while (!over.get()) {
                try {
                    home.read(all.get(random.nextInt(all.size())));
                } catch (Exception e) {
                    failures.incrementAndGet();
                }
            }
        });
        reader.start();
        home.notices().begin(() -> all.subList(0, 20));
        await().pollInterval(Duration.ofMillis(5)).until(() -> home.state("n1").owed() < 3_900);
        corrected("n2", OLD);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !home.state("n1").going() && !home.state("n2").going());
        over.set(true);
        reader.join();

        assertThat(failures).hasValue(0);
        NoticeState old = home.state("n1");
        assertThat(old.owed() + old.delivered())
                .as("who has the old one unread, or is to get it")
                .isZero();
        assertThat(old.failed() + old.recalled() + old.keptRead()).isEqualTo(4_000);
        assertThat(old.keptRead()).isBetween(1, 199);
        assertThat(home.state("n2").owed()).isZero();
        Map<Username, State> states = home.states("n1");
        for (Username user : all) {
            List<String> expected =
                    states.get(user) == State.KEPT_READ ? List.of(NoticeHome.TEXT, MARKED) : List.of(PLAIN);
            assertThat(texts(user)).as(user.asString()).isEqualTo(expected);
        }
    }

    @Test
    void itGoesOnAfterAStop() throws Exception {
        List<Username> all = home.officials(4);
        home.post("n1", all);
        for (Username user : all.subList(0, 3)) {
            home.messages(user);
        }
        home.read(user(2));
        corrected("n2", OLD);
        home.restart();
        assertThat(home.state("n1").going()).isTrue();
        assertThat(home.made(all)).as("nothing was done yet").containsExactly(1, 1, 1, 0);
        assertThat(texts(user(0))).containsExactly(PLAIN);
        home.restart();
        settled();
        home.restart();
        assertThat(home.made(all)).containsExactly(1, 1, 2, 1);
        assertThat(texts(user(1))).containsExactly(PLAIN);
        assertThat(texts(user(2))).containsExactly(NoticeHome.TEXT, MARKED);
        assertThat(texts(user(3))).containsExactly(PLAIN);
    }

    @Test
    void whoReadsTheOldOneInAMailboxThatIsOpenBeforeItIsTakenGetsTheMarkedOne() throws Exception {
        home.officials(2);
        home.post("n1", NoticeHome.users(2));
        home.messages(user(1));
        MessageManager open = home.mailbox(user(0), "INBOX");
        corrected("n2", OLD);
        open.setFlags(new Flags(Flags.Flag.SEEN), FlagsUpdateMode.ADD, MessageRange.all(), home.session(user(0)));
        settled();
        assertThat(texts(user(0))).containsExactly(NoticeHome.TEXT, MARKED);
        assertThat(texts(user(1))).containsExactly(PLAIN);
    }

    /** The new one comes and the old one goes in one transaction: there is no moment at which somebody could read it and get the other unmarked. */
    @Test
    void whereTheNewOneIsMadeTheOldOneIsGone() throws Exception {
        home.officials(1);
        home.post("n1", NoticeHome.users(1));
        home.messages(user(0));
        corrected("n2", OLD);
        home.messages(user(0));
        assertThat(home.states("n1")).isEqualTo(Map.of(user(0), State.RECALLED));
        assertThat(home.states("n2")).isEqualTo(Map.of(user(0), State.DELIVERED));
        assertThat(home.made(NoticeHome.users(1))).containsExactly(1);
    }

    @Test
    void aCorrectionIsCorrectedForWhoHadReadAnyOfThem() throws Exception {
        List<Username> all = home.officials(3);
        home.post("n1", all);
        home.messages(user(0));
        home.read(user(0));
        corrected("n2", OLD);
        home.messages(user(0));
        home.messages(user(1));
        home.read(user(1));
        home.messages(user(2));
        corrected("n3", new NoticeId("n2"));
        assertThat(texts(user(0))).as("the first, not the second").containsExactly(NoticeHome.TEXT, MARKED);
        assertThat(texts(user(1))).as("the second").containsExactly(PLAIN, MARKED);
        assertThat(texts(user(2))).as("none").containsExactly(PLAIN);
        assertThat(home.states("n3").keySet()).containsExactlyElementsOf(all);
    }

    @Test
    void whatWasRecalledBeforeIsCorrectedToo() throws Exception {
        home.officials(2);
        home.post("n1", NoticeHome.users(2));
        home.messages(user(0));
        home.read(user(0));
        home.notices().recall(OLD);
        corrected("n2", OLD);
        assertThat(texts(user(0))).containsExactly(NoticeHome.TEXT, MARKED);
        assertThat(texts(user(1))).containsExactly(PLAIN);
    }

    @Test
    void againIsNothingAndWhatIsNotThereCannotBeCorrected() throws Exception {
        home.officials(1);
        home.post("n1", NoticeHome.users(1));
        NoticeState first = corrected("n2", OLD);
        home.clock.setInstant(NoticeHome.RECEIVED.plus(Duration.ofDays(9)));
        assertThat(corrected("n2", OLD)).isEqualTo(first);
        assertThat(texts(user(0))).containsExactly(PLAIN);
        assertThatThrownBy(() -> corrected("n3", new NoticeId("none"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(home.notices().find(new NoticeId("n3"))).isEmpty();
    }

    @Test
    void bothTextsAreKeptAsLongAsSomebodyMayStillGetThem() throws Exception {
        home.officials(1);
        home.post("n1", NoticeHome.users(1));
        home.messages(user(0));
        home.read(user(0));
        corrected("n2", OLD);
        assertThat(home.store.sweeper().compact(100).get().removed()).isZero();
        assertThat(texts(user(0))).containsExactly(NoticeHome.TEXT, MARKED);
    }

    @Test
    void whoHasLeftMeanwhileGetsNoneAndHasNoMailboxMadeForIt() throws Exception {
        home.officials(2);
        home.post("n1", NoticeHome.users(2));
        home.messages(user(0));
        home.handOn(user(0), user(7));
        corrected("n2", OLD);
        settled();
        assertThat(home.made(List.of(user(0), user(1), user(7)))).containsExactly(0, 1, 0);
        assertThat(home.state("n2").failures()).isEqualTo(Map.of(NoticeFailure.NO_MAILBOX, 1));
        assertThat(home.state("n1").recalled()).isEqualTo(2);
    }
}
