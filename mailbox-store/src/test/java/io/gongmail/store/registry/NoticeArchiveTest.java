package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.registry.NoticeAcceptance.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of a notice shows when it was changed, and goes with a line in the trail. */
class NoticeArchiveTest {
    private static final World WORLD = World.shared();
    private static final Limits WIDE = new Limits(Duration.ofDays(1), 1_000, 1_000);
    private static final List<Address> MEMBERS = List.of(World.address(1), World.address(2));
    private static final String REVIEWER = "kim@moe.gongmail.example";

    private final OfficialNotices notices = WORLD.registry.notices();
    private final NoticeArchive archive = WORLD.registry.noticeArchive();
    private final String agency = "NAR-" + World.number();
    private OfficialNotice notice;

    @BeforeEach
    void aNoticeThatIsOut() {
        WORLD.registry.agencies().put(new Agency(agency, "기관", Set.of()), "test");
        notice = submitted();
        advance(OfficialNoticeState.APPROVED, "확인".repeat(200));
        advance(OfficialNoticeState.RELEASING, "");
        advance(OfficialNoticeState.RELEASED, "");
        assertThat(archive.verify(notice)).isEmpty();
    }

    private OfficialNotice submitted() {
        NoticeNumber number = new NoticeNumber(UUID.randomUUID());
        NoticeDraft draft = new NoticeDraft(
                World.address(World.number()),
                Address.of("notice@moe.gongmail.example"),
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
        return notices.submit(number, draft, WIDE, false).notice().orElseThrow();
    }

    private void advance(OfficialNoticeState to, String reason) {
        notice = notices.advance(notice, to, REVIEWER, reason).orElseThrow();
    }

    private Optional<String> verified() {
        return archive.verify(notices.find(notice.number()).orElseThrow());
    }

    private void sql(String statement) {
        assertThat(WORLD.sql(statement.replace("NUMBER", "'" + notice.number() + "'")))
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "step 1; UPDATE official_notice SET audience = 'all' WHERE id = NUMBER",
                "step 1; UPDATE official_notice SET members_sha256 = content_sha256 WHERE id = NUMBER",
                "step 2; UPDATE official_notice_step SET actor = 'lee@moe.gongmail.example' WHERE notice = NUMBER AND version = 2",
                // Beyond what an event holds of it.
                "step 2; UPDATE official_notice_step SET reason = reason || 'x' WHERE notice = NUMBER AND version = 2",
                "step 3; UPDATE official_notice_step SET happened = happened + 1 WHERE notice = NUMBER AND version = 3",
                "step 2; DELETE FROM official_notice_step WHERE notice = NUMBER AND version = 2",
                "step 4; DELETE FROM official_notice_step WHERE notice = NUMBER AND version = 4",
                "step 3; UPDATE official_notice_step SET hash = NULL WHERE notice = NUMBER AND version = 3",
                "step 5; UPDATE official_notice SET state = 'RECALLED' WHERE id = NUMBER",
                "members; DELETE FROM official_notice_members WHERE notice = NUMBER"
            })
    void theFirstLinkThatDoesNotHoldIsTold(String link, String change) {
        sql(change);
        assertThat(verified()).contains(link);
    }

    @Test
    void aChainThatWasWrittenAnewIsNotTheOneInTheTrail() {
        NoticeLink last = archive.links(notice.number()).get(3);
        // What somebody writes who knows how it is made.
        Instant at = last.step().at().plusSeconds(60);
        NoticeStep forged = new NoticeStep(
                4, last.step().from(), last.step().to(), last.step().actor(), at, "");
        String before = archive.links(notice.number()).get(2).hash();
        String hash = AuditChain.hash(before, 4, at, NoticeChain.event(notice, forged));
        sql("UPDATE official_notice_step SET happened = " + at.toEpochMilli() + ", hash = '" + hash
                + "' WHERE notice = NUMBER AND version = 4");
        assertThat(NoticeChain.broken(notice, archive.links(notice.number()))).isEmpty();
        assertThat(verified()).contains("audit entry " + last.auditNumber().getAsLong());
    }

    @Test
    void stepsOfBeforeThereWereChainsComeFirstAndAreTakenAsTheyAre() {
        OfficialNotice old = submitted();
        WORLD.sql("UPDATE official_notice_step SET hash = NULL, audit_number = NULL WHERE notice = '" + old.number()
                + "'");
        assertThat(archive.verify(old)).isEmpty();
        OfficialNotice approved =
                notices.advance(old, OfficialNoticeState.APPROVED, REVIEWER, "").orElseThrow();
        assertThat(archive.verify(approved)).isEmpty();
        // From then on they are held by what follows.
        WORLD.sql("UPDATE official_notice_step SET reason = 'x' WHERE version = 1 AND notice = '" + old.number() + "'");
        WORLD.sql("UPDATE official_notice_step SET actor = 'lee@moe.gongmail.example' WHERE version = 1 AND notice = '"
                + old.number() + "'");
        assertThat(archive.verify(approved)).contains("step 2");
    }

    @Test
    void whatIsErasedLeavesItsLastHashInTheTrail() {
        String last = archive.links(notice.number()).get(3).hash();
        assertThat(archive.erase(notice, "retention")).isTrue();
        AuditEvent event = WORLD.lastEntry().event();
        assertThat(event.code()).isEqualTo("notice.erased");
        assertThat(event.subject()).isEqualTo(notice.number().toString());
        assertThat(event.facts()).containsEntry("chain", last).containsEntry("steps", "4");
        assertThat(notices.find(notice.number())).isEmpty();
        assertThat(archive.links(notice.number())).isEmpty();
        assertThat(notices.members(notice.number())).isEmpty();
        assertThat(archive.erase(notice, "retention")).isFalse();
    }

    @Test
    void aNoticeThatWentOnMeanwhileIsNotErased() {
        OfficialNotice shown = notice;
        advance(OfficialNoticeState.RECALL_ASKED, "");
        assertThat(archive.erase(shown, "retention")).isFalse();
        assertThat(verified()).isEmpty();
    }

    @Test
    void theTimeOfANoticeCountsFromItsLastStep() {
        Set<OfficialNoticeState> all = EnumSet.allOf(OfficialNoticeState.class);
        Instant later = World.NOW.plusMillis(1);
        sql("UPDATE official_notice SET submitted = 0 WHERE id = NUMBER");
        sql("UPDATE official_notice_step SET happened = 5 WHERE version < 4 AND notice = NUMBER");
        assertThat(archive.before(later, all, 1_000))
                .extracting(OfficialNotice::number)
                .contains(notice.number());
        assertThat(archive.before(World.NOW, all, 1_000))
                .extracting(OfficialNotice::number)
                .doesNotContain(notice.number());
        assertThat(archive.before(later, Set.of(OfficialNoticeState.RECALLED), 1_000))
                .extracting(OfficialNotice::number)
                .doesNotContain(notice.number());
    }
}
