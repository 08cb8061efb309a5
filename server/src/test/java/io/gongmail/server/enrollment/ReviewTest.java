package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.PROVISIONED;
import static io.gongmail.store.registry.ApplicationState.SUBMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.AuditEntry;
import io.gongmail.store.registry.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who decides, and never on their own. */
class ReviewTest {
    private static final Office OFFICE = Office.shared();

    /** The three ways to decide. */
    enum Decide {
        APPROVE {
            @Override
            Ruling<? extends Application> by(ApplicationId id, Address who, String reason) {
                return OFFICE.review.approve(id, who, reason);
            }
        },
        GIVE_BACK {
            @Override
            Ruling<? extends Application> by(ApplicationId id, Address who, String reason) {
                return OFFICE.review.giveBack(id, who, reason);
            }
        },
        REJECT {
            @Override
            Ruling<? extends Application> by(ApplicationId id, Address who, String reason) {
                return OFFICE.review.reject(id, who, reason);
            }
        };

        abstract Ruling<? extends Application> by(ApplicationId id, Address who, String reason);
    }

    @ParameterizedTest
    @EnumSource
    void aDecisionStandsInTheApplicationAndInTheAuditTrail(Decide decide) {
        Person person = OFFICE.in(SUBMITTED);
        done(decide.by(person.id(), OFFICE.reviewer(), "확인함"));
        assertThat(OFFICE.find(person)).isInstanceOfSatisfying(Application.Decided.class, decided -> {
            assertThat(decided.decision().decider()).isEqualTo(OFFICE.reviewer().toString());
            assertThat(decided.decision().reason()).isEqualTo("확인함");
        });
        AuditEntry last = OFFICE.registry
                .audit()
                .list(OFFICE.registry.audit().lastNumber(), 1)
                .get(0);
        assertThat(last.event().subject()).isEqualTo(person.id().toString());
        assertThat(last.event().actor()).isEqualTo(OFFICE.reviewer().toString());
        assertThat(last.event().code()).isIn("application.approved", "application.returned", "application.rejected");
    }

    @ParameterizedTest
    @EnumSource
    void onlyAnActiveReviewerDecides(Decide decide) {
        Person person = OFFICE.in(SUBMITTED);
        Address plain = Address.of(Office.freshAddress());
        Address administrator = Address.of(Office.freshAddress());
        Address suspended = Address.of(Office.freshAddress());
        Address closed = Address.of(Office.freshAddress());
        OFFICE.account(plain, Set.of());
        OFFICE.account(administrator, Set.of(Role.ADMINISTRATOR));
        OFFICE.account(suspended, Set.of(Role.REVIEWER));
        OFFICE.registry.accounts().suspend(suspended, "test", "");
        OFFICE.account(closed, Set.of(Role.REVIEWER));
        OFFICE.registry.accounts().close(closed, "test", "");
        for (Address who : List.of(plain, administrator, suspended, closed, Address.of("nobody@" + Office.DOMAIN))) {
            assertThat(code(decide.by(person.id(), who, "x")))
                    .as(who.toString())
                    .isEqualTo("G-341");
        }
        assertThat(OFFICE.find(person).state()).isEqualTo(SUBMITTED);
    }

    @ParameterizedTest
    @EnumSource
    void nobodyDecidesOnAnApplicationOfThePersonTheyWereVerifiedToBe(Decide decide) {
        String ci = "CI-OF-" + Office.freshAddress();
        Person reviewer = OFFICE.verifiedAs(ci);
        done(OFFICE.provisioning.provision(done(OFFICE.review.approve(reviewer.id(), OFFICE.reviewer(), ""))));
        OFFICE.registry.accounts().grant(reviewer.address(), Role.REVIEWER, "test");

        Person second = OFFICE.verifiedAs(ci);
        assertThat(code(decide.by(second.id(), reviewer.address(), "x"))).isEqualTo("G-342");
        assertThat(OFFICE.find(second).state()).isEqualTo(SUBMITTED);
        assertThat(code(decide.by(second.id(), OFFICE.reviewer(), "x"))).isEqualTo("done");
    }

    @Test
    void nobodyDecidesOnAnApplicationForTheirOwnAddress() {
        Person person = OFFICE.in(SUBMITTED);
        OFFICE.account(person.address(), Set.of(Role.REVIEWER));
        for (Decide decide : Decide.values()) {
            assertThat(code(decide.by(person.id(), person.address(), "x"))).isEqualTo("G-342");
        }
    }

    @Test
    void nobodyDecidesOnAnApplicationWithTheirOwnCertificate() {
        Person first = OFFICE.in(SUBMITTED);
        Person second = OFFICE.in(SUBMITTED, first.certificate(), Office.wish(Office.freshAddress()));
        done(OFFICE.provisioning.provision(done(OFFICE.review.approve(first.id(), OFFICE.reviewer(), ""))));
        OFFICE.registry.accounts().grant(first.address(), Role.REVIEWER, "test");
        for (Decide decide : Decide.values()) {
            assertThat(code(decide.by(second.id(), first.address(), "x"))).isEqualTo("G-342");
        }
    }

    @Test
    void aSecondCertificateOfTheSameKeyIsOnesOwnToo() throws Exception {
        Person first = OFFICE.in(PROVISIONED);
        OFFICE.registry.accounts().grant(first.address(), Role.REVIEWER, "test");
        Issued renewed = OFFICE.authority.renewed(first.certificate(), "교육부", "001홍길동777");
        Person second = OFFICE.in(SUBMITTED, renewed, Office.wish(Office.freshAddress()));
        assertThat(code(OFFICE.review.approve(second.id(), first.address(), "")))
                .isEqualTo("G-342");
    }

    @Test
    void givingBackAndRejectingNeedAReason() {
        Person person = OFFICE.in(SUBMITTED);
        assertThat(code(OFFICE.review.giveBack(person.id(), OFFICE.reviewer(), " ")))
                .isEqualTo("G-343");
        assertThat(code(OFFICE.review.reject(person.id(), OFFICE.reviewer(), "")))
                .isEqualTo("G-343");
        assertThat(OFFICE.find(person).state()).isEqualTo(SUBMITTED);
    }

    @ParameterizedTest
    @EnumSource
    void aReasonIsOneLineOfAtMost500Characters(Decide decide) {
        Person person = OFFICE.in(SUBMITTED);
        assertThat(code(decide.by(person.id(), OFFICE.reviewer(), "a\nb"))).isEqualTo("G-334");
        assertThat(code(decide.by(person.id(), OFFICE.reviewer(), "a".repeat(501))))
                .isEqualTo("G-334");
        assertThat(code(decide.by(person.id(), OFFICE.reviewer(), "a".repeat(500))))
                .isEqualTo("done");
    }

    @Test
    void whatWasApprovedForAnotherIsToldAsTaken() {
        Person first = OFFICE.in(SUBMITTED);
        Person sameAddress = OFFICE.in(SUBMITTED, OFFICE.certificate(), first.wish());
        Person sameCertificate = OFFICE.in(SUBMITTED, first.certificate(), Office.wish(Office.freshAddress()));
        done(OFFICE.review.approve(first.id(), OFFICE.reviewer(), ""));
        assertThat(code(OFFICE.review.approve(sameAddress.id(), OFFICE.reviewer(), "")))
                .isEqualTo("G-333");
        assertThat(code(OFFICE.review.approve(sameCertificate.id(), OFFICE.reviewer(), "")))
                .isEqualTo("G-324");
        done(OFFICE.review.giveBack(sameAddress.id(), OFFICE.reviewer(), "주소 중복"));
    }

    @RepeatedTest(3)
    void ofTwoReviewersAtOnceOneDecides() throws Exception {
        Person person = OFFICE.in(SUBMITTED);
        Address reviewer = OFFICE.reviewer();
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<String>> decided = new ArrayList<>();
            for (Decide decide : List.of(Decide.APPROVE, Decide.REJECT)) {
                decided.add(threads.submit(() -> {
                    start.await();
                    return code(decide.by(person.id(), reviewer, "x"));
                }));
            }
            // Late: it reads the new state. Later still: the registry tells that it was overtaken.
            assertThat(List.of(decided.get(0).get(), decided.get(1).get()))
                    .containsOnlyOnce("done")
                    .allMatch(code -> Set.of("done", "G-302", "G-303").contains(code));
            assertThat(OFFICE.registry.applications().history(person.id())).hasSize(5);
        } finally {
            threads.shutdownNow();
        }
    }
}
