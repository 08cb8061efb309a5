package io.gongmail.pki.path;

import static io.gongmail.pki.TestAuthority.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.Profile;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.RevocationPolicy;
import io.gongmail.pki.RevocationSource;
import io.gongmail.pki.SetClock;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestAuthority.ListOfRevoked;
import io.gongmail.pki.TestCertificate;
import io.gongmail.pki.UnparsedCertificate;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.Verdict.Accepted;
import io.gongmail.pki.Verdict.Refused;
import io.gongmail.pki.revocation.CrlFiles;
import io.gongmail.pki.revocation.FetchSettings;
import io.gongmail.pki.revocation.FetchedLists;
import io.gongmail.pki.revocation.OcspClient;
import io.gongmail.pki.revocation.OcspSettings;
import io.gongmail.pki.revocation.Responder;
import io.gongmail.pki.revocation.Revocation;
import io.gongmail.pki.revocation.RevocationLists;
import io.gongmail.pki.revocation.WebServer;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was accepted once is known again, and nothing that changed since is missed. */
class RememberingJudgeTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final RevocationSource FILES = RevocationSource.FILES;
    private static final RevocationSource CRL = RevocationSource.CRL;
    private static final RevocationSource OCSP = RevocationSource.OCSP;

    private static TestAuthority root;

    @TempDir
    Path folder;

    private final SetClock clock = new SetClock(NOW);
    private final Counted lists = new Counted();
    private Profile profile = Profile.GPKI;
    private TestAuthority anchor = root;
    private Duration grace = Duration.ZERO;
    private OcspClient ocsp;

    @BeforeAll
    static void makeAuthority() {
        root = TestAuthority.root("CN=CA131100001,OU=GPKI,O=Government of Korea,C=KR");
    }

    /** Lists that a test may change under a judge, told or untold, and that count who asks for them. */
    private static final class Counted implements RevocationLists {
        private final List<X509CRL> held = new ArrayList<>();
        private long version;
        private int asked;
        private Runnable whileAsked = () -> {};

        void hold(ListOfRevoked... all) {
            held.clear();
            for (ListOfRevoked list : all) {
                held.add(list.made());
            }
        }

        @Override
        public List<X509CRL> of(X500Principal issuer) {
            asked++;
            List<X509CRL> given = List.copyOf(held);
            whileAsked.run();
            return given;
        }

        @Override
        public List<X509CRL> all() {
            return of(root.certificate().getSubjectX500Principal());
        }

        @Override
        public long version() {
            return version;
        }
    }

    @Test
    void whoWasAcceptedIsKnownAgainWithoutLooking() {
        RememberingJudge judge = judge(lists, FILES);
        lists.hold(list(1));
        PeerCertificate hong = hong();
        Verdict first = judge.judge(hong);
        int asked = lists.asked;
        assertThat(first).isInstanceOf(Accepted.class);
        assertThat(asked).isPositive();
        assertThat(judge.judge(hong)).isSameAs(first);
        assertThat(judge.remembered(hong)).containsSame((Accepted) first);
        assertThat(lists.asked).isEqualTo(asked);
    }

    @Test
    void whoWasNeverSeenIsNotRemembered() {
        RememberingJudge judge = judge(lists, FILES);
        lists.hold(list(1));
        judge.judge(hong());
        assertThat(judge.remembered(hong())).isEmpty();
    }

    @Test
    void onlyTheSameOctetsAreKnownAgain() throws Exception {
        RememberingJudge judge = judge(lists, FILES);
        lists.hold(list(1));
        X509Certificate leaf = root.issue(root.person());
        X509Certificate other = root.issue(root.person().until(NOW.minusSeconds(1)));
        assertThat(judge.judge(peer(leaf, root.certificate()))).isInstanceOf(Accepted.class);
        assertThat(reason(judge.judge(peer(other, root.certificate())))).isEqualTo(RefusalReason.EXPIRED);
        assertThat(judge.remembered(peer(leaf))).isEmpty();
        assertThat(judge.remembered(peer(leaf, root.certificate(), root.certificate())))
                .isEmpty();
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(leaf.getEncoded());
        both.write(root.certificate().getEncoded());
        assertThat(reason(judge.judge(peer(new UnparsedCertificate(both.toByteArray())))))
                .isEqualTo(RefusalReason.MALFORMED);
    }

    // What changed since.

    @Test
    void aGoodVerdictDoesNotSurviveRevocationByAFile() throws Exception {
        Path file = folder.resolve("a.crl");
        Files.write(file, list(1).made().getEncoded());
        CrlFiles files = new CrlFiles(List.of(file));
        RememberingJudge judge = judge(files, FILES);
        PeerCertificate hong = hong();
        assertThat(judge.judge(hong)).isInstanceOf(Accepted.class);
        Files.write(file, revoking(2, hong).made().getEncoded());
        files.reload();
        assertThat(judge.remembered(hong)).isEmpty();
        assertThat(reason(judge.judge(hong))).isEqualTo(RefusalReason.REVOKED);
    }

    @Test
    void aGoodVerdictDoesNotSurviveRevocationByAListThatIsFetched() throws Exception {
        Path file = folder.resolve("a.crl");
        Files.write(file, list(1).made().getEncoded());
        // A folder that nothing can be kept in: the list is in use all the same.
        FetchSettings settings =
                new FetchSettings(file.resolve("none"), Duration.ofMinutes(1), 1 << 20, Duration.ofHours(1), 1);
        try (WebServer web = new WebServer();
                FetchedLists fetched = FetchedLists.open(settings, clock, new Random(1))) {
            RememberingJudge judge = judge(RevocationLists.together(new CrlFiles(List.of(file)), fetched), FILES, CRL);
            PeerCertificate hong = peer(root.issue(root.person().listedAt(web.at("/a.crl"))));
            CountDownLatch remembered = new CountDownLatch(1);
            byte[] revoking = revoking(2, hong).made().getEncoded();
            web.answer("/a.crl", question -> {
                awaitGate(remembered);
                return revoking;
            });
            // The file is enough for it, and the point is followed from behind.
            assertThat(judge.judge(hong)).isInstanceOf(Accepted.class);
            assertThat(judge.remembered(hong)).isPresent();
            remembered.countDown();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> judge.remembered(hong).isEmpty());
            assertThat(reason(judge.judge(hong))).isEqualTo(RefusalReason.REVOKED);
        }
    }

    @Test
    void aGoodVerdictDoesNotSurviveARespondersWord() throws Exception {
        try (WebServer web = new WebServer()) {
            ocsp = new OcspClient(
                    new OcspSettings(Duration.ofMinutes(1), Duration.ofMinutes(10), true), clock, new SecureRandom());
            web.answer(
                    "/ocsp",
                    new Responder(root, NOW).saying(new RevokedStatus(Date.from(NOW), CRLReason.keyCompromise)));
            PeerCertificate hong = peer(root.issue(root.person().askedAt(web.at("/ocsp"))));
            RememberingJudge judge = judge(lists, FILES, OCSP);
            lists.hold(list(1));
            assertThat(judge.judge(hong)).isInstanceOf(Accepted.class);
            assertThat(reason(new PathJudge(policy(OCSP), revocation(lists, OCSP), clock).judge(hong)))
                    .isEqualTo(RefusalReason.REVOKED);
            assertThat(reason(judge.judge(hong))).isEqualTo(RefusalReason.REVOKED);
        }
    }

    @Test
    void aListThatIsSwappedWhileJudgingIsNotMissed() {
        RememberingJudge judge = judge(lists, FILES);
        lists.hold(list(1));
        PeerCertificate hong = hong();
        lists.whileAsked = () -> {
            lists.hold(revoking(2, hong));
            lists.version = 1;
        };
        judge.judge(hong); // whichever list it saw
        lists.whileAsked = () -> {};
        assertThat(reason(judge.judge(hong))).isEqualTo(RefusalReason.REVOKED);
    }

    @Test
    void anotherAnchorIsAnotherJudge() {
        RememberingJudge judge = judge(lists, FILES);
        lists.hold(list(1));
        PeerCertificate hong = hong();
        assertThat(judge.judge(hong)).isInstanceOf(Accepted.class);
        anchor = TestAuthority.root("CN=CA131100002,OU=GPKI,O=Government of Korea,C=KR");
        assertThat(reason(judge(lists, FILES).judge(hong))).isEqualTo(RefusalReason.UNKNOWN_ISSUER);
    }

    // Time.

    @Test
    void aGoodVerdictEndsWithTheListItRestsOn() {
        RememberingJudge judge = judge(lists, FILES);
        lists.hold(list(1).until(NOW.plusSeconds(60)));
        PeerCertificate hong = hong();
        assertThat(judge.judge(hong)).isInstanceOf(Accepted.class);
        clock.advance(Duration.ofSeconds(59));
        assertThat(judge.remembered(hong)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(judge.remembered(hong)).isEmpty();
        assertThat(reason(judge.judge(hong))).isEqualTo(RefusalReason.REVOCATION_STALE);
    }

    @Test
    void aGoodVerdictEndsWithTheCertificate() {
        RememberingJudge judge = judge(lists, FILES);
        lists.hold(list(1));
        PeerCertificate hong = peer(root.issue(root.person().until(NOW.plusSeconds(60))));
        assertThat(judge.judge(hong)).isInstanceOf(Accepted.class);
        clock.advance(Duration.ofSeconds(59));
        assertThat(judge.remembered(hong)).isPresent();
        clock.advance(Duration.ofSeconds(2));
        assertThat(reason(judge.judge(hong))).isEqualTo(RefusalReason.EXPIRED);
    }

    @Test
    void aHoldThatADeltaHadLiftedIsBackWhenTheDeltaEnds() throws Exception {
        RememberingJudge judge = judge(lists, FILES);
        PeerCertificate hong = hong();
        lists.hold(
                identified(list(1)).revoking(hong.leaf(), CRLReason.certificateHold, START),
                identified(list(2).deltaUpon(1))
                        .until(NOW.plusSeconds(60))
                        .revoking(hong.leaf(), CRLReason.removeFromCRL, START));
        assertThat(judge.judge(hong)).isInstanceOf(Accepted.class);
        clock.advance(Duration.ofSeconds(60));
        assertThat(reason(judge.judge(hong))).isEqualTo(RefusalReason.SUSPENDED);
    }

    @Test
    void aClockThatIsSetBackMakesEverybodyNew() {
        RememberingJudge judge = judge(lists, FILES);
        lists.hold(list(1));
        PeerCertificate hong = peer(root.issue(root.person().from(NOW)));
        assertThat(judge.judge(hong)).isInstanceOf(Accepted.class);
        clock.advance(Duration.ofSeconds(-1));
        assertThat(reason(judge.judge(hong))).isEqualTo(RefusalReason.NOT_YET_VALID);
    }

    @Test
    void afterAnHourEverybodyIsLookedAtAgain() {
        RememberingJudge judge = judge(lists, FILES);
        lists.hold(list(1));
        PeerCertificate hong = hong();
        judge.judge(hong);
        clock.advance(Duration.ofMinutes(60).minusSeconds(1));
        assertThat(judge.remembered(hong)).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertThat(judge.remembered(hong)).isEmpty();
    }

    // What is not remembered.

    @Test
    void aRefusalIsNeverRemembered() {
        RememberingJudge judge = judge(lists, FILES);
        PeerCertificate hong = hong();
        assertThat(reason(judge.judge(hong))).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
        lists.hold(list(1)); // untold
        assertThat(judge.judge(hong)).isInstanceOf(Accepted.class);
    }

    @Test
    void whatGraceAllowsIsNotRemembered() {
        grace = Duration.ofDays(1);
        RememberingJudge judge = judge(lists, FILES);
        lists.hold(list(1).until(NOW));
        PeerCertificate hong = hong();
        assertThat(judge.judge(hong)).isInstanceOf(Accepted.class);
        assertThat(judge.remembered(hong)).isEmpty();
        assertThat(judge.size()).isZero();
    }

    @Test
    void whatAResponderSaysIsNotRemembered() throws Exception {
        try (WebServer web = new WebServer()) {
            ocsp = new OcspClient(
                    new OcspSettings(Duration.ofMinutes(1), Duration.ofMinutes(10), true), clock, new SecureRandom());
            web.answer("/ocsp", new Responder(root, NOW));
            PeerCertificate hong = peer(root.issue(root.person().askedAt(web.at("/ocsp"))));
            RememberingJudge judge = judge(lists, FILES, OCSP);
            assertThat(judge.judge(hong)).isInstanceOf(Accepted.class);
            assertThat(judge.remembered(hong)).isEmpty();
        }
    }

    @Test
    void nothingIsRememberedWhereRespondersAreAskedFirst() {
        RememberingJudge judge = judge(lists, OCSP, FILES);
        lists.hold(list(1));
        PeerCertificate hong = hong();
        assertThat(judge.judge(hong)).isInstanceOf(Accepted.class); // nobody answers, and the list is good
        assertThat(judge.remembered(hong)).isEmpty();
    }

    @Test
    void plainRfc5280RemembersNothing() {
        profile = Profile.RFC5280;
        RememberingJudge judge = judge(lists, FILES);
        lists.hold(list(1));
        PeerCertificate hong = hong();
        assertThat(judge.judge(hong)).isInstanceOf(Accepted.class);
        assertThat(judge.remembered(hong)).isEmpty();
    }

    @Test
    void noMoreAreRememberedThanThereIsRoomFor() {
        RememberingJudge judge = new RememberingJudge(
                new PathJudge(policy(FILES), revocation(lists, FILES), clock), revocation(lists, FILES), clock, 2);
        lists.hold(list(1));
        for (int i = 0; i < 5; i++) {
            assertThat(judge.judge(hong())).isInstanceOf(Accepted.class);
        }
        assertThat(judge.size()).isEqualTo(2);
    }

    @Test
    void evidenceIsTakenAnew() {
        RememberingJudge judge = judge(lists, FILES);
        lists.hold(list(7));
        PeerCertificate hong = hong();
        judge.judge(hong);
        assertThat(String.join("\n", judge.evidence(hong))).contains("number 7");
    }

    private static void awaitGate(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PeerCertificate hong() {
        return peer(root.issue(root.person()));
    }

    private static PeerCertificate peer(X509Certificate leaf, X509Certificate... above) {
        return new PeerCertificate(leaf, List.of(above));
    }

    private static ListOfRevoked list(long number) {
        return root.list().number(number);
    }

    private static ListOfRevoked revoking(long number, PeerCertificate peer) {
        return list(number).revoking(peer.leaf(), CRLReason.keyCompromise, START);
    }

    /** RFC 5280 §5.2.1: a delta and its base name the key that signed them. */
    private static ListOfRevoked identified(ListOfRevoked list) throws Exception {
        return list.with(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils()
                        .createAuthorityKeyIdentifier(root.certificate().getPublicKey()));
    }

    private RememberingJudge judge(RevocationLists from, RevocationSource... order) {
        Revocation revocation = revocation(from, order);
        return new RememberingJudge(new PathJudge(policy(order), revocation, clock), revocation, clock);
    }

    private Revocation revocation(RevocationLists from, RevocationSource... order) {
        return new Revocation(policy(order).revocation(), from, ocsp);
    }

    private JudgePolicy policy(RevocationSource... order) {
        return new JudgePolicy(
                profile,
                List.of(anchor.certificate()),
                List.of(),
                Set.of(new PolicyOid(TestCertificate.OFFICIAL)),
                6,
                32 * 1024,
                new RevocationPolicy(List.of(order), grace, Duration.ofMinutes(1)));
    }

    private static RefusalReason reason(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Refused.class);
        return ((Refused) verdict).reason();
    }
}
