package io.gongmail.pki.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.pki.SetClock;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestCertificate;
import io.gongmail.pki.revocation.Standing.Good;
import io.gongmail.pki.revocation.Standing.Revoked;
import io.gongmail.pki.revocation.Standing.Unavailable;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OcspClientTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration CACHE = Duration.ofMinutes(10);
    /** Of an answer that is to come, also on a machine with much else to do. */
    private static final Duration LIMIT = Duration.ofMinutes(1);
    /** Of one that does not come. */
    private static final Duration SHORT = Duration.ofMillis(1_500);

    private static final Function<X509Certificate, Standing> NOT_ASKED = responder -> {
        throw new AssertionError("nobody asks for a responder's own status here");
    };
    private static final Function<X509Certificate, Standing> GOOD = responder -> new Good(NOW, List.of(), List.of());
    private static final Function<X509Certificate, Standing> UNAVAILABLE = responder -> Unavailable.because("none=");
    private static final Function<X509Certificate, Standing> REVOKED = responder -> new Revoked(false, List.of());

    private static TestAuthority root;

    private final SetClock clock = new SetClock(NOW);
    private final OcspClient client = client(true);
    private WebServer web;
    private X509Certificate hong;

    @BeforeAll
    static void makeAuthority() {
        root = TestAuthority.root("CN=CA131100001,OU=GPKI,O=Government of Korea,C=KR");
    }

    @BeforeEach
    void start() throws Exception {
        web = new WebServer();
        hong = root.issue(root.person().askedAt(web.at("/ocsp")));
    }

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void whatTheIssuerCallsGoodIsGoodUntilItsNextUpdate() {
        web.answer("/ocsp", responder());
        assertThat(asked()).isInstanceOfSatisfying(Good.class, good -> {
            assertThat(good.until()).isEqualTo(NOW.plusSeconds(3600));
            assertThat(good.lists()).isEmpty();
        });
    }

    @Test
    void whatIsRevokedIsToldWithItsDate() {
        web.answer("/ocsp", responder().saying(new RevokedStatus(Date.from(NOW), CRLReason.keyCompromise)));
        assertThat(asked()).isInstanceOfSatisfying(Revoked.class, revoked -> {
            assertThat(revoked.onHold()).isFalse();
            assertThat(revoked.evidence()).contains("revokedOn=" + NOW);
        });
        assertThat(client.revoked(hong, root.certificate())).isPresent();
    }

    @Test
    void aHoldIsToldApart() {
        web.answer("/ocsp", responder().saying(new RevokedStatus(Date.from(NOW), CRLReason.certificateHold)));
        assertThat(asked())
                .isInstanceOfSatisfying(
                        Revoked.class, revoked -> assertThat(revoked.onHold()).isTrue());
    }

    @Test
    void answersThatAreNotToBeBelievedAreNone() {
        List<UnaryOperator<byte[]>> lies = List.of(
                responder().about(id -> CertificateID.deriveCertificateID(id, BigInteger.TEN)),
                responder().nonce(octets -> new byte[octets.length]),
                responder().nonce(octets -> null),
                responder().signedBy(TestAuthority.ec()),
                responder().from(NOW.minusSeconds(7200)).until(NOW),
                responder().from(NOW.plusSeconds(600)),
                responder().from(NOW.minusSeconds(600)).until(null),
                responder().saying(new UnknownStatus()),
                responder().failing(OCSPRespBuilder.TRY_LATER),
                question -> new byte[0],
                question -> new byte[] {0x30, 3, 1, 1, 1},
                question -> question);
        for (UnaryOperator<byte[]> lie : lies) {
            web.answer("/ocsp", lie);
            assertThat(client(true).ask(hong, root.certificate(), NOW, patience(), NOT_ASKED))
                    .isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void evenRevokedIsNotBelievedOfALiar() {
        web.answer(
                "/ocsp",
                responder()
                        .saying(new RevokedStatus(Date.from(NOW), CRLReason.keyCompromise))
                        .signedBy(TestAuthority.ec()));
        assertThat(asked()).isInstanceOf(Unavailable.class);
    }

    @Test
    void anAnswerWithoutNonceServesWhereThePolicySaysSo() {
        web.answer("/ocsp", responder().nonce(octets -> null));
        OcspClient lenient = client(false);
        assertThat(lenient.ask(hong, root.certificate(), NOW, patience(), NOT_ASKED))
                .isInstanceOf(Good.class);
        web.answer("/ocsp", responder().nonce(octets -> new byte[octets.length]));
        assertThat(client(false).ask(hong, root.certificate(), NOW, patience(), NOT_ASKED))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void whoIsChargedByTheIssuerMayAnswer() {
        KeyPair pair = TestAuthority.ec();
        X509Certificate charged = root.issue(
                answering(root, pair).oneMore(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE));
        web.answer("/ocsp", responder().delegated(charged, pair));
        assertThat(asked(UNAVAILABLE)).isInstanceOf(Good.class);
    }

    @Test
    void whoIsChargedAndNotExemptMustBeInGoodStanding() {
        KeyPair pair = TestAuthority.ec();
        X509Certificate charged = root.issue(answering(root, pair));
        web.answer("/ocsp", responder().delegated(charged, pair));
        assertThat(client(true).ask(hong, root.certificate(), NOW, patience(), UNAVAILABLE))
                .isInstanceOf(Unavailable.class);
        assertThat(client(true).ask(hong, root.certificate(), NOW, patience(), REVOKED))
                .isInstanceOf(Unavailable.class);
        assertThat(client(true).ask(hong, root.certificate(), NOW, patience(), GOOD))
                .isInstanceOf(Good.class);
    }

    @Test
    void whoIsExemptButListedAsRevokedMayNotAnswer() {
        KeyPair pair = TestAuthority.ec();
        X509Certificate charged = root.issue(
                answering(root, pair).oneMore(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE));
        web.answer("/ocsp", responder().delegated(charged, pair));
        assertThat(asked(REVOKED)).isInstanceOf(Unavailable.class);
    }

    @Test
    void whoIsNotChargedMayNotAnswer() {
        TestAuthority other = TestAuthority.root("CN=Other,C=KR");
        TestAuthority sameName = TestAuthority.root("CN=CA131100001,OU=GPKI,O=Government of Korea,C=KR");
        KeyPair pair = TestAuthority.ec();
        List<X509Certificate> unauthorised = List.of(
                root.issue(root.person().key(pair)),
                root.issue(answering(root, pair)
                        .with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))),
                root.issue(answering(root, pair).until(NOW.minusSeconds(1))),
                other.issue(answering(other, pair)),
                sameName.issue(answering(sameName, pair)));
        for (X509Certificate certificate : unauthorised) {
            web.answer("/ocsp", responder().delegated(certificate, pair));
            assertThat(client(true).ask(hong, root.certificate(), NOW, patience(), GOOD))
                    .isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void anAnswerIsUsedAgainForAWhileAndNeverPastItsEnd() {
        web.answer("/ocsp", responder().until(NOW.plus(CACHE).plusSeconds(60)));
        asked();
        asked();
        assertThat(web.asked()).isEqualTo(1);
        clock.advance(CACHE);
        web.answer(
                "/ocsp", responder().from(clock.instant()).until(clock.instant().plusSeconds(5)));
        asked();
        assertThat(web.asked()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(5));
        asked();
        assertThat(web.asked()).isEqualTo(3);
    }

    @Test
    void aStandingAnswerServesWhileItsResponderIsAway() {
        web.answer("/ocsp", responder());
        Standing first = asked();
        web.remove("/ocsp");
        clock.advance(Duration.ofMinutes(20));
        assertThat(asked()).isEqualTo(first);
        clock.advance(Duration.ofMinutes(40));
        assertThat(asked()).isInstanceOfSatisfying(Unavailable.class, unavailable -> {
            assertThat(unavailable.stale()).isTrue();
            assertThat(unavailable.goodUntil()).isEqualTo(NOW.plusSeconds(3600));
        });
    }

    @Test
    void aHoldThatWasLiftedIsOverAfterAWhile() {
        web.answer("/ocsp", responder().saying(new RevokedStatus(Date.from(NOW), CRLReason.certificateHold)));
        asked();
        clock.advance(CACHE);
        assertThat(client.revoked(hong, root.certificate())).isEmpty();
        web.answer("/ocsp", responder().from(clock.instant()));
        assertThat(asked()).isInstanceOf(Good.class);
    }

    @Test
    void manyWhoAskForOneCertificateShareOneQuestion() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Responder responder = responder();
        web.answer("/ocsp", question -> {
            awaitGate(gate);
            return responder.apply(question);
        });
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<Future<Standing>> asking = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                asking.add(threads.submit(() -> asked()));
            }
            await().atMost(LIMIT).until(() -> web.asked() == 1);
            gate.countDown();
            for (Future<Standing> one : asking) {
                assertThat(one.get()).isInstanceOf(Good.class);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(web.asked()).isEqualTo(1);
    }

    @Test
    void rudeRespondersCostOneWaitAndThenNone() throws Exception {
        for (RudeServer rude : List.of(RudeServer.silent(), RudeServer.dripping(), RudeServer.endless())) {
            try (rude) {
                OcspClient hasty = client(true, SHORT);
                hong = root.issue(root.person().askedAt(rude.at("http", "/ocsp")));
                long start = System.nanoTime();
                assertThat(asked(hasty, NOT_ASKED)).isInstanceOf(Unavailable.class);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
                // It counts a connection when it comes to it, which may be later than who asked has given up.
                await().atMost(LIMIT).until(() -> rude.connections() > 0);
                int connections = rude.connections();
                assertThat(asked(hasty, NOT_ASKED)).isInstanceOf(Unavailable.class);
                assertThat(rude.connections()).isEqualTo(connections); // left alone meanwhile
                clock.advance(Duration.ofSeconds(5));
                assertThat(asked(hasty, NOT_ASKED)).isInstanceOf(Unavailable.class);
                await().atMost(LIMIT).until(() -> rude.connections() > connections);
            }
        }
    }

    @Test
    void whatAResponderSaysOfOneCertificateIsNotHeldAgainstIt() {
        X509Certificate kim = hong;
        web.answer("/ocsp", responder().saying(new UnknownStatus()));
        assertThat(asked()).isInstanceOf(Unavailable.class);
        web.answer("/ocsp", responder());
        hong = root.issue(root.person().askedAt(web.at("/ocsp")));
        assertThat(asked()).isInstanceOf(Good.class);
        hong = kim;
        assertThat(asked()).isInstanceOf(Good.class);
    }

    @Test
    void theHasteOfOneIsNotHeldAgainstAResponder() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        web.answer("/ocsp", question -> {
            awaitGate(gate);
            return responder().apply(question);
        });
        assertThat(client.ask(hong, root.certificate(), NOW, Patience.of(Duration.ofMillis(50)), NOT_ASKED))
                .isInstanceOf(Unavailable.class);
        gate.countDown();
        assertThat(asked()).isInstanceOf(Good.class);
    }

    @Test
    void withoutPatienceNobodyIsAsked() {
        web.answer("/ocsp", responder());
        assertThat(client.ask(hong, root.certificate(), NOW, Patience.NONE, NOT_ASKED))
                .isInstanceOf(Unavailable.class);
        assertThat(web.asked()).isZero();
        assertThat(asked()).isInstanceOf(Good.class); // and nobody is blamed for it
    }

    @Test
    void aCertificateThatNamesNoResponderHasNone() {
        hong = root.issue(root.person());
        assertThat(asked()).isInstanceOf(Unavailable.class);
        hong = root.issue(root.person().askedAt("ldap://127.0.0.1/cn=x"));
        assertThat(asked()).isInstanceOf(Unavailable.class);
    }

    private static TestCertificate answering(TestAuthority authority, KeyPair pair) {
        return authority
                .person()
                .key(pair)
                .with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
    }

    private Responder responder() {
        return new Responder(root, clock.instant());
    }

    private Standing asked() {
        return asked(NOT_ASKED);
    }

    private Standing asked(Function<X509Certificate, Standing> ofResponder) {
        return asked(client, ofResponder);
    }

    private Standing asked(OcspClient client, Function<X509Certificate, Standing> ofResponder) {
        return client.ask(hong, root.certificate(), clock.instant(), patience(), ofResponder);
    }

    private OcspClient client(boolean nonceRequired) {
        return client(nonceRequired, LIMIT);
    }

    private OcspClient client(boolean nonceRequired, Duration limit) {
        return new OcspClient(new OcspSettings(limit, CACHE, nonceRequired), clock, new SecureRandom());
    }

    private static Patience patience() {
        return Patience.of(Duration.ofMinutes(2));
    }

    private static void awaitGate(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
