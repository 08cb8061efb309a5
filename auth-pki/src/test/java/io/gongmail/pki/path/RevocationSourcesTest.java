package io.gongmail.pki.path;

import static io.gongmail.pki.TestAuthority.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.pki.Adversary;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.Profile;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.RevocationPolicy;
import io.gongmail.pki.RevocationSource;
import io.gongmail.pki.SetClock;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestCertificate;
import io.gongmail.pki.TestPoints;
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
import io.gongmail.pki.revocation.RudeServer;
import io.gongmail.pki.revocation.RunningOut;
import io.gongmail.pki.revocation.WebServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists in files, lists from points and responders together, as attackers and outages would have them. */
class RevocationSourcesTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final RevocationSource FILES = RevocationSource.FILES;
    private static final RevocationSource CRL = RevocationSource.CRL;
    private static final RevocationSource OCSP = RevocationSource.OCSP;

    private static TestAuthority root;

    @TempDir
    Path folder;

    private final SetClock clock = new SetClock(NOW);
    private WebServer web;
    private FetchedLists fetched;
    private CrlFiles files;
    private Revocation revocation;
    /** Of an answer that is to come, also on a machine with much else to do. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** What a judgement may take. */
    private Duration time = Duration.ofMinutes(2);

    private int written;

    @BeforeAll
    static void makeAuthority() {
        root = TestAuthority.root("CN=CA131100001,OU=GPKI,O=Government of Korea,C=KR");
    }

    @BeforeEach
    void start() throws Exception {
        web = new WebServer();
        Files.createDirectories(folder.resolve("files"));
        files = new CrlFiles(List.of(folder.resolve("files")));
        fetched = FetchedLists.open(
                new FetchSettings(folder.resolve("cache"), LIMIT, 1 << 20, Duration.ofHours(1), 2),
                clock,
                new Random(1));
    }

    @AfterEach
    void stop() {
        fetched.close();
        web.close();
    }

    // Of the adversary's list.

    @Test
    @Adversary("CRL and OCSP down: hard fail")
    void crlAndOcspDownIsRefusedForTheTimeBeing() throws Exception {
        X509Certificate hong = everywhere();
        Verdict verdict = judged(hong, Duration.ZERO, CRL, OCSP);
        assertThat(reason(verdict)).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
        assertThat(reason(verdict).isTemporary()).isTrue();
    }

    @Test
    @Adversary("CRL and OCSP down: hard fail")
    void crlAndOcspDownIsRefusedOnceWhatWasHeardIsOver() throws Exception {
        X509Certificate hong = everywhere();
        heardUntil(NOW.plusSeconds(60), hong);
        assertThat(judged(hong, Duration.ZERO, CRL, OCSP)).isInstanceOf(Accepted.class);
        down();
        clock.advance(Duration.ofSeconds(60));
        Verdict verdict = judged(hong, Duration.ZERO, CRL, OCSP);
        assertThat(reason(verdict)).isEqualTo(RefusalReason.REVOCATION_STALE);
        assertThat(reason(verdict).isTemporary()).isTrue();
    }

    @Test
    @Adversary("CRL and OCSP down: grace on")
    void crlAndOcspDownIsGoodWithinTheGraceThatThePolicyGives() throws Exception {
        X509Certificate hong = everywhere();
        heardUntil(NOW.plusSeconds(60), hong);
        down();
        clock.advance(Duration.ofSeconds(60).plus(DAY).minusSeconds(1));
        Verdict verdict = judged(hong, DAY, CRL, OCSP);
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.until())
                                .isEqualTo(NOW.plusSeconds(60).plus(DAY)));
    }

    @Test
    @Adversary("CRL and OCSP down: grace over")
    void crlAndOcspDownIsRefusedOnceTheGraceIsOver() throws Exception {
        X509Certificate hong = everywhere();
        heardUntil(NOW.plusSeconds(60), hong);
        down();
        clock.advance(Duration.ofSeconds(60).plus(DAY));
        assertThat(reason(judged(hong, DAY, CRL, OCSP))).isEqualTo(RefusalReason.REVOCATION_STALE);
    }

    @Test
    void addressesThatAreNotAskedAreToldWithTheRefusal() throws Exception {
        X509Certificate secured =
                root.issue(root.person().listedAt("https://a.example/x.crl").askedAt("ldaps://a.example/"));
        assertThat(judged(secured, Duration.ZERO, CRL, OCSP)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
            assertThat(refused.evidence())
                    .anyMatch(line -> line.startsWith("notAsked=https://a.example/x.crl "))
                    .anyMatch(line -> line.startsWith("notAsked=ldaps://a.example/ "));
        });
    }

    @Test
    @Adversary("CRL and OCSP down: grace on")
    void graceIsNothingWhereNothingWasEverHeard() throws Exception {
        assertThat(reason(judged(everywhere(), DAY, CRL, OCSP))).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
    }

    @Test
    @Adversary("CRL and OCSP down: grace on")
    void graceIsNothingForWhoIsRevoked() throws Exception {
        X509Certificate hong = everywhere();
        web.serve("/a.crl", revoking(2, hong).until(NOW.plusSeconds(60)).made().getEncoded());
        judged(hong, DAY, CRL, OCSP);
        down();
        clock.advance(Duration.ofSeconds(61));
        assertThat(reason(judged(hong, DAY, CRL, OCSP))).isEqualTo(RefusalReason.REVOKED);
    }

    @Test
    @Adversary("OCSP good while CRL says revoked")
    void ocspGoodWhileTheCrlSaysRevokedIsRevoked() throws Exception {
        X509Certificate hong = everywhere();
        web.answer("/ocsp", new Responder(root, NOW));
        assertThat(judged(hong, Duration.ZERO, OCSP, CRL)).isInstanceOf(Accepted.class);
        inFiles(revoking(2, hong).made());
        for (RevocationSource[] order : new RevocationSource[][] {{OCSP, FILES}, {OCSP, CRL}, {OCSP}}) {
            assertThat(reason(judged(hong, Duration.ZERO, order))).isEqualTo(RefusalReason.REVOKED);
        }
    }

    @Test
    void crlGoodWhileOcspHasSaidRevokedIsRevoked() throws Exception {
        X509Certificate hong = everywhere();
        web.serve("/a.crl", list(1).made().getEncoded());
        web.answer(
                "/ocsp", new Responder(root, NOW).saying(new RevokedStatus(Date.from(NOW), CRLReason.keyCompromise)));
        OcspClient ocsp = ocsp();
        assertThat(reason(judged(ocsp, hong, Duration.ZERO, OCSP))).isEqualTo(RefusalReason.REVOKED);
        assertThat(reason(judged(ocsp, hong, Duration.ZERO, CRL, OCSP))).isEqualTo(RefusalReason.REVOKED);
    }

    @Test
    @Adversary("CRL of another partition")
    void theCrlOfAnotherPartitionSaysNothing() throws Exception {
        String own = web.at("/a.crl");
        X509Certificate hong = root.issue(root.person().listedAt(own));
        X509CRL other = list(1).ofPoint(TestPoints.issuing(web.at("/b.crl"))).made();
        inFiles(other);
        web.serve("/a.crl", other.getEncoded());
        Verdict verdict = judged(hong, Duration.ZERO, FILES, CRL);
        assertThat(reason(verdict)).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
        // Refused here, and not only by the validator that stands behind.
        assertThat(((Refused) verdict).evidence("crl")).isEqualTo("none at hand");
    }

    @Test
    @Adversary("older CRL replayed")
    void anOlderCrlReplayedUnrevokesNobody() throws Exception {
        X509Certificate hong = everywhere();
        web.serve("/a.crl", revoking(2, hong).until(NOW.plusSeconds(60)).made().getEncoded());
        assertThat(reason(judged(hong, Duration.ZERO, CRL))).isEqualTo(RefusalReason.REVOKED);
        X509CRL older = list(1).made();
        web.serve("/a.crl", older.getEncoded());
        inFiles(older);
        clock.advance(Duration.ofSeconds(120));
        assertThat(reason(judged(hong, Duration.ZERO, FILES, CRL))).isEqualTo(RefusalReason.REVOKED);
    }

    @Test
    @Adversary("CRL signed by a CA without cRLSign")
    void aCrlSignedByAnAuthorityWithoutCrlSignSaysNothing() throws Exception {
        TestAuthority without =
                TestAuthority.root("CN=CA without cRLSign,C=KR", made -> made.usage(KeyUsage.keyCertSign));
        X509Certificate hong = without.issue(without.person().listedAt(web.at("/a.crl")));
        X509CRL list = without.list().made();
        web.serve("/a.crl", list.getEncoded());
        inFiles(list);
        Verdict verdict = judge(without, null, DAY, FILES, CRL).judge(peer(hong));
        assertThat(reason(verdict)).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
        assertThat(((Refused) verdict).evidence("crl")).contains("lacks cRLSign");
    }

    @Test
    @Adversary("expired issuing CA")
    void anExpiredIssuingAuthorityIsRefusedWithoutAskingAnybody() throws Exception {
        TestAuthority issuing = root.authority(
                "CN=CA134100031,OU=GPKI,O=Government of Korea,C=KR", made -> made.until(NOW.minusSeconds(1)));
        X509Certificate hong =
                issuing.issue(issuing.person().listedAt(web.at("/a.crl")).askedAt(web.at("/ocsp")));
        web.serve("/a.crl", issuing.list().made().getEncoded());
        web.answer("/ocsp", new Responder(issuing, NOW));
        Verdict verdict = judge(root, ocsp(), Duration.ZERO, CRL, OCSP)
                .judge(new PeerCertificate(hong, List.of(issuing.certificate())));
        assertThat(reason(verdict)).isEqualTo(RefusalReason.ISSUER_EXPIRED);
        assertThat(web.asked()).isZero();
    }

    // Order and time.

    @Test
    void unavailableFallsThroughToTheNext() throws Exception {
        X509Certificate hong = everywhere();
        web.answer("/ocsp", new Responder(root, NOW));
        assertThat(judged(hong, Duration.ZERO, FILES, CRL, OCSP)).isInstanceOf(Accepted.class);
        X509Certificate kim = root.issue(root.person().listedAt(web.at("/a.crl")));
        // Before the time comes at which it is looked at again from behind: who finds nothing then waits for later.
        web.serve("/a.crl", list(1).made().getEncoded());
        clock.advance(Duration.ofMinutes(10));
        awaitFetch(kim);
        assertThat(judged(kim, Duration.ZERO, OCSP, CRL)).isInstanceOf(Accepted.class);
    }

    @Test
    void whatAListInAFileSaysNeedsNobodyElse() throws Exception {
        inFiles(list(1).made());
        assertThat(judged(everywhere(), Duration.ZERO, FILES, OCSP)).isInstanceOf(Accepted.class);
        assertThat(web.asked()).isZero();
    }

    @Test
    void aPointIsFollowedFromBehindWhileAListInAFileIsGood() throws Exception {
        inFiles(list(1).made());
        X509Certificate hong = everywhere();
        web.serve("/a.crl", revoking(2, hong).made().getEncoded());
        assertThat(judged(hong, Duration.ZERO, FILES, CRL)).isInstanceOf(Accepted.class);
        await().atMost(LIMIT)
                .until(() -> judged(hong, Duration.ZERO, FILES, CRL) instanceof Refused refused
                        && refused.reason() == RefusalReason.REVOKED);
        assertThat(revocation.revokes(CertificateKeys.of(hong), NOW)).isTrue();
    }

    @Test
    void onlyWhoIsInTheOrderIsAsked() throws Exception {
        X509Certificate hong = everywhere();
        web.serve("/a.crl", list(1).made().getEncoded());
        web.answer("/ocsp", new Responder(root, NOW));
        assertThat(reason(judged(hong, Duration.ZERO, FILES))).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
        assertThat(web.asked()).isZero();
    }

    @Test
    void aJudgementWaitsNoLongerThanItsPolicySays() throws Exception {
        time = Duration.ofMillis(600);
        try (RudeServer silent = RudeServer.silent()) {
            X509Certificate hong = root.issue(root.person()
                    .listedAt(silent.at("ldap", "/cn=x"), silent.at("http", "/a.crl"))
                    .askedAt(silent.at("http", "/ocsp")));
            long start = System.nanoTime();
            assertThat(reason(judged(hong, Duration.ZERO, CRL, OCSP))).isEqualTo(RefusalReason.REVOCATION_UNAVAILABLE);
            // 600 ms by the policy, and what a busy machine makes of it; a fetch alone may take longer than this.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void plainRfc5280FetchesListsToo() throws Exception {
        X509Certificate hong = everywhere();
        web.serve("/a.crl", list(1).made().getEncoded());
        JudgePolicy policy = policy(root, Profile.RFC5280, Duration.ZERO, CRL);
        Revocation lists = new Revocation(policy.revocation(), RevocationLists.together(files, fetched));
        assertThat(new PathJudge(policy, lists, clock).judge(peer(hong))).isInstanceOf(Accepted.class);
    }

    @Test
    void aDeltaListLiftsAHold() throws Exception {
        X509Certificate hong = root.issue(root.person());
        inFiles(identified(list(1))
                .revoking(hong, CRLReason.certificateHold, START)
                .made());
        assertThat(reason(judged(hong, Duration.ZERO, FILES))).isEqualTo(RefusalReason.SUSPENDED);
        inFiles(identified(list(2).deltaUpon(1))
                .revoking(hong, CRLReason.removeFromCRL, START)
                .made());
        assertThat(judged(hong, Duration.ZERO, FILES)).isInstanceOf(Accepted.class);
        inFiles(identified(list(3).deltaUpon(1))
                .revoking(hong, CRLReason.keyCompromise, START)
                .made());
        assertThat(reason(judged(hong, Duration.ZERO, FILES))).isEqualTo(RefusalReason.REVOKED);
    }

    /** RFC 5280 §5.2.1: a delta and its base name the key that signed them. */
    private static TestAuthority.ListOfRevoked identified(TestAuthority.ListOfRevoked list) throws Exception {
        return list.with(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils()
                        .createAuthorityKeyIdentifier(root.certificate().getPublicKey()));
    }

    @Test
    void aListThatRunsOutIsAnAlarmUntilANewerOneIsAtHand() throws Exception {
        inFiles(list(1).from(NOW).until(NOW.plus(Duration.ofDays(8))).made());
        judged(everywhere(), Duration.ZERO, FILES);
        assertThat(revocation.runningOut(NOW.plus(Duration.ofDays(7)).minusSeconds(1)))
                .isEmpty();
        assertThat(revocation.runningOut(NOW.plus(Duration.ofDays(7))))
                .extracting(RunningOut::number)
                .containsExactly(java.math.BigInteger.ONE);
        inFiles(list(2).from(NOW).until(NOW.plus(Duration.ofDays(30))).made());
        assertThat(revocation.runningOut(NOW.plus(Duration.ofDays(7)))).isEmpty();
    }

    private X509Certificate everywhere() {
        return root.issue(root.person().listedAt(web.at("/a.crl")).askedAt(web.at("/ocsp")));
    }

    private static TestAuthority.ListOfRevoked list(long number) {
        return root.list().number(number);
    }

    private static TestAuthority.ListOfRevoked revoking(long number, X509Certificate certificate) {
        return list(number).revoking(certificate, CRLReason.keyCompromise, START);
    }

    private void heardUntil(Instant end, X509Certificate certificate) throws Exception {
        web.serve("/a.crl", list(1).until(end).made().getEncoded());
        awaitFetch(certificate);
    }

    private void awaitFetch(X509Certificate certificate) {
        await().atMost(LIMIT).until(() -> judged(certificate, Duration.ZERO, CRL) instanceof Accepted);
    }

    private void down() {
        web.remove("/a.crl");
        web.remove("/ocsp");
    }

    private void inFiles(X509CRL list) throws Exception {
        Files.write(folder.resolve("files/" + written++ + ".crl"), list.getEncoded());
        files.reload();
    }

    private Verdict judged(X509Certificate certificate, Duration grace, RevocationSource... order) {
        return judged(ocsp(), certificate, grace, order);
    }

    private Verdict judged(OcspClient ocsp, X509Certificate certificate, Duration grace, RevocationSource... order) {
        return judge(root, ocsp, grace, order).judge(peer(certificate));
    }

    private PathJudge judge(TestAuthority anchor, OcspClient ocsp, Duration grace, RevocationSource... order) {
        JudgePolicy policy = policy(anchor, Profile.GPKI, grace, order);
        revocation = new Revocation(policy.revocation(), RevocationLists.together(files, fetched), ocsp);
        return new PathJudge(policy, revocation, clock);
    }

    private JudgePolicy policy(TestAuthority anchor, Profile profile, Duration grace, RevocationSource... order) {
        return new JudgePolicy(
                profile,
                List.of(anchor.certificate()),
                List.of(),
                Set.of(new PolicyOid(TestCertificate.OFFICIAL)),
                6,
                32 * 1024,
                new RevocationPolicy(List.of(order), grace, time));
    }

    private OcspClient ocsp() {
        return new OcspClient(new OcspSettings(LIMIT, Duration.ofMinutes(10), true), clock, new SecureRandom());
    }

    private static PeerCertificate peer(X509Certificate certificate) {
        return new PeerCertificate(certificate, List.of());
    }

    private static RefusalReason reason(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Refused.class);
        return ((Refused) verdict).reason();
    }
}
