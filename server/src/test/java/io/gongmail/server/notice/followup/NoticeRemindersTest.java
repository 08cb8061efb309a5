package io.gongmail.server.notice.followup;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.notice.Noticeboard;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.mail.NoticeCopy;
import io.gongmail.store.mail.NoticeId;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticeReminder;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.mail.internet.MimeUtility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has a notice and has not read it hears of it once more. */
class NoticeRemindersTest {
    private Noticeboard board;
    private NoticeNumber number;
    private Address press;

    @BeforeEach
    void open() throws Exception {
        board = new Noticeboard();
        number = board.out("Importance: high");
        press = Address.of(board.press.address());
        board.look(board.hong);
        board.read(board.kim);
    }

    @AfterEach
    void close() {
        board.close();
    }

    private NoticeReminders reminders(int most, Duration apart, Clock clock) {
        return new NoticeReminders(
                board.server.registry(),
                board.server.mail().notices(),
                board.delivery,
                new NoticeReminders.Policy(most, apart),
                board.server.words(),
                clock);
    }

    private NoticeReminders reminders() {
        return reminders(3, Duration.ofDays(1), Noticeboard.CLOCK);
    }

    private static String came(Ruling<NoticeReminder> ruling) {
        return ruling.fold(reminder -> "to " + reminder.members(), Ruling.Refused::code);
    }

    private List<NoticeReminder> kept() {
        return board.server.registry().noticeFollowUps().reminders(number);
    }

    private List<String> reminded() {
        List<String> owners = new ArrayList<>();
        for (NoticeReminder reminder : kept()) {
            board.server.mail().notices().copies(new NoticeId(reminder.id().toString()), copy -> {
                if (copy.state() != NoticeCopy.State.RECALLED) {
                    owners.add(copy.owner().asString());
                }
            });
        }
        return owners;
    }

    @Test
    void thoseWhoHaveItAndHaveNotReadItAreRemindedOnce() throws Exception {
        NoticeReminders reminders = reminders();
        assertThat(came(reminders.remind(number, press))).isEqualTo("to 1");
        assertThat(reminded()).isEmpty();
        reminders.run();
        reminders.run();
        assertThat(reminded()).containsExactly(board.hong.address());
        String message = board.look(board.hong);
        String id = board.server.registry().noticeFollowUps().envelope(number).messageId();
        assertThat(message)
                .contains("\r\nIn-Reply-To: " + id + "\r\n")
                .contains("From: <" + press + ">")
                .contains("\r\nAuto-Submitted: auto-generated\r\n");
        String subject = message.replaceAll("(?s).*?\r\nSubject: (.*?)\r\n\\S.*", "$1");
        assertThat(MimeUtility.decodeText(MimeUtility.unfold(subject))).isEqualTo("Re-notice: 전산망 점검");
        assertThat(message.lines().takeWhile(line -> !line.isEmpty())).allMatch(line -> line.length() <= 998);
    }

    @Test
    void aReminderThatAStopCameBetweenIsHandedOverOnce() throws Exception {
        reminders().remind(number, press);
        NoticeReminder asked = kept().get(0);
        reminders().run();
        // As it stood when the process died after handing it over.
        board.server.sql("UPDATE official_notice_reminder SET state = 'ASKED' WHERE id = '" + asked.id() + "'");
        reminders().run();
        assertThat(kept().get(0).state()).isEqualTo(NoticeReminder.State.POSTED);
        assertThat(reminded()).containsExactly(board.hong.address());
    }

    @Test
    void anotherOneTooSoonOrTooOftenIsRefused() {
        assertThat(came(reminders().remind(number, press))).isEqualTo("to 1");
        assertThat(came(reminders().remind(number, press))).isEqualTo("G-970");
        Clock almost = Clock.offset(Noticeboard.CLOCK, Duration.ofDays(1).minusMinutes(5));
        assertThat(came(reminders(3, Duration.ofDays(1), almost).remind(number, press)))
                .isEqualTo("G-970");
        assertThat(came(reminders(3, Duration.ZERO, Noticeboard.CLOCK).remind(number, press)))
                .isEqualTo("to 1");
        assertThat(came(reminders(2, Duration.ZERO, Noticeboard.CLOCK).remind(number, press)))
                .isEqualTo("G-971");
        assertThat(came(reminders(0, Duration.ZERO, Noticeboard.CLOCK).remind(number, press)))
                .isEqualTo("G-971");
    }

    @Test
    void ofOneThatIsOverRecalledOrReadByAllNobodyIsReminded() throws Exception {
        NoticeNumber ends = board.out("Expires: " + Instant.now().plusSeconds(600));
        board.look(board.lee);
        Clock late = Clock.offset(Noticeboard.CLOCK, Duration.ofHours(1));
        assertThat(came(reminders(3, Duration.ofDays(1), late).remind(ends, press)))
                .isEqualTo("G-973");
        assertThat(came(reminders().remind(ends, press))).isEqualTo("to 1");
        board.read(board.hong);
        assertThat(came(reminders().remind(number, press))).isEqualTo("to 1");
        board.read(board.lee);
        assertThat(came(reminders(9, Duration.ZERO, Noticeboard.CLOCK).remind(number, press)))
                .isEqualTo("G-972");
        board.advance(number, OfficialNoticeState.RECALL_ASKED);
        assertThat(came(reminders().remind(number, press))).isEqualTo("G-949");
        assertThat(came(reminders().remind(new NoticeNumber(UUID.randomUUID()), press)))
                .isEqualTo("G-947");
    }

    @Test
    void onlyWhoSentItOrDecidesOnItMayAskForOne() {
        Address lee = Address.of(board.lee.address());
        assertThat(came(reminders().remind(number, lee))).isEqualTo("G-950");
        assertThat(came(reminders().remind(number, Address.of("nobody@moe.gongmail.example"))))
                .isEqualTo("G-950");
        // A reviewer of another agency.
        board.server.registry().accounts().grant(lee, Role.REVIEWER, "test");
        assertThat(came(reminders().remind(number, lee))).isEqualTo("G-950");
        board.server.registry().accounts().grant(lee, Role.ADMINISTRATOR, "test");
        assertThat(came(reminders().remind(number, lee))).isEqualTo("to 1");
    }

    @Test
    void aReminderIsTakenBackWithItsNotice() throws Exception {
        reminders().remind(number, press);
        reminders().run();
        assertThat(board.look(board.hong)).contains("Auto-Submitted");
        reminders(9, Duration.ZERO, Noticeboard.CLOCK).remind(number, press);
        board.advance(number, OfficialNoticeState.RECALL_ASKED, OfficialNoticeState.RECALLING);
        board.runner.run();
        reminders().run();
        assertThat(kept()).extracting(NoticeReminder::state).containsOnly(NoticeReminder.State.WITHDRAWN);
        assertThat(board.look(board.hong)).isEmpty();
        assertThat(reminded()).isEmpty();
        OfficialNotice notice = board.notice(number);
        assertThat(board.server.registry().noticeArchive().verify(notice)).isEmpty();
    }
}
