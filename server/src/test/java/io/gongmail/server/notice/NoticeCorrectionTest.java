package io.gongmail.server.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gongmail.server.notice.posting.NoticeDelivery;
import io.gongmail.server.notice.report.NoticeFacts;
import io.gongmail.server.notice.report.NoticeSums;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.StoreException;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEntry;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticeStep;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A correction: who may write one, that it takes two, that it takes the other one's place for everybody, and what is told of it. */
class NoticeCorrectionTest {
    private Noticeboard board;
    private NoticeReview review;
    private NoticeNumber old;

    @BeforeEach
    void open() throws Exception {
        board = new Noticeboard();
        review = new NoticeReview(board.server.registry());
        board.server.registry().accounts().grant(Address.of(board.kim.address()), Role.ADMINISTRATOR, "test");
        old = board.out();
    }

    @AfterEach
    void close() {
        board.close();
    }

    private NoticeNumber correction() throws Exception {
        return board.handedIn("X-Gongmail-Corrects: " + old);
    }

    private static String came(Ruling<?> ruling) {
        return ruling.fold(granted -> "granted", Ruling.Refused::code);
    }

    private void approved(NoticeNumber number) {
        assertThat(came(review.approve(number, Address.of(board.kim.address()), "맞음")))
                .isEqualTo("granted");
    }

    private OfficialNoticeState state(NoticeNumber number) {
        return board.notice(number).state();
    }

    @Test
    void whoHadReadItGetsItMarkedAndEverybodyElseInItsPlace() throws Exception {
        board.look(board.hong);
        board.read(board.hong);
        board.look(board.kim);
        NoticeNumber correction = correction();
        approved(correction);
        board.runner.run();

        assertThat(state(correction)).isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(state(old)).isEqualTo(OfficialNoticeState.RECALLED);
        String messageId = board.server.registry().notices().messageId(old);
        List<String> hong = board.all(board.hong);
        assertThat(hong).hasSize(2);
        assertThat(hong.get(1))
                .contains("In-Reply-To: " + messageId + "\r\n")
                .contains("References: " + messageId + "\r\n")
                .contains("X-Gongmail-Corrects: " + old + "\r\n")
                .contains("\r\nSubject: =?UTF-8?B?7KCV7KCVIC8gQ29ycmVjdGlvbjog")
                .endsWith("\r\n\r\nto all\r\n");
        assertThat(board.all(board.kim))
                .as("in the place of the other one")
                .singleElement()
                .satisfies(plain -> assertThat(plain)
                        .doesNotContain("In-Reply-To")
                        .contains("\r\nSubject: =?UTF-8?B?7KCE7IKw66edIOygkOqygA==?="));
        assertThat(board.all(board.lee)).as("who had not looked yet").hasSize(1);
        board.settled(correction);
        board.settled(old);
        assertThat(board.all(board.lee)).hasSize(1);
    }

    @Test
    @Adversary("a notice, or its recall, by one person alone")
    void aCorrectionTakesTwoWhateverPolicySays() throws Exception {
        NoticeNumber correction = correction();
        board.runner.run();
        assertThat(state(correction)).as("here nobody has to approve others").isEqualTo(OfficialNoticeState.SUBMITTED);
        assertThat(state(old)).isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(board.all(board.lee)).hasSize(1);
        board.server.registry().accounts().grant(Address.of(board.press.address()), Role.REVIEWER, "test");
        assertThat(came(review.approve(correction, Address.of(board.press.address()), "")))
                .as("in whose name it is")
                .isEqualTo("G-948");
        assertThat(state(old)).isEqualTo(OfficialNoticeState.RELEASED);
    }

    @Test
    void theRecordOfBothTellsWhoItWasAndWhichTookWhosePlace() throws Exception {
        NoticeNumber correction = correction();
        approved(correction);
        long before = board.server.registry().audit().lastNumber();
        board.runner.run();

        assertThat(board.server.registry().notices().steps(old))
                .filteredOn(step -> step.to().name().startsWith("RECALL"))
                .extracting(NoticeStep::to, NoticeStep::actor, NoticeStep::reason)
                .containsExactly(
                        tuple(
                                OfficialNoticeState.RECALL_ASKED,
                                board.notice(correction).sender().toString(),
                                "corrected by " + correction),
                        tuple(OfficialNoticeState.RECALLING, board.kim.address(), "corrected by " + correction),
                        tuple(OfficialNoticeState.RECALLED, "server", ""));
        assertThat(board.server.registry().audit().list(before + 1, 100))
                .extracting(AuditEntry::event)
                .filteredOn(event -> event.subject().equals(old.toString()))
                .anySatisfy(event -> {
                    assertThat(event.code()).isEqualTo("notice.recalling");
                    assertThat(event.facts()).containsEntry("reason", "corrected by " + correction);
                });
        assertThat(board.server.registry().audit().list(1, 1_000))
                .extracting(AuditEntry::event)
                .filteredOn(event -> event.subject().equals(correction.toString())
                        && event.code().equals("notice.submitted"))
                .singleElement()
                .satisfies(event -> assertThat(event.facts()).containsEntry("corrects", old.toString()));
        assertThat(board.notice(old).asker()).contains(board.notice(correction).sender());
        assertThat(board.server.registry().noticeArchive().verify(board.notice(correction)))
                .isEmpty();
    }

    @Test
    void reportsOfBothTellHowManyHadWhich() throws Exception {
        board.look(board.hong);
        board.read(board.hong);
        board.look(board.kim);
        assertThat(board.reports.of(old).orElseThrow().corrections()).isEmpty();
        NoticeNumber correction = correction();
        assertThat(board.reports.anew(old).orElseThrow().corrections())
                .as("it waits")
                .isEmpty();
        approved(correction);
        board.runner.run();
        board.settled(old);
        board.settled(correction);
        NoticeSums.Correction told = new NoticeSums.Correction(old, correction, 2, 1);
        assertThat(board.reports.anew(old).orElseThrow().corrections()).containsExactly(told);
        NoticeSums sums = board.reports.anew(correction).orElseThrow();
        assertThat(sums.corrections()).containsExactly(told);
        assertThat(sums.all().delivered()).isEqualTo(3);
        assertThat(NoticeFacts.of(sums).get("corrections"))
                .isEqualTo(List.of(Map.of(
                        "corrected",
                        old.toString(),
                        "correction",
                        correction.toString(),
                        "takenUnread",
                        2,
                        "hadRead",
                        1)));
    }

    /** What was written down and not done is done by the next round, in whatever place the server was killed. */
    @Test
    void itGoesOnWhereAStopCame() throws Exception {
        board.look(board.hong);
        board.read(board.hong);
        NoticeNumber correction = correction();
        approved(correction);
        board.advance(correction, OfficialNoticeState.RELEASING);
        assertThat(board.server.registry().notices().recallCorrected(board.notice(correction)))
                .as("and then a stop")
                .isPresent();
        board.runner.run();
        assertThat(state(correction)).isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(state(old)).isEqualTo(OfficialNoticeState.RECALLED);
        assertThat(board.all(board.hong)).hasSize(2);
        assertThat(board.all(board.lee)).hasSize(1);
    }

    @Test
    void aStopAfterItIsWithWhoDeliversItLeavesOnlyWhatIsToBeNoted() throws Exception {
        NoticeNumber correction = correction();
        approved(correction);
        NoticeDelivery stops = new NoticeDelivery() {
            @Override
            public void post(Posting posting) {
                board.delivery.post(posting);
                throw new StoreException(StoreException.Kind.BUSY, "killed", null);
            }

            @Override
            public Optional<Counts> counts(NoticeNumber number) {
                return board.delivery.counts(number);
            }

            @Override
            public void recall(NoticeNumber number) {
                throw new StoreException(StoreException.Kind.BUSY, "killed", null);
            }
        };
        new NoticeRunner(board.server.registry().notices(), stops, board.server.mail(), Noticeboard.CLOCK).run();
        assertThat(state(correction)).isEqualTo(OfficialNoticeState.RELEASING);
        assertThat(state(old)).isEqualTo(OfficialNoticeState.RECALLING);
        assertThat(board.all(board.lee)).as("the new one and not the old one").hasSize(1);
        board.runner.run();
        assertThat(state(correction)).isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(state(old)).isEqualTo(OfficialNoticeState.RECALLED);
        assertThat(board.all(board.lee)).hasSize(1);
    }

    @Test
    void whatIsGivenBackOrDecidedAgainstRecallsNothing() throws Exception {
        NoticeNumber correction = correction();
        assertThat(came(review.reject(correction, Address.of(board.kim.address()), "no")))
                .isEqualTo("granted");
        board.runner.run();
        assertThat(state(old)).isEqualTo(OfficialNoticeState.RELEASED);
        assertThat(came(board.handing("X-Gongmail-Corrects: " + old)))
                .as("another may be written then")
                .isEqualTo("granted");
    }

    @Test
    void onlyWhatTheAgencySentIsOutAndHasNoCorrectionIsCorrected() throws Exception {
        assertThat(came(board.handing("X-Gongmail-Corrects: x"))).isEqualTo("G-990");
        assertThat(came(board.handing("X-Gongmail-Corrects: " + UUID.randomUUID())))
                .isEqualTo("G-990");
        NoticeNumber waits = correction();
        assertThat(came(board.handing("X-Gongmail-Corrects: " + waits))).isEqualTo("G-991");
        assertThat(came(board.handing("X-Gongmail-Corrects: " + old))).isEqualTo("G-992");
        assertThat(came(board.handing("X-Gongmail-Corrects: " + old, "X-Gongmail-Corrects: " + old)))
                .isEqualTo("G-946");
        board.server.sql("UPDATE official_notice SET agency = '" + Noticeboard.SCHOOLS + "' WHERE id = '" + old + "'");
        assertThat(came(board.handing("X-Gongmail-Corrects: " + old)))
                .as("another agency's")
                .isEqualTo("G-990");
    }

    @Test
    void itGoesToWhomTheOtherOneWent() throws Exception {
        board.server.sql("UPDATE official_notice SET audience = 'others' WHERE id = '" + old + "'");
        assertThat(came(board.handing("X-Gongmail-Corrects: " + old))).isEqualTo("G-993");
        board.server.sql("UPDATE official_notice SET audience = 'board' WHERE id = '" + old + "'");
        NoticeNumber correction = correction();
        assertThat(board.server.registry().notices().members(correction))
                .isEqualTo(board.server.registry().notices().members(old));
    }
}
