package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.store.registry.NoticeAcceptance.Kind;
import io.gongmail.store.registry.NoticeAcceptance.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OfficialNoticesTest {
    private static final World WORLD = World.shared();
    private static final Limits WIDE = new Limits(Duration.ofDays(1), 1_000, 1_000);
    private static final List<Address> MEMBERS = List.of(World.address(1), World.address(2));

    private final OfficialNotices notices = WORLD.registry.notices();
    private final String agency = "NTC-" + World.number();
    private final Address sender = World.address(World.number());

    @BeforeEach
    void theAgency() {
        WORLD.registry.agencies().put(new Agency(agency, "기관", Set.of()), "test");
    }

    private NoticeDraft draft(String key, String content) {
        return draft(key, content, NoticePriority.NORMAL, World.NOW, Optional.empty());
    }

    private NoticeDraft draft(
            String key, String content, NoticePriority priority, Instant due, Optional<Instant> expires) {
        return new NoticeDraft(
                sender,
                Address.of("notice@moe.gongmail.example"),
                agency,
                key,
                Sha256.hex(content),
                "전산망 점검",
                "agency:" + agency,
                MEMBERS,
                1_234,
                "공지",
                priority,
                true,
                "e-1",
                due,
                expires);
    }

    private static NoticeNumber number() {
        return new NoticeNumber(UUID.randomUUID());
    }

    private OfficialNotice submitted(String key) {
        return notices.submit(number(), draft(key, "x"), WIDE, false).notice().orElseThrow();
    }

    private OfficialNotice advanced(OfficialNotice notice, OfficialNoticeState... states) {
        OfficialNotice now = notice;
        for (OfficialNoticeState state : states) {
            now = notices.advance(now, state, "kim@moe.gongmail.example", "").orElseThrow();
        }
        return now;
    }

    @Test
    void anAgencysNoticesAreListedTheNewestFirstAndNoOthers() {
        WORLD.registry.agencies().put(new Agency(agency + "-B", "다른 기관", Set.of()), "test");
        List<NoticeNumber> all = List.of(submitted("<p1@x>"), submitted("<p2@x>"), submitted("<p3@x>")).stream()
                .map(OfficialNotice::number)
                .toList();
        assertThat(notices.ofAgency(agency, 0, 10))
                .extracting(OfficialNotice::number)
                .containsExactlyInAnyOrderElementsOf(all);
        assertThat(notices.ofAgency(agency, 1, 1))
                .isEqualTo(notices.ofAgency(agency, 0, 10).subList(1, 2));
        assertThat(notices.ofAgency(agency, 3, 10)).isEmpty();
        assertThat(notices.ofAgency(agency + "-B", 0, 10)).isEmpty();
        assertThat(notices.ofAgency("", 0, 1_000))
                .extracting(OfficialNotice::number)
                .containsAll(all);
    }

    @Test
    void whatIsHandedInIsKeptAsItWas() {
        NoticeNumber number = number();
        Instant end = World.NOW.plusSeconds(60);
        NoticeDraft draft = draft("<1@x>", "x", NoticePriority.URGENT, World.NOW.plusSeconds(5), Optional.of(end));
        assertThat(notices.submit(number, draft, WIDE, false).kind()).isEqualTo(Kind.ACCEPTED);
        OfficialNotice notice = notices.find(number).orElseThrow();
        assertThat(notice)
                .isEqualTo(new OfficialNotice(
                        number,
                        1,
                        OfficialNoticeState.SUBMITTED,
                        sender,
                        draft.author(),
                        agency,
                        Sha256.hex("x"),
                        "전산망 점검",
                        "agency:" + agency,
                        2,
                        Sha256.hex(World.address(1) + "\n" + World.address(2) + "\n"),
                        1_234,
                        "공지",
                        NoticePriority.URGENT,
                        true,
                        "e-1",
                        World.NOW,
                        World.NOW.plusSeconds(5),
                        Optional.of(end),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(notices.members(number)).isEqualTo(MEMBERS);
        assertThat(notices.steps(number)).extracting(NoticeStep::actor).containsExactly(sender.toString());
        AuditEvent event = WORLD.lastEntry().event();
        assertThat(event.code()).isEqualTo("notice.submitted");
        assertThat(event.subject()).isEqualTo(number.toString());
        assertThat(event.facts())
                .containsEntry("audience", "agency:" + agency)
                .containsEntry("members", "2")
                .containsEntry("members-sha256", notice.membersSha256());
    }

    @Test
    void manyMembersAreKeptInOrder() {
        List<Address> many = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            many.add(Address.of(UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8)}) + "@moe.example"));
        }
        many.sort(null);
        NoticeDraft some = draft("<many@x>", "x");
        NoticeNumber number = number();
        notices.submit(
                number,
                new NoticeDraft(
                        some.sender(),
                        some.author(),
                        agency,
                        some.key(),
                        some.contentSha256(),
                        some.subject(),
                        some.audience(),
                        many,
                        1,
                        some.folder(),
                        some.priority(),
                        false,
                        "",
                        some.due(),
                        some.expires()),
                WIDE,
                false);
        assertThat(notices.members(number)).isEqualTo(many);
    }

    @Test
    void whatIsHandedInAgainIsNoSecondNotice() {
        OfficialNotice first = submitted("<1@x>");
        NoticeAcceptance again = notices.submit(number(), draft("<1@x>", "x"), WIDE, false);
        assertThat(again).isEqualTo(new NoticeAcceptance(Kind.KNOWN, Optional.of(first)));
        assertThat(notices.submit(number(), draft("<1@x>", "y"), WIDE, false).kind())
                .isEqualTo(Kind.ANOTHER);
        assertThat(notices.known(sender, "<1@x>", Duration.ofDays(1))).contains(first);
        assertThat(notices.known(World.address(World.number()), "<1@x>", Duration.ofDays(1)))
                .as("of another sender")
                .isEmpty();
        assertThat(notices.submit(number(), draft("<2@x>", "x"), WIDE, false).kind())
                .isEqualTo(Kind.ACCEPTED);
    }

    @Test
    void afterTheWindowItIsANoticeOfItsOwn() {
        OfficialNotice first = submitted("<1@x>");
        WORLD.sql("UPDATE official_notice SET submitted = submitted - 3600000 WHERE id = '" + first.number() + "'");
        Limits hour = new Limits(Duration.ofHours(1), 1_000, 1_000);
        assertThat(notices.known(sender, "<1@x>", Duration.ofHours(1))).isEmpty();
        NoticeAcceptance second = notices.submit(number(), draft("<1@x>", "x"), hour, false);
        assertThat(second.kind()).isEqualTo(Kind.ACCEPTED);
        assertThat(second.notice().orElseThrow().number()).isNotEqualTo(first.number());
        assertThat(notices.find(first.number())).isPresent();
    }

    @Test
    void whatWasReturnedMayBeHandedInAnew() {
        advanced(submitted("<1@x>"), OfficialNoticeState.RETURNED);
        assertThat(notices.submit(number(), draft("<1@x>", "y"), WIDE, false).kind())
                .isEqualTo(Kind.ACCEPTED);
    }

    @Test
    void anAgencyIsHeldToItsPaceAndItsQuota() {
        Limits narrow = new Limits(Duration.ofDays(1), 2, 3);
        assertThat(notices.submit(number(), draft("1", "x"), narrow, false).kind())
                .isEqualTo(Kind.ACCEPTED);
        OfficialNotice second = notices.submit(number(), draft("2", "x"), narrow, false)
                .notice()
                .orElseThrow();
        assertThat(notices.submit(number(), draft("3", "x"), narrow, false).kind())
                .isEqualTo(Kind.TOO_FAST);
        assertThat(notices.submit(number(), draft("2", "x"), narrow, false).kind())
                .as("a retry is none")
                .isEqualTo(Kind.KNOWN);
        WORLD.sql("UPDATE official_notice SET submitted = submitted - 60000 WHERE id = '" + second.number() + "'");
        assertThat(notices.submit(number(), draft("3", "x"), narrow, false).kind())
                .isEqualTo(Kind.ACCEPTED);
        WORLD.sql("UPDATE official_notice SET submitted = submitted - 60000 WHERE agency = '" + agency + "'");
        assertThat(notices.submit(number(), draft("4", "x"), narrow, false).kind())
                .isEqualTo(Kind.TOO_MANY);
        WORLD.sql("UPDATE official_notice SET submitted = submitted - 86400000 WHERE agency = '" + agency + "'");
        assertThat(notices.submit(number(), draft("4", "x"), narrow, false).kind())
                .isEqualTo(Kind.ACCEPTED);
    }

    @Test
    void ofManyAtOnceTheQuotaLetsInNoMoreThanItMay() throws Exception {
        Limits narrow = new Limits(Duration.ofDays(1), 3, 3);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Kind>> work = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String key = "<" + i / 2 + "@x>"; // each twice
                work.add(() ->
                        notices.submit(number(), draft(key, "x"), narrow, false).kind());
            }
            int accepted = 0;
            for (Future<Kind> one : threads.invokeAll(work)) {
                accepted += one.get() == Kind.ACCEPTED ? 1 : 0;
            }
            assertThat(accepted).isEqualTo(3);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whereNobodyHasToApproveThePolicyDoes() {
        OfficialNotice notice = notices.submit(number(), draft("<1@x>", "x"), WIDE, true)
                .notice()
                .orElseThrow();
        assertThat(notice.state()).isEqualTo(OfficialNoticeState.APPROVED);
        assertThat(notices.steps(notice.number()))
                .extracting(NoticeStep::actor)
                .containsExactly(sender.toString(), OfficialNotices.POLICY);
    }

    @Test
    void aStepIsTakenOnceAndFromWhatWasShown() {
        OfficialNotice submitted = submitted("<1@x>");
        OfficialNotice approved = notices.advance(
                        submitted, OfficialNoticeState.APPROVED, "kim@moe.gongmail.example", "확인")
                .orElseThrow();
        assertThat(approved.state()).isEqualTo(OfficialNoticeState.APPROVED);
        assertThat(approved.version()).isEqualTo(2);
        AuditEvent event = WORLD.lastEntry().event();
        assertThat(event.code()).isEqualTo("notice.approved");
        assertThat(event.actor()).isEqualTo("kim@moe.gongmail.example");
        assertThat(event.facts()).containsEntry("reason", "확인");
        assertThat(notices.advance(submitted, OfficialNoticeState.REJECTED, "lee@moe.gongmail.example", ""))
                .isEmpty();
        assertThat(notices.find(submitted.number())).contains(approved);
        assertThat(notices.steps(submitted.number())).hasSize(2);
        assertThatThrownBy(() -> notices.advance(approved, OfficialNoticeState.RECALLED, "x", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoAsksForARecallIsKnown() {
        OfficialNotice released = advanced(
                submitted("<1@x>"),
                OfficialNoticeState.APPROVED,
                OfficialNoticeState.RELEASING,
                OfficialNoticeState.RELEASED);
        assertThat(released.asker()).isEmpty();
        OfficialNotice asked = advanced(released, OfficialNoticeState.RECALL_ASKED);
        assertThat(asked.asker()).contains(Address.of("kim@moe.gongmail.example"));
        OfficialNotice recalled = advanced(asked, OfficialNoticeState.RECALLING, OfficialNoticeState.RECALLED);
        assertThat(recalled.state().isFinal()).isTrue();
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("notice.recalled");
    }

    private NoticeDraft correcting(String key, NoticeNumber old) {
        NoticeDraft plain = draft(key, key);
        return new NoticeDraft(
                plain.sender(),
                plain.author(),
                plain.agency(),
                plain.key(),
                plain.contentSha256(),
                plain.subject(),
                plain.audience(),
                plain.members(),
                plain.octets(),
                plain.folder(),
                plain.priority(),
                plain.mustRead(),
                plain.envelopeId(),
                plain.due(),
                plain.expires(),
                Optional.of(old));
    }

    private OfficialNotice released(String key) {
        return advanced(
                submitted(key),
                OfficialNoticeState.APPROVED,
                OfficialNoticeState.RELEASING,
                OfficialNoticeState.RELEASED);
    }

    @Test
    void aNoticeHasOneCorrectionWhichASecondPersonApproves() {
        NoticeNumber old = released("<1@x>").number();
        NoticeAcceptance first = notices.submit(number(), correcting("<2@x>", old), WIDE, true);
        OfficialNotice correction = first.notice().orElseThrow();
        assertThat(correction.state()).as("whatever policy says").isEqualTo(OfficialNoticeState.SUBMITTED);
        assertThat(correction.corrects()).contains(old);
        assertThat(WORLD.lastEntry().event().facts()).containsEntry("corrects", old.toString());
        assertThat(notices.correctionOf(old)).contains(correction);
        assertThat(notices.submit(number(), correcting("<3@x>", old), WIDE, false))
                .isEqualTo(new NoticeAcceptance(Kind.CORRECTED, Optional.of(correction)));
        assertThat(notices.submit(number(), correcting("<2@x>", old), WIDE, false)
                        .kind())
                .as("a retry")
                .isEqualTo(Kind.KNOWN);
        advanced(correction, OfficialNoticeState.REJECTED);
        assertThat(notices.correctionOf(old)).isEmpty();
        assertThat(notices.submit(number(), correcting("<3@x>", old), WIDE, false)
                        .kind())
                .isEqualTo(Kind.ACCEPTED);
    }

    @Test
    void whatIsCorrectedIsRecalledInTheNamesOfBothOnce() {
        OfficialNotice old = released("<1@x>");
        OfficialNotice correction = notices.submit(number(), correcting("<2@x>", old.number()), WIDE, false)
                .notice()
                .orElseThrow();
        assertThatThrownBy(() -> notices.recallCorrected(correction)).isInstanceOf(IllegalArgumentException.class);
        assertThat(notices.find(old.number())).as("nobody approved it").contains(old);
        OfficialNotice approved = notices.advance(
                        correction, OfficialNoticeState.APPROVED, "lee@moe.gongmail.example", "")
                .orElseThrow();
        Optional<OfficialNotice> recalled = notices.recallCorrected(approved);
        assertThat(recalled.map(OfficialNotice::state)).contains(OfficialNoticeState.RECALLING);
        assertThat(notices.steps(old.number()))
                .extracting(NoticeStep::actor)
                .endsWith(sender.toString(), "lee@moe.gongmail.example");
        assertThat(notices.recallCorrected(approved)).as("again").isEqualTo(recalled);
        assertThat(notices.recallCorrected(old)).as("corrects none").isEmpty();
        assertThat(WORLD.registry.noticeArchive().verify(recalled.orElseThrow()))
                .isEmpty();
    }

    @Test
    void aRecallThatSomebodyAskedForIsConfirmedByTheCorrection() {
        OfficialNotice old = advanced(released("<1@x>"), OfficialNoticeState.RECALL_ASKED);
        OfficialNotice correction = advanced(
                notices.submit(number(), correcting("<2@x>", old.number()), WIDE, false)
                        .notice()
                        .orElseThrow(),
                OfficialNoticeState.APPROVED);
        OfficialNotice recalled = notices.recallCorrected(correction).orElseThrow();
        assertThat(recalled.state()).isEqualTo(OfficialNoticeState.RECALLING);
        assertThat(recalled.asker()).isEqualTo(old.asker());
    }

    @Test
    void whatIsDueComesByUrgencyThenByTime() {
        Instant now = World.NOW;
        NoticeNumber late = number();
        NoticeNumber early = number();
        NoticeNumber urgent = number();
        NoticeNumber later = number();
        notices.submit(late, draft("1", "x", NoticePriority.NORMAL, now.minusSeconds(1), Optional.empty()), WIDE, true);
        notices.submit(
                early, draft("2", "x", NoticePriority.NORMAL, now.minusSeconds(2), Optional.empty()), WIDE, true);
        notices.submit(urgent, draft("3", "x", NoticePriority.URGENT, now, Optional.empty()), WIDE, true);
        notices.submit(later, draft("4", "x", NoticePriority.URGENT, now.plusMillis(1), Optional.empty()), WIDE, true);
        assertThat(notices.due(OfficialNoticeState.APPROVED, 1_000).stream()
                        .filter(notice -> notice.agency().equals(agency))
                        .map(OfficialNotice::number))
                .containsExactly(urgent, early, late);
    }

    @Test
    void whatHasExpiredIsFound() {
        NoticeNumber over = number();
        NoticeNumber fresh = number();
        Instant now = World.NOW;
        notices.submit(over, draft("1", "x", NoticePriority.LOW, now, Optional.of(now)), WIDE, false);
        notices.submit(fresh, draft("2", "x", NoticePriority.LOW, now, Optional.of(now.plusMillis(1))), WIDE, false);
        assertThat(notices.over(OfficialNoticeState.SUBMITTED, 1_000))
                .extracting(OfficialNotice::number)
                .contains(over)
                .doesNotContain(fresh);
        assertThat(notices.find(over).orElseThrow().isOver(now)).isTrue();
        assertThat(notices.find(fresh).orElseThrow().isOver(now)).isFalse();
    }

    @Test
    void listsAreByState() {
        OfficialNotice submitted = submitted("<1@x>");
        OfficialNotice rejected = advanced(submitted("<2@x>"), OfficialNoticeState.REJECTED);
        assertThat(notices.list(Set.of(OfficialNoticeState.SUBMITTED), 1_000))
                .contains(submitted)
                .doesNotContain(rejected);
        assertThat(notices.list(Set.of(OfficialNoticeState.REJECTED, OfficialNoticeState.SUBMITTED), 1_000))
                .contains(submitted, rejected);
    }

    @ParameterizedTest
    @EnumSource
    void aStateThatIsFinalLeadsNowhere(OfficialNoticeState state) {
        for (OfficialNoticeState next : OfficialNoticeState.values()) {
            assertThat(state.isFinal() && state.mayBecome(next)).isFalse();
            assertThat(next == OfficialNoticeState.SUBMITTED && state.mayBecome(next))
                    .isFalse();
        }
    }
}
