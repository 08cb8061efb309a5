package io.gongmail.store.mail;

import static io.gongmail.store.mail.NoticeHome.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.NoticeCopy.State;
import io.gongmail.store.mail.mailbox.UidRun;
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
import org.apache.james.events.Event;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.events.MailboxEvents.Expunged;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A notice that is recalled goes from whoever has not read it, and comes to nobody any more. */
class NoticeRecallTest {
    private static final NoticeId ID = new NoticeId("n1");

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

    @Test
    void whatIsUnreadGoesWhatWasReadStaysAndWhatIsOwedNeverComes() throws Exception {
        List<Username> all = home.officials(5);
        home.post("n1", all);
        for (Username user : all.subList(0, 4)) {
            home.messages(user);
        }
        home.read(user(0));
        home.delete(user(3));

        NoticeState recalled = home.notices().recall(ID);

        assertThat(recalled.recalledAt()).isPresent();
        assertThat(recalled.owed()).isZero();
        assertThat(recalled.keptRead()).isEqualTo(1);
        assertThat(recalled.delivered()).as("still to be taken, or deleted").isEqualTo(3);
        assertThat(recalled.recalled()).isEqualTo(1);
        assertThat(recalled.going()).isTrue();
        assertThat(home.messages(user(1))).isEmpty();
        home.notices().begin(List::of);
        await().until(() -> !home.state("n1").going());
        assertThat(home.made(all)).containsExactly(1, 0, 0, 0, 0);
        assertThat(home.messages(user(4))).isEmpty();
        assertThat(home.states("n1"))
                .isEqualTo(Map.of(
                        user(0), State.KEPT_READ,
                        user(1), State.RECALLED,
                        user(2), State.RECALLED,
                        user(3), State.DELETED,
                        user(4), State.RECALLED));
        assertThat(home.state("n1")).satisfies(state -> {
            assertThat(state.recalled()).isEqualTo(3);
            assertThat(state.delivered()).isEqualTo(1);
            assertThat(state.read()).isZero();
        });
        assertThat(home.mailbox(user(1), "INBOX")
                        .getMailboxCounters(home.session(user(1)))
                        .getUnseen())
                .isZero();
    }

    @Test
    void itHoldsAlsoWhileDeliveryGoesOnAndOthersRead() throws Exception {
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
        NoticeState recalled = home.notices().recall(ID);
        await().until(() -> !home.state("n1").going());
        over.set(true);
        reader.join();

        assertThat(failures).hasValue(0);
        NoticeState state = home.state("n1");
        assertThat(state.audience()).isEqualTo(4_000);
        assertThat(state.failed() + state.recalled() + state.keptRead()).isEqualTo(4_000);
        assertThat(state.delivered()).isZero();
        assertThat(state.keptRead()).isBetween(1, 199);
        assertThat(recalled.keptRead()).isLessThanOrEqualTo(state.keptRead());
        assertThat(home.made(all).stream().mapToInt(each -> each).sum()).isEqualTo(state.keptRead());
        home.notices().copies(ID, copy -> assertThat(copy.state()).isIn(State.FAILED, State.RECALLED, State.KEPT_READ));
        assertThat(home.made(all)).allMatch(each -> each <= 1);
    }

    @Test
    void itGoesOnAfterAStop() throws Exception {
        List<Username> all = home.officials(4);
        home.post("n1", all);
        home.notices().begin(List::of);
        await().until(() -> !home.state("n1").going());
        home.read(user(3));
        home.restart();
        home.notices().recall(ID);
        home.restart();
        assertThat(home.state("n1").going()).isTrue();
        assertThat(home.messages(user(0))).isEmpty();
        assertThat(home.made(all)).containsExactly(0, 1, 1, 1);
        home.notices().begin(List::of);
        await().until(() -> !home.state("n1").going());
        assertThat(home.made(all)).containsExactly(0, 0, 0, 1);
        home.restart();
        assertThat(home.state("n1").going()).isFalse();
        assertThat(home.state("n1").recalled()).isEqualTo(3);
        assertThat(home.state("n1").keptRead()).isEqualTo(1);
    }

    @Test
    void whoHasTheMailboxOpenIsToldAndWhoComesBackFindsThatItWent() throws Exception {
        home.officials(1);
        home.append(user(0), "Subject: before\r\n\r\n");
        home.post("n1", NoticeHome.users(1));
        assertThat(home.messages(user(0))).hasSize(2);
        MailboxId inbox = home.mailbox(user(0), "INBOX").getId();
        List<Event> heard = home.hear(user(0));
        home.notices().recall(ID);
        home.notices().begin(List::of);
        await().until(() -> !heard.isEmpty());
        assertThat(heard).singleElement().isInstanceOfSatisfying(Expunged.class, gone -> {
            assertThat(gone.getMailboxPath()).isEqualTo(MailboxPath.inbox(user(0)));
            assertThat(gone.getUids()).extracting(uid -> uid.asLong()).containsExactly(2L);
        });
        assertThat(home.store.reader().vanished(inbox, 3)).contains(new UidRun(2, 2));
        assertThat(home.messages(user(0))).hasSize(1);
    }

    @Test
    void whoReadsItInAMailboxThatIsOpenBeforeItIsTakenKeepsIt() throws Exception {
        home.officials(2);
        home.post("n1", NoticeHome.users(2));
        home.messages(user(1));
        MessageManager open = home.mailbox(user(0), "INBOX");
        home.notices().recall(ID);
        open.setFlags(new Flags(Flags.Flag.SEEN), FlagsUpdateMode.ADD, MessageRange.all(), home.session(user(0)));
        home.notices().begin(List::of);
        await().until(() -> !home.state("n1").going());
        assertThat(home.states("n1")).isEqualTo(Map.of(user(0), State.KEPT_READ, user(1), State.RECALLED));
        assertThat(home.made(NoticeHome.users(2))).containsExactly(1, 0);
    }

    @Test
    void itGoesFromWhereverItWasMoved() throws Exception {
        home.officials(1);
        home.make(user(0), "Kept");
        home.post("n1", NoticeHome.users(1));
        home.messages(user(0));
        home.move(user(0), "INBOX", "Kept");
        home.notices().recall(ID);
        assertThat(home.messages(user(0), "Kept")).isEmpty();
        assertThat(home.states("n1")).isEqualTo(Map.of(user(0), State.RECALLED));
    }

    @Test
    void whatHappenedBeforeTheFolderWasDeletedIsTold() throws Exception {
        home.officials(1);
        home.notices().post(NoticeHome.notice("n1", "공지", NoticeHome.TEXT), NoticeHome.users(1));
        home.messages(user(0), "공지");
        home.store.mailboxManager().deleteMailbox(MailboxPath.forUser(user(0), "공지"), home.session(user(0)));
        home.notices().recall(ID);
        home.notices().begin(List::of);
        await().until(() -> !home.state("n1").going());
        assertThat(home.states("n1")).isEqualTo(Map.of(user(0), State.DELETED));
    }

    @Test
    void againIsNothingAndWhatIsNotThereCannotBeRecalled() throws Exception {
        home.officials(1);
        home.post("n1", NoticeHome.users(1));
        NoticeState first = home.notices().recall(ID);
        home.clock.setInstant(NoticeHome.RECEIVED.plus(Duration.ofDays(9)));
        assertThat(home.notices().recall(ID)).isEqualTo(first);
        assertThat(first.recalled()).isEqualTo(1);
        assertThat(first.going()).isFalse();
        assertThat(home.post("n1", NoticeHome.users(1)).recalledAt()).isPresent();
        assertThat(home.messages(user(0))).isEmpty();
        assertThatThrownBy(() -> home.notices().recall(new NoticeId("none")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
