package io.gongmail.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Ruling.Refused;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.NoticeAcceptance.Limits;
import io.gongmail.store.registry.NoticeDraft;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticePriority;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who decides on notices, and that it takes two. */
class NoticeReviewTest {
    private static final TestServer SERVER = TestServer.shared();
    private static final Registry REGISTRY = SERVER.registry();
    private static final String ELSEWHERE = "REV-ELSEWHERE";
    private static final Limits WIDE = new Limits(Duration.ofDays(1), 10_000, 10_000);

    private static Address sender;
    private static Address reviewer;
    private static Address second;
    private static Address nobody;

    private final NoticeReview review = new NoticeReview(REGISTRY);

    @BeforeAll
    static void people() {
        sender = person("review-sender", Role.REVIEWER);
        reviewer = person("review-one", Role.REVIEWER);
        second = person("review-two", Role.ADMINISTRATOR);
        nobody = Address.of(SERVER.person("review-nobody").address());
        REGISTRY.agencies().put(new Agency(ELSEWHERE, "다른 곳", Set.of()), "test");
    }

    private static Address person(String name, Role role) {
        Address address = Address.of(SERVER.person(name).address());
        REGISTRY.accounts().grant(address, role, "test");
        return address;
    }

    private static NoticeNumber submitted() {
        NoticeNumber number = new NoticeNumber(UUID.randomUUID());
        REGISTRY.notices()
                .submit(
                        number,
                        new NoticeDraft(
                                sender,
                                Address.of("notice@" + TestServer.DOMAIN),
                                TestServer.MINISTRY,
                                number.toString(),
                                "0".repeat(64),
                                "s",
                                "all",
                                List.of(nobody),
                                1,
                                "INBOX",
                                NoticePriority.NORMAL,
                                false,
                                "",
                                // So that no runner takes it.
                                Instant.now().plus(Duration.ofDays(1)),
                                Optional.empty()),
                        WIDE,
                        false);
        return number;
    }

    private static NoticeNumber in(OfficialNoticeState... states) {
        NoticeNumber number = submitted();
        for (OfficialNoticeState state : states) {
            OfficialNotice notice = REGISTRY.notices().find(number).orElseThrow();
            assertThat(REGISTRY.notices().advance(notice, state, "test", "")).isPresent();
        }
        return number;
    }

    private static NoticeNumber released() {
        return in(OfficialNoticeState.APPROVED, OfficialNoticeState.RELEASING, OfficialNoticeState.RELEASED);
    }

    private static String came(Ruling<OfficialNotice> ruling) {
        return ruling.fold(notice -> notice.state().name(), Refused::code);
    }

    @Test
    void aSecondPersonDecides() {
        assertThat(came(review.approve(submitted(), reviewer, "확인"))).isEqualTo("APPROVED");
        assertThat(came(review.giveBack(submitted(), second, "고칠 것"))).isEqualTo("RETURNED");
        NoticeNumber approved = in(OfficialNoticeState.APPROVED);
        assertThat(came(review.reject(approved, reviewer, "다시 생각함"))).isEqualTo("REJECTED");
        assertThat(REGISTRY.notices().steps(approved)).last().satisfies(step -> {
            assertThat(step.actor()).isEqualTo(reviewer.toString());
            assertThat(step.reason()).isEqualTo("다시 생각함");
        });
    }

    @Test
    @Adversary("a notice, or its recall, by one person alone")
    void nobodyDecidesOnTheirOwn() {
        NoticeNumber number = submitted();
        assertThat(came(review.approve(number, sender, ""))).isEqualTo("G-948");
        assertThat(came(review.giveBack(number, sender, "x"))).isEqualTo("G-948");
        assertThat(REGISTRY.notices().find(number).orElseThrow().state()).isEqualTo(OfficialNoticeState.SUBMITTED);
    }

    @Test
    void onlyActiveReviewersOfTheAgencyAndAdministratorsDecide() {
        NoticeNumber number = submitted();
        assertThat(came(review.approve(number, nobody, ""))).isEqualTo("G-950");
        assertThat(came(review.approve(number, Address.of("none@" + TestServer.DOMAIN), "")))
                .isEqualTo("G-950");
        Address suspended = person("review-suspended", Role.REVIEWER);
        REGISTRY.accounts().suspend(suspended, "test", "x");
        assertThat(came(review.approve(number, suspended, ""))).isEqualTo("G-950");
        TestPerson other = SERVER.person("review-elsewhere");
        SERVER.worksAt(other, ELSEWHERE);
        REGISTRY.accounts().grant(Address.of(other.address()), Role.REVIEWER, "test");
        assertThat(came(review.approve(number, Address.of(other.address()), "")))
                .isEqualTo("G-950");
        assertThat(came(review.approve(new NoticeNumber(UUID.randomUUID()), reviewer, "")))
                .isEqualTo("G-947");
    }

    @Test
    void whatIsDecidedIsNotDecidedAgain() {
        NoticeNumber number = in(OfficialNoticeState.REJECTED);
        assertThat(came(review.approve(number, reviewer, ""))).isEqualTo("G-949");
        assertThat(came(review.approve(in(OfficialNoticeState.APPROVED), reviewer, "")))
                .isEqualTo("G-949");
        NoticeNumber going = in(OfficialNoticeState.APPROVED, OfficialNoticeState.RELEASING);
        assertThat(came(review.giveBack(going, reviewer, "x")))
                .as("it is being handed over")
                .isEqualTo("G-949");
    }

    @Test
    @Adversary("a notice, or its recall, by one person alone")
    void aRecallTakesTwo() {
        NoticeNumber number = released();
        assertThat(came(review.recall(number, nobody, "x"))).isEqualTo("G-950");
        assertThat(came(review.recall(number, reviewer, "틀린 내용"))).isEqualTo("RECALL_ASKED");
        assertThat(came(review.recall(number, reviewer, "틀린 내용"))).isEqualTo("G-951");
        assertThat(came(review.recall(number, nobody, "x"))).isEqualTo("G-950");
        assertThat(came(review.recall(number, second, "맞음"))).isEqualTo("RECALLING");
        assertThat(came(review.recall(number, second, "x"))).isEqualTo("G-949");
    }

    @Test
    void whoSentItMayAskForItsRecallAndAnotherConfirms() {
        NoticeNumber number = released();
        assertThat(came(review.recall(number, sender, "잘못 보냄"))).isEqualTo("RECALL_ASKED");
        assertThat(came(review.recall(number, reviewer, "맞음"))).isEqualTo("RECALLING");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"SUBMITTED", "APPROVED", "RETURNED"},
            mode = EnumSource.Mode.INCLUDE)
    void whatHasNotGoneIsNotRecalled(OfficialNoticeState state) {
        NoticeNumber number = state == OfficialNoticeState.SUBMITTED ? submitted() : in(state);
        assertThat(came(review.recall(number, reviewer, "x"))).isEqualTo("G-949");
    }
}
