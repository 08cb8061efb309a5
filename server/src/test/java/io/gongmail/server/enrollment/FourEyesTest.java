package io.gongmail.server.enrollment;

import static io.gongmail.server.enrollment.Office.code;
import static io.gongmail.server.enrollment.Office.done;
import static io.gongmail.store.registry.ApplicationState.APPROVED;
import static io.gongmail.store.registry.ApplicationState.REJECTED;
import static io.gongmail.store.registry.ApplicationState.SUBMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.enrollment.Office.Person;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.FirstApproval;
import io.gongmail.store.registry.HistoryEntry;
import io.gongmail.store.registry.Role;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever speaks for an agency is approved by two different people. */
class FourEyesTest {
    private static final Office OFFICE = Office.shared();

    private static Person representative(Office office) {
        try {
            return office.in(
                    SUBMITTED,
                    office.authority.agency("교육부", "교육부" + Office.freshAddress().hashCode()),
                    new Enrollment.Wish(AccountType.AGENCY_REPRESENTATIVE, Office.AGENCY, "대표", Office.freshAddress()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Address reviewer(Office office) {
        Address address = Address.of(Office.freshAddress());
        office.account(address, Set.of(Role.REVIEWER));
        return address;
    }

    private final Person person = representative(OFFICE);
    private final Address one = reviewer(OFFICE);
    private final Address two = reviewer(OFFICE);

    private String approves(Address reviewer) {
        return code(OFFICE.review.approve(person.id(), reviewer, "확인함"));
    }

    @Test
    void theFirstApprovalIsRecordedAndShownAndTheSecondDecides() {
        assertThat(approves(one)).isEqualTo("G-347");
        assertThat(OFFICE.find(person).state()).isEqualTo(SUBMITTED);
        assertThat(done(OFFICE.review.dossier(person.id(), two)).first()).get().satisfies(first -> {
            assertThat(first.reviewer()).isEqualTo(one);
            assertThat(first.reason()).isEqualTo("확인함");
        });
        assertThat(approves(two)).isEqualTo("done");
        assertThat(OFFICE.find(person))
                .isInstanceOfSatisfying(
                        Application.Approved.class,
                        approved -> assertThat(approved.decision().decider()).isEqualTo(two.toString()));
        assertThat(OFFICE.registry.applications().history(person.id()))
                .extracting(HistoryEntry::actor)
                .endsWith(one.toString(), two.toString());
    }

    @Test
    void oneReviewerDoesNotGiveBoth() {
        approves(one);
        assertThat(approves(one)).isEqualTo("G-348");
        assertThat(OFFICE.find(person).state()).isEqualTo(SUBMITTED);
    }

    @Test
    void twoAccountsOfOnePersonAreOneReviewer() {
        String ci = "CI-OF-" + Office.freshAddress();
        Address first = accountOf(ci);
        Address second = accountOf(ci);
        assertThat(approves(first)).isEqualTo("G-347");
        assertThat(approves(second)).isEqualTo("G-348");
        assertThat(approves(accountOf("CI-OF-" + Office.freshAddress()))).isEqualTo("done");
    }

    private static Address accountOf(String ci) {
        Person applied = OFFICE.verifiedAs(ci);
        done(OFFICE.provisioning.provision(done(OFFICE.review.approve(applied.id(), OFFICE.reviewer(), ""))));
        OFFICE.registry.accounts().grant(applied.address(), Role.REVIEWER, "test");
        return applied.address();
    }

    @Test
    void nobodyApprovesTheirOwnNeitherFirstNorSecond() {
        OFFICE.account(person.address(), Set.of(Role.REVIEWER));
        assertThat(approves(person.address())).isEqualTo("G-342");
        assertThat(approves(one)).isEqualTo("G-347");
        assertThat(approves(person.address())).isEqualTo("G-342");
        assertThat(OFFICE.find(person).state()).isEqualTo(SUBMITTED);
    }

    @Test
    void theApprovalOfWhoReviewsNoMoreDoesNotCount() {
        approves(one);
        OFFICE.registry.accounts().withdraw(one, Role.REVIEWER, "test");
        assertThat(done(OFFICE.review.dossier(person.id(), two)).first()).isEmpty();
        assertThat(approves(two)).isEqualTo("G-347");
        assertThat(OFFICE.registry.queue().first(person.id()))
                .get()
                .extracting(FirstApproval::reviewer)
                .isEqualTo(two);
        assertThat(approves(reviewer(OFFICE))).isEqualTo("done");
    }

    @Test
    void oneIsEnoughToGiveBackOrReject() {
        approves(one);
        assertThat(code(OFFICE.review.reject(person.id(), two, "재직 아님"))).isEqualTo("done");
        assertThat(OFFICE.find(person).state()).isEqualTo(REJECTED);
    }

    @Test
    void whatWouldComeOfItIsToldWithoutDoingIt() {
        assertThat(code(OFFICE.review.tried(person.id(), one))).isEqualTo("G-347");
        assertThat(OFFICE.registry.queue().first(person.id())).isEmpty();
        approves(one);
        assertThat(code(OFFICE.review.tried(person.id(), one))).isEqualTo("G-348");
        assertThat(code(OFFICE.review.tried(person.id(), two))).isEqualTo("done");
        assertThat(OFFICE.find(person).state()).isEqualTo(SUBMITTED);
    }

    @Test
    void aStopBetweenTheTwoChangesNothing(@TempDir Path folder) {
        Person applied;
        Address second;
        try (Office before = Office.open(folder)) {
            applied = representative(before);
            second = reviewer(before);
            assertThat(code(before.review.approve(applied.id(), reviewer(before), "")))
                    .isEqualTo("G-347");
        }
        try (Office after = Office.open(folder)) {
            assertThat(after.find(applied).state()).isEqualTo(SUBMITTED);
            done(after.provisioning.provision(done(after.review.approve(applied.id(), second, ""))));
            assertThat(after.registry.accounts().find(applied.address())).isPresent();
        }
    }

    @RepeatedTest(3)
    void ofThreeAtOnceNoneDecidesAlone() throws Exception {
        Address three = reviewer(OFFICE);
        List<String> codes = atOnce(() -> approves(one), () -> approves(two), () -> approves(three));
        // One is the first; whoever comes while it is recorded is told to look again.
        assertThat(codes).containsOnlyOnce("G-347").allMatch(Set.of("G-347", "G-303", "G-302", "done")::contains);
        assertThat(codes.stream().filter("done"::equals).count()).isLessThanOrEqualTo(1);
        long decided = codes.stream().filter("done"::equals).count();
        assertThat(OFFICE.find(person).state()).isEqualTo(decided == 1 ? APPROVED : SUBMITTED);
        assertThat(OFFICE.registry.applications().history(person.id())).hasSize(5 + (int) decided);
    }

    @RepeatedTest(3)
    void ofTwoSecondApprovalsAndARejectionAtOnceOneDecides() throws Exception {
        approves(one);
        Address three = reviewer(OFFICE);
        Address four = reviewer(OFFICE);
        List<String> codes = atOnce(
                () -> approves(two),
                () -> approves(three),
                () -> code(OFFICE.review.reject(person.id(), four, "재직 아님")));
        assertThat(codes).containsOnlyOnce("done").allMatch(Set.of("G-303", "G-302", "done")::contains);
        assertThat(OFFICE.registry.applications().history(person.id())).hasSize(6);
    }

    @SafeVarargs
    private static List<String> atOnce(Callable<String>... all) throws Exception {
        CyclicBarrier start = new CyclicBarrier(all.length);
        ExecutorService threads = Executors.newFixedThreadPool(all.length);
        try {
            List<Future<String>> results = new ArrayList<>();
            for (Callable<String> each : all) {
                results.add(threads.submit(() -> {
                    start.await();
                    return each.call();
                }));
            }
            List<String> codes = new ArrayList<>();
            for (Future<String> result : results) {
                codes.add(result.get());
            }
            return codes;
        } finally {
            threads.shutdownNow();
        }
    }
}
