package io.gongmail.pki.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestCertificate;
import io.gongmail.pki.revocation.Standing.Good;
import io.gongmail.pki.revocation.Standing.Revoked;
import io.gongmail.pki.revocation.Standing.Unavailable;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.Provider;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is believed of an answer, to the second; what comes over the network, and who is asked, is the client's. */
class OcspAnswerTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final Function<X509Certificate, Standing> GOOD = one -> new Good(NOW, List.of(), List.of());
    private static final Function<X509Certificate, Standing> REVOKED = one -> new Revoked(false, List.of());
    private static final Function<X509Certificate, Standing> UNKNOWN = one -> Unavailable.because("none=");

    private static TestAuthority root;
    private static CertificateID asked;
    private static byte[] nonce;
    private static byte[] question;

    @BeforeAll
    static void ask() throws Exception {
        root = TestAuthority.root("CN=CA131100001,OU=GPKI,O=Government of Korea,C=KR");
        asked = new CertificateID(
                new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                new JcaX509CertificateHolder(root.certificate()),
                BigInteger.valueOf(4711));
        nonce = new DEROctetString(new byte[] {1, 2, 3, 4}).getEncoded();
        question = new OCSPReqBuilder()
                .addRequest(asked)
                .setRequestExtensions(new Extensions(
                        new Extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(nonce))))
                .build()
                .getEncoded();
    }

    @Test
    void anAnswerIsGoodUpToAndNotAtItsEnd() throws Exception {
        Responder answer = responder().until(NOW.plusSeconds(60));
        assertThat(read(answer, NOW.plusSeconds(59)))
                .isEqualTo(new Good(
                        NOW.plusSeconds(60),
                        List.of(),
                        List.of("ocspThisUpdate=" + NOW, "ocspNextUpdate=" + NOW.plusSeconds(60))));
        assertRefused(answer, NOW.plusSeconds(60), "an answer that is over since " + NOW.plusSeconds(60));
    }

    @Test
    void anAnswerWithoutEndIsGoodForTenMinutes() throws Exception {
        Responder answer = responder().until(null);
        Instant end = NOW.plus(Duration.ofMinutes(10));
        assertThat(read(answer, end.minusSeconds(1)))
                .isInstanceOfSatisfying(
                        Good.class, good -> assertThat(good.until()).isEqualTo(end));
        assertRefused(answer, end, "an answer that is over");
    }

    @Test
    void aClockMayBeTwoMinutesAhead() throws Exception {
        Responder answer = responder().from(NOW.plus(Duration.ofMinutes(2)));
        assertThat(read(answer, NOW)).isInstanceOf(Good.class);
        assertRefused(answer, NOW.minusSeconds(1), "an answer of the future");
    }

    @Test
    void whatIsRevokedIsToldWithItsTimes() throws Exception {
        Instant on = NOW.minusSeconds(300);
        assertThat(read(responder().saying(new RevokedStatus(Date.from(on), CRLReason.keyCompromise)), NOW))
                .isEqualTo(new Revoked(
                        false,
                        List.of(
                                "revokedOn=" + on,
                                "ocspThisUpdate=" + NOW,
                                "ocspNextUpdate=" + NOW.plusSeconds(3600))));
        assertThat(read(responder().saying(new RevokedStatus(Date.from(on), CRLReason.certificateHold)), NOW))
                .isInstanceOfSatisfying(
                        Revoked.class, revoked -> assertThat(revoked.onHold()).isTrue());
        assertThat(read(
                        responder()
                                .saying(new RevokedStatus(
                                        new RevokedInfo(new ASN1GeneralizedTime(Date.from(on)), null))),
                        NOW))
                .isInstanceOfSatisfying(
                        Revoked.class, revoked -> assertThat(revoked.onHold()).isFalse());
    }

    @Test
    void onlyAnAnswerToTheQuestionCounts() {
        CertID id = asked.toASN1Primitive();
        List<CertID> others = List.of(
                new CertID(id.getHashAlgorithm(), id.getIssuerNameHash(), id.getIssuerKeyHash(), number(4712)),
                new CertID(id.getHashAlgorithm(), hash(), id.getIssuerKeyHash(), number(4711)),
                new CertID(id.getHashAlgorithm(), id.getIssuerNameHash(), hash(), number(4711)),
                new CertID(
                        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256),
                        id.getIssuerNameHash(),
                        id.getIssuerKeyHash(),
                        number(4711)));
        for (CertID other : others) {
            assertRefused(
                    responder().about(same -> new CertificateID(other)), NOW, "an answer for another certificate");
        }
    }

    @Test
    void aNonceIsTheQuestionsOrWherePolicySaysSoNone() throws Exception {
        Responder without = responder().nonce(octets -> null);
        Responder another = responder().nonce(octets -> new byte[octets.length]);
        assertRefused(without, NOW, "an answer without nonce");
        assertRefused(another, NOW, "an answer with another nonce");
        assertThat(answer(false).read(without.apply(question), NOW, GOOD)).isInstanceOf(Good.class);
        assertThatThrownBy(() -> answer(false).read(another.apply(question), NOW, GOOD))
                .hasMessage("an answer with another nonce");
    }

    @Test
    void whoIsChargedIsAskedForItsOwnStanding() throws Exception {
        KeyPair pair = TestAuthority.ec();
        X509Certificate charged = root.issue(charged(root, pair));
        X509Certificate exempt = root.issue(
                charged(root, pair).oneMore(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE));
        List<X509Certificate> askedFor = new ArrayList<>();
        assertThat(answer(true).read(responder().delegated(charged, pair).apply(question), NOW, one -> {
                    askedFor.add(one);
                    return GOOD.apply(one);
                }))
                .isInstanceOf(Good.class);
        assertThat(askedFor).containsExactly(charged);
        assertThat(read(responder().delegated(exempt, pair), NOW, UNKNOWN)).isInstanceOf(Good.class);
        String why = "the responder's certificate is revoked, or its status is not to be had";
        assertRefused(responder().delegated(charged, pair), NOW, UNKNOWN, why);
        assertRefused(responder().delegated(charged, pair), NOW, REVOKED, why);
        assertRefused(responder().delegated(exempt, pair), NOW, REVOKED, why);
    }

    @Test
    void whoIsNotChargedByTheIssuerAndForThatIsNotBelieved() {
        KeyPair pair = TestAuthority.ec();
        TestAuthority other = TestAuthority.root("CN=Other,C=KR");
        TestAuthority sameName = TestAuthority.root("CN=CA131100001,OU=GPKI,O=Government of Korea,C=KR");
        String stranger = "the responder's certificate is not of the certificate's own issuer";
        assertRefused(responder().delegated(other.issue(charged(other, pair)), pair), NOW, stranger);
        assertRefused(responder().delegated(sameName.issue(charged(sameName, pair)), pair), NOW, stranger);
        String notForIt = "the responder's certificate is not for answering";
        assertRefused(responder().delegated(root.issue(root.person().key(pair)), pair), NOW, notForIt);
        assertRefused(
                responder()
                        .delegated(
                                root.issue(charged(root, pair)
                                        .with(
                                                Extension.extendedKeyUsage,
                                                false,
                                                new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))),
                                pair),
                NOW,
                notForIt);
        X509Certificate over = root.issue(charged(root, pair).until(NOW.minusSeconds(1)));
        assertRefused(responder().delegated(over, pair), NOW, "the responder's certificate is out of its time");
        X509Certificate charged = root.issue(charged(root, pair));
        assertRefused(responder().delegated(charged, TestAuthority.ec()), NOW, "a signature that fails");
        assertRefused(responder().signedBy(pair), NOW, "signed by nobody who is known");
    }

    private static void assertRefused(Responder answer, Instant now, String why) {
        assertRefused(answer, now, GOOD, why);
    }

    private static void assertRefused(
            Responder answer, Instant now, Function<X509Certificate, Standing> ofResponder, String why) {
        assertThatThrownBy(() -> read(answer, now, ofResponder))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(why);
    }

    private static Standing read(Responder answer, Instant now) throws IOException {
        return read(answer, now, GOOD);
    }

    private static Standing read(Responder answer, Instant now, Function<X509Certificate, Standing> ofResponder)
            throws IOException {
        return answer(true).read(answer.apply(question), now, ofResponder);
    }

    private static OcspAnswer answer(boolean nonceRequired) {
        try {
            X509CertificateHolder issuer = new JcaX509CertificateHolder(root.certificate());
            return new OcspAnswer(root.certificate(), issuer, asked, nonce, nonceRequired, BOUNCY_CASTLE);
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private static Responder responder() {
        return new Responder(root, NOW);
    }

    private static TestCertificate charged(TestAuthority by, KeyPair pair) {
        return by.person("CN=Responder,C=KR")
                .key(pair)
                .with(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
    }

    private static ASN1Integer number(long value) {
        return new ASN1Integer(value);
    }

    private static ASN1OctetString hash() {
        return new DEROctetString(new byte[20]);
    }
}
