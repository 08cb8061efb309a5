package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.registry.NoticeAcceptance.Limits;
import io.gongmail.store.registry.NoticeReminder.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reminders and letters are written down once, whoever asks again. */
class NoticeFollowUpsTest {
    private static final World WORLD = World.shared();
    private static final Limits WIDE = new Limits(Duration.ofDays(1), 1_000, 1_000);
    private static final List<Address> MEMBERS = List.of(World.address(1), World.address(2));
    private static final Address KIM = Address.of("kim@moe.gongmail.example");
    private static final NoticeEnvelope ENVELOPE = new NoticeEnvelope(
            "<1@x>", KIM.toString(), "notice@moe.gongmail.example", "FAILURE,SUCCESS", "rfc822;notice@x");

    private final OfficialNotices notices = WORLD.registry.notices();
    private final NoticeFollowUps followUps = WORLD.registry.noticeFollowUps();
    private final String agency = "NFU-" + World.number();
    private OfficialNotice notice;

    @BeforeEach
    void aNotice() {
        WORLD.registry.agencies().put(new Agency(agency, "기관", Set.of()), "test");
        NoticeDraft draft = new NoticeDraft(
                World.address(World.number()),
                KIM,
                agency,
                "<1@x>",
                Sha256.hex("x"),
                "전산망 점검",
                "agency:" + agency,
                MEMBERS,
                1_234,
                "공지",
                NoticePriority.NORMAL,
                true,
                "e-1",
                World.NOW,
                Optional.empty());
        notice = notices.submit(new NoticeNumber(UUID.randomUUID()), draft, ENVELOPE, WIDE, true)
                .notice()
                .orElseThrow();
    }

    private void advance(OfficialNoticeState... states) {
        for (OfficialNoticeState state : states) {
            notice = notices.advance(notice, state, KIM.toString(), "").orElseThrow();
        }
    }

    private void release() {
        advance(OfficialNoticeState.RELEASING, OfficialNoticeState.RELEASED);
    }

    private Optional<NoticeReminder> remind(Duration apart, int most) {
        return followUps.remind(
                notice, new NoticeNumber(UUID.randomUUID()), List.of(World.address(2)), KIM, apart, most);
    }

    private List<NoticeReminder> reminders(State state) {
        return followUps.reminders(state, 1_000).stream()
                .filter(one -> one.notice().equals(notice.number()))
                .toList();
    }

    @Test
    void howItWasHandedInIsKept() {
        assertThat(followUps.envelope(notice.number())).isEqualTo(ENVELOPE);
        assertThat(followUps.envelope(new NoticeNumber(UUID.randomUUID()))).isEqualTo(NoticeEnvelope.NONE);
        assertThat(ENVELOPE.asksFor("SUCCESS")).isTrue();
        assertThat(ENVELOPE.asksFor("DELAY")).isFalse();
        assertThat(NoticeEnvelope.NONE.isSilent()).isFalse();
        assertThat(new NoticeEnvelope("", "", "", "NEVER", "").isSilent()).isTrue();
    }

    @Test
    void aReminderIsFollowedByNoOtherTooSoonOrTooOften() {
        release();
        NoticeReminder reminder = remind(Duration.ofDays(1), 2).orElseThrow();
        assertThat(followUps.members(reminder)).containsExactly(World.address(2));
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("notice.reminded");
        assertThat(remind(Duration.ofDays(1), 2)).isEmpty();
        assertThat(remind(Duration.ZERO, 2)).isPresent();
        assertThat(remind(Duration.ZERO, 2)).isEmpty();
        assertThat(followUps.reminders(notice.number())).hasSize(2).contains(reminder);
    }

    @Test
    void aReminderOfANoticeThatWentOnMeanwhileIsNotAskedFor() {
        release();
        notices.advance(notice, OfficialNoticeState.RECALL_ASKED, KIM.toString(), "");
        assertThat(remind(Duration.ZERO, 9)).isEmpty();
        assertThat(followUps.reminders(notice.number())).isEmpty();
    }

    @Test
    void remindersAreWithdrawnWithTheirNotice() {
        release();
        NoticeReminder asked = remind(Duration.ZERO, 9).orElseThrow();
        NoticeReminder posted = remind(Duration.ZERO, 9).orElseThrow();
        assertThat(followUps.became(posted, State.POSTED)).isTrue();
        advance(OfficialNoticeState.RECALL_ASKED, OfficialNoticeState.RECALLING);
        assertThat(reminders(State.WITHDRAWING))
                .extracting(NoticeReminder::id)
                .containsExactlyInAnyOrder(asked.id(), posted.id());
        // Whoever handed it over meanwhile hears of it.
        assertThat(followUps.became(asked, State.POSTED)).isFalse();
    }

    @Test
    void aLetterIsOwedFromWhenTheNoticeIsOutAndWrittenOnce() {
        assertThat(followUps.unwritten(1_000)).doesNotContain(notice);
        release();
        assertThat(followUps.unwritten(1_000)).contains(notice);
        // Back from a recall that nobody confirmed: it is owed still, once.
        advance(OfficialNoticeState.RECALL_ASKED, OfficialNoticeState.RELEASED);
        NoticeLetter letter = new NoticeLetter(notice.number(), KIM, World.NOW);
        byte[] octets = "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(followUps.write(letter, octets)).isTrue();
        assertThat(followUps.write(letter, new byte[9])).isFalse();
        assertThat(followUps.unwritten(1_000)).doesNotContain(notice);
        assertThat(followUps.unsent(1_000)).contains(letter);
        assertThat(followUps.message(letter)).isEqualTo(octets);
        followUps.sent(letter);
        assertThat(followUps.unsent(1_000)).doesNotContain(letter);
        assertThat(followUps.message(letter)).isEmpty();
        assertThat(followUps.write(letter, octets)).isFalse();
    }

    @Test
    void whereNobodyIsToldNoLetterIsOwedAnyMore() {
        release();
        followUps.tellNobody(notice.number());
        assertThat(followUps.unwritten(1_000)).doesNotContain(notice);
        assertThat(followUps.unsent(1_000)).extracting(NoticeLetter::notice).doesNotContain(notice.number());
    }
}
