package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.AnchorKey;
import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.Verdict.Accepted;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestServer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is answered where: at once, by the judge's threads, or not at all. */
class JudgingTest {
    private static PeerCertificate hong;
    private static AnchorKey anchor;

    private final List<Runnable> threads = new ArrayList<>();
    private final List<Verdict> answers = new ArrayList<>();

    @BeforeAll
    static void somebody() throws GeneralSecurityException {
        anchor = AnchorKey.of(TestServer.shared().authority().root());
        hong = PeerCertificate.of(TestServer.shared()
                .authority()
                .officialWithEcKey("교육부", "001홍길동001")
                .chain());
    }

    private static Accepted accepted(String digit) {
        return new Accepted(
                new CertificateKey("30", java.math.BigInteger.ONE, digit.repeat(64), digit.repeat(64)),
                Set.of(),
                Instant.MAX,
                anchor);
    }

    private Judging judging(Supplier<Optional<Accepted>> remembered) {
        return new Judging(
                new CertificateJudge() {
                    @Override
                    public Verdict judge(PeerCertificate peer) {
                        return accepted("b");
                    }

                    @Override
                    public Optional<Accepted> remembered(PeerCertificate peer) {
                        return remembered.get();
                    }
                },
                threads::add,
                Duration.ofSeconds(1));
    }

    @Test
    void whoIsRememberedIsAnsweredAtOnceAndTakesNobodysPlace() {
        Accepted known = accepted("a");
        judging(() -> Optional.of(known)).ask(hong, answers::add).cancel();
        assertThat(answers).containsExactly(known);
        assertThat(threads).isEmpty();
    }

    @Test
    void whoIsNotIsJudgedByTheJudgesThreads() {
        judging(Optional::empty).ask(hong, answers::add);
        assertThat(answers).isEmpty();
        threads.forEach(Runnable::run);
        assertThat(answers).containsExactly(accepted("b"));
    }

    @Test
    @Adversary("a judge that throws")
    void aMemoryThatThrowsSaysNothing() {
        judging(() -> {
                    throw new IllegalStateException("broken");
                })
                .ask(hong, answers::add);
        assertThat(answers).isEmpty();
        threads.forEach(Runnable::run);
        assertThat(answers).containsExactly(accepted("b"));
    }

    @Test
    void aFullQueueIsToldAsSuch() {
        Judging full = new Judging(
                peer -> accepted("b"),
                task -> {
                    throw new RejectedExecutionException("full");
                },
                Duration.ofSeconds(1));
        full.ask(hong, answers::add);
        assertThat(answers).containsExactly(new Verdict.Refused(RefusalReason.JUDGE_BUSY, List.of()));
    }
}
