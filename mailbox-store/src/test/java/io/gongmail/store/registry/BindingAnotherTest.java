package io.gongmail.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.CertificateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A further certificate for an account: in place of one, or beside it. */
class BindingAnotherTest {
    private static final World WORLD = World.shared();
    private static final Duration OVERLAP = Duration.ofHours(3);

    private final Binding first = WORLD.binding();

    @Test
    void theNewOneIsActiveAndTheOldOneGoesOnForTheOverlap() {
        Candidate fresh = World.candidate(World.number());
        BindOutcome.Bound bound = bound(replace(first.id(), fresh, OVERLAP));

        assertThat(bound.binding())
                .isEqualTo(new Binding(
                        bound.binding().id(),
                        first.account(),
                        fresh.key(),
                        fresh.subject(),
                        fresh.notAfter(),
                        BindingState.ACTIVE,
                        World.NOW,
                        "renewed"));
        assertThat(WORLD.bindings.active(fresh.key())).contains(bound.binding());
        Binding old = WORLD.bindings.find(first.id()).orElseThrow();
        assertThat(bound.superseded()).containsExactly(old);
        assertThat(old.state()).isEqualTo(BindingState.SUPERSEDED);
        assertThat(old.until()).isEqualTo(World.NOW.plus(OVERLAP));
        assertThat(WORLD.bindings.active(first.key())).isEmpty();
        assertThat(WORLD.lastEntry().event().facts())
                .containsEntry("superseded", first.id().toString())
                .containsEntry("until", World.NOW.plus(OVERLAP).toString());
    }

    @Test
    void withoutAnOverlapTheOldOneIsOverAtOnce() {
        BindOutcome.Bound bound = bound(replace(first.id(), World.candidate(World.number()), Duration.ZERO));
        assertThat(bound.superseded().get(0).opens(World.NOW)).isFalse();
    }

    @Test
    void anOverlapEndsWithTheCertificate() {
        BindOutcome.Bound bound = bound(replace(first.id(), World.candidate(World.number()), Duration.ofDays(9)));
        assertThat(bound.superseded().get(0).until()).isEqualTo(first.notAfter());
    }

    @Test
    @Adversary("two accounts claiming one certificate")
    void aCertificateOfAnotherAccountIsRefusedWhateverItsState() {
        Binding others = WORLD.binding();
        Candidate taken = new Candidate(others.key(), others.subject(), others.notAfter());
        for (int i = 0; i < 2; i++) {
            assertThat(stopped(replace(first.id(), taken, OVERLAP))).isEqualTo(Obstacle.CERTIFICATE_BOUND);
            assertThat(stopped(add(first.account(), taken, 9))).isEqualTo(Obstacle.CERTIFICATE_BOUND);
            WORLD.bindings.revoke(others.id(), "owner", "분실");
        }
        assertThat(WORLD.bindings.of(first.account())).containsExactly(first);
    }

    @Test
    @Adversary("two accounts claiming one certificate")
    void aTwinOfACarelessIssuersNumberIsRefusedToo() {
        CertificateKey key = WORLD.binding().key();
        CertificateKey twin =
                new CertificateKey(key.issuer(), key.serial(), key.spkiSha256(), Sha256.hex("twin " + World.number()));
        assertThat(stopped(add(first.account(), new Candidate(twin, "", World.NOW), 9)))
                .isEqualTo(Obstacle.CERTIFICATE_BOUND);
    }

    @Test
    @Adversary("two accounts claiming one certificate")
    void aCertificateReservedForAnApprovedApplicationIsRefused() {
        Application.Approved approved = WORLD.approved(World.completion(World.number()));
        Candidate reserved = new Candidate(approved.completion().key(), "", World.NOW);
        assertThat(stopped(add(first.account(), reserved, 9))).isEqualTo(Obstacle.CERTIFICATE_BOUND);
        assertThat(stopped(replace(first.id(), reserved, OVERLAP))).isEqualTo(Obstacle.CERTIFICATE_BOUND);
    }

    @Test
    void onesOwnOldCertificateDoesNotComeBack() {
        bound(replace(first.id(), World.candidate(World.number()), OVERLAP));
        Candidate old = new Candidate(first.key(), first.subject(), first.notAfter());
        assertThat(stopped(add(first.account(), old, 9))).isEqualTo(Obstacle.CERTIFICATE_BOUND);
    }

    @Test
    void onlyAnAccountThatIsActiveGetsOne() {
        assertThat(stopped(add(World.address(World.number()), World.candidate(World.number()), 9)))
                .isEqualTo(Obstacle.ACCOUNT_NOT_ACTIVE);
        WORLD.accounts.suspend(first.account(), "administrator", "");
        assertThat(stopped(add(first.account(), World.candidate(World.number()), 9)))
                .isEqualTo(Obstacle.ACCOUNT_NOT_ACTIVE);
        assertThat(stopped(replace(first.id(), World.candidate(World.number()), OVERLAP)))
                .isEqualTo(Obstacle.ACCOUNT_NOT_ACTIVE);
        WORLD.accounts.close(first.account(), "administrator", "");
        assertThat(stopped(replace(first.id(), World.candidate(World.number()), OVERLAP)))
                .isEqualTo(Obstacle.ACCOUNT_NOT_ACTIVE);
        assertThat(WORLD.bindings.of(first.account())).containsExactly(first);
    }

    @Test
    void whatIsNotThereIsNotReplaced() {
        assertThat(stopped(replace(new UUID(0, 0), World.candidate(World.number()), OVERLAP)))
                .isEqualTo(Obstacle.BINDING_NOT_ACTIVE);
    }

    @Test
    void anAccountHasAtMostSoManyCertificates() {
        assertThat(stopped(add(first.account(), World.candidate(World.number()), 1)))
                .isEqualTo(Obstacle.CERTIFICATES_FULL);
        BindOutcome.Bound second = bound(add(first.account(), World.candidate(World.number()), 2));
        assertThat(second.superseded()).isEmpty();
        assertThat(WORLD.lastEntry().event().code()).isEqualTo("binding.added");
        assertThat(WORLD.bindings.of(first.account()))
                .extracting(Binding::state)
                .containsExactly(BindingState.ACTIVE, BindingState.ACTIVE);

        // A suspended one may come back, so it counts.
        WORLD.bindings.suspend(second.binding().id(), "owner", "");
        assertThat(stopped(add(first.account(), World.candidate(World.number()), 2)))
                .isEqualTo(Obstacle.CERTIFICATES_FULL);
        WORLD.bindings.revoke(second.binding().id(), "owner", "");
        bound(add(first.account(), World.candidate(World.number()), 2));
    }

    @Test
    void neitherSupersededNorEndedOnesCount() {
        Binding second = bound(replace(first.id(), World.candidate(World.number()), OVERLAP))
                .binding();
        Binding third =
                bound(add(first.account(), World.candidate(World.number()), 2)).binding();
        WORLD.bindings.suspend(first.id(), "owner", "");
        assertThat(stopped(add(first.account(), World.candidate(World.number()), 2)))
                .isEqualTo(Obstacle.CERTIFICATES_FULL);
        WORLD.sql("UPDATE binding SET not_after = " + World.NOW.toEpochMilli() + " WHERE id = '" + third.id() + "'");
        bound(add(second.account(), World.candidate(World.number()), 2));
    }

    @RepeatedTest(3)
    @Adversary("two accounts claiming one certificate")
    void ofTwoAccountsAtOnceOneGetsTheCertificate() throws Exception {
        Binding others = WORLD.binding();
        Candidate fresh = World.candidate(World.number());
        List<BindOutcome> outcomes =
                atOnce(() -> replace(first.id(), fresh, OVERLAP), () -> add(others.account(), fresh, 9));
        assertThat(outcomes)
                .extracting(outcome -> outcome.<Object>fold(bound -> "bound", stopped -> stopped))
                .containsExactlyInAnyOrder("bound", Obstacle.CERTIFICATE_BOUND);
    }

    @RepeatedTest(3)
    void manyAtOnceDoNotExceedTheMost() throws Exception {
        List<Callable<BindOutcome>> all =
                Collections.nCopies(6, () -> add(first.account(), World.candidate(World.number()), 2));
        assertThat(atOnce(all))
                .extracting(outcome -> outcome.<Object>fold(bound -> "bound", stopped -> stopped))
                .containsOnlyOnce("bound")
                .allMatch(outcome -> outcome.equals("bound") || outcome == Obstacle.CERTIFICATES_FULL);
    }

    @RepeatedTest(3)
    void ofTwoRenewalsAtOnceOneReplaces() throws Exception {
        List<BindOutcome> outcomes = atOnce(
                () -> replace(first.id(), World.candidate(World.number()), OVERLAP),
                () -> replace(first.id(), World.candidate(World.number()), OVERLAP));
        assertThat(outcomes)
                .extracting(outcome -> outcome.<Object>fold(bound -> "bound", stopped -> stopped))
                .containsExactlyInAnyOrder("bound", Obstacle.BINDING_NOT_ACTIVE);
    }

    @RepeatedTest(3)
    @Adversary("two accounts claiming one certificate")
    void ofAnApprovalAndABindingAtOnceOneGetsTheCertificate() throws Exception {
        int number = World.number();
        Application.Submitted submitted = WORLD.submitted(World.completion(number));
        List<Object> outcomes = atOnce(
                () -> WORLD.applications
                        .approve(submitted, World.REVIEWER, "")
                        .<Object>fold(done -> "done", stopped -> stopped),
                () -> add(first.account(), World.candidate(number), 9)
                        .<Object>fold(bound -> "done", stopped -> stopped));
        assertThat(outcomes).containsExactlyInAnyOrder("done", Obstacle.CERTIFICATE_BOUND);
    }

    @Test
    void aReasonTooLongIsRefused() {
        Candidate fresh = World.candidate(World.number());
        assertThatThrownBy(() -> WORLD.bindings.add(first.account(), fresh, 9, "owner", "x".repeat(501)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WORLD.bindings.replace(first.id(), fresh, OVERLAP, "owner", "x".repeat(501)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCandidateFitsIntoItsColumns() {
        assertThat(new Candidate(first.key(), "s".repeat(800), World.NOW.plusNanos(1)).notAfter())
                .isEqualTo(World.NOW);
        assertThatThrownBy(() -> new Candidate(first.key(), "s".repeat(801), World.NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static BindOutcome replace(UUID old, Candidate fresh, Duration overlap) {
        return WORLD.bindings.replace(old, fresh, overlap, "owner", "renewed");
    }

    private static BindOutcome add(Address account, Candidate fresh, int most) {
        return WORLD.bindings.add(account, fresh, most, "owner", "added");
    }

    private static BindOutcome.Bound bound(BindOutcome outcome) {
        return (BindOutcome.Bound) outcome;
    }

    private static Obstacle stopped(BindOutcome outcome) {
        assertThat(outcome).isInstanceOf(BindOutcome.Stopped.class);
        return ((BindOutcome.Stopped) outcome).by();
    }

    @SafeVarargs
    private static <T> List<T> atOnce(Callable<T>... tasks) throws Exception {
        return atOnce(List.of(tasks));
    }

    private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> task : tasks) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            List<T> outcomes = new ArrayList<>();
            for (Future<T> future : futures) {
                outcomes.add(future.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }
}
