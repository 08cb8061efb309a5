package io.gongmail.pki.revocation;

import static io.gongmail.pki.revocation.OcspAnswerFuzzTest.NONCE;
import static io.gongmail.pki.revocation.OcspAnswerFuzzTest.NOW;
import static io.gongmail.pki.revocation.OcspAnswerFuzzTest.SERIAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.SignedOctets;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.TestCertificate;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The inputs that {@link OcspAnswerFuzzTest} begins with: each leads to where the table says, so that the search starts
 * behind every check and not in front of the first. Those named {@code -content} are what a responder signs; the fuzz test
 * signs them itself. They are made anew with {@code -Dgolden.rewrite=true}; keys and signatures differ then.
 */
class OcspSeedsTest {
    private static final TestAuthority AUTHORITY = SignedOctets.fixedAuthority();
    private static final X500Name NAME = new X500Name("CN=Fuzzed,C=KR");
    private static final X500Name OTHER_NAME = new X500Name("CN=Responder,C=KR");
    private static final ASN1Encodable GOOD = new DERTaggedObject(false, 0, DERNull.INSTANCE);
    private static final ASN1Encodable UNKNOWN = new DERTaggedObject(false, 2, DERNull.INSTANCE);
    private static final String SIGNED_BY_THE_TEST = "-content.der";

    /** What it says, or, behind "IOException: ", why it is not believed. */
    private static final Map<String, String> OUTCOMES = new LinkedHashMap<>();

    static {
        OUTCOMES.put("good.der", "Good");
        OUTCOMES.put("revoked.der", "Revoked onHold=false");
        OUTCOMES.put("delegated.der", "Good");
        OUTCOMES.put("delegated-exempt.der", "Good");
        OUTCOMES.put("delegated-not-charged.der", "IOException: the responder's certificate is not for answering");
        OUTCOMES.put("delegated-broken-usage.der", "IOException: an answer that cannot be read");
        OUTCOMES.put("delegated-over.der", "IOException: the responder's certificate is out of its time");
        OUTCOMES.put("delegated-stranger.der", "IOException: the responder's certificate is not of the");
        OUTCOMES.put("delegated-wrong-signature.der", "IOException: a signature that fails");
        OUTCOMES.put("named-and-not-shown.der", "IOException: signed by nobody who is known");
        OUTCOMES.put("busy.der", "IOException: the responder answered with error 3");
        OUTCOMES.put("unauthorized.der", "IOException: the responder answered with error 6");
        OUTCOMES.put("successful-and-empty.der", "IOException: an answer of a kind that is not known");
        OUTCOMES.put("another-kind.der", "IOException: an answer of a kind that is not known");
        OUTCOMES.put("cut-short.der", "IOException: ");
        OUTCOMES.put("cut-short-in-a-tag.der", "IOException: an answer that is broken: ");
        OUTCOMES.put("good-content.der", "Good");
        OUTCOMES.put("by-key-content.der", "Good");
        OUTCOMES.put("several-content.der", "Good");
        OUTCOMES.put("without-end-content.der", "Good");
        OUTCOMES.put("revoked-content.der", "Revoked onHold=false");
        OUTCOMES.put("revoked-without-reason-content.der", "Revoked onHold=false");
        OUTCOMES.put("hold-content.der", "Revoked onHold=true");
        OUTCOMES.put("unknown-content.der", "IOException: the responder does not know the certificate");
        OUTCOMES.put("another-nonce-content.der", "IOException: an answer with another nonce");
        OUTCOMES.put("without-nonce-content.der", "IOException: an answer without nonce");
        OUTCOMES.put("another-serial-content.der", "IOException: an answer for another certificate");
        OUTCOMES.put("nothing-content.der", "IOException: an answer for another certificate");
        OUTCOMES.put("over-content.der", "IOException: an answer that is over since 2026-06-01T00:00:00Z");
        OUTCOMES.put("future-content.der", "IOException: an answer of the future");
        OUTCOMES.put("broken-date-content.der", "IOException: an answer that cannot be read");
        OUTCOMES.put("broken-end-content.der", "IOException: an answer that cannot be read");
        OUTCOMES.put("broken-status-content.der", "IOException: an answer that cannot be read");
        OUTCOMES.put("broken-reason-content.der", "IOException: an answer that cannot be read");
        OUTCOMES.put("broken-id-content.der", "IOException: an answer that cannot be read");
    }

    @TestFactory
    Stream<DynamicTest> eachLeadsToItsPlace() {
        return OUTCOMES.entrySet().stream()
                .map(seed -> DynamicTest.dynamicTest(
                        seed.getKey(), () -> assertThat(outcome(seed.getKey())).startsWith(seed.getValue())));
    }

    @Test
    void everyInputIsInTheTable() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(OUTCOMES.keySet());
        }
    }

    private static String outcome(String name) throws Exception {
        byte[] octets = Files.readAllBytes(folder().resolve(name));
        try {
            Standing standing =
                    OcspAnswerFuzzTest.read(name.endsWith(SIGNED_BY_THE_TEST) ? answered(signed(octets)) : octets);
            return standing.fold(
                    good -> "Good", revoked -> "Revoked onHold=" + revoked.onHold(), unavailable -> "Unavailable");
        } catch (IOException e) {
            return "IOException: " + e.getMessage();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "golden.rewrite", matches = "true")
    void makeThemAnew() throws Exception {
        ASN1Encodable asked = single(SERIAL, GOOD, NOW, NOW.plusSeconds(3600));
        byte[] good = content(new ResponderID(NAME), NONCE, asked);
        write("good.der", answered(signed(good)));
        write("good-content.der", good);
        write("by-key-content.der", content(byKey(), NONCE, asked));
        write(
                "several-content.der",
                content(new ResponderID(NAME), NONCE, single(BigInteger.ONE, UNKNOWN, NOW, null), asked));
        write("without-end-content.der", content(new ResponderID(NAME), NONCE, single(SERIAL, GOOD, NOW, null)));
        ASN1Encodable revoked = single(SERIAL, revoked(1), NOW, NOW.plusSeconds(3600));
        write("revoked.der", answered(signed(content(new ResponderID(NAME), NONCE, revoked))));
        write("revoked-content.der", content(new ResponderID(NAME), NONCE, revoked));
        said(
                "revoked-without-reason",
                new DERTaggedObject(
                        false, 1, new DERSequence(new ASN1GeneralizedTime(Date.from(TestAuthority.START)))));
        said("hold", revoked(6));
        said("unknown", UNKNOWN);
        said("broken-status", new DERTaggedObject(true, 7, DERNull.INSTANCE));
        said("broken-reason", new DERTaggedObject(false, 1, new DERSequence(new ASN1Encodable[] {
            new ASN1GeneralizedTime(Date.from(TestAuthority.START)), new DERTaggedObject(true, 0, DERNull.INSTANCE)
        })));
        write("another-nonce-content.der", content(new ResponderID(NAME), new byte[] {4, 1, 9}, asked));
        write("without-nonce-content.der", content(new ResponderID(NAME), new byte[0], asked));
        write(
                "another-serial-content.der",
                content(new ResponderID(NAME), NONCE, single(BigInteger.ONE, GOOD, NOW, NOW.plusSeconds(3600))));
        write("nothing-content.der", content(new ResponderID(NAME), NONCE));
        write(
                "over-content.der",
                content(new ResponderID(NAME), NONCE, single(SERIAL, GOOD, NOW.minusSeconds(7200), NOW)));
        write(
                "future-content.der",
                content(
                        new ResponderID(NAME),
                        NONCE,
                        single(SERIAL, GOOD, NOW.plusSeconds(600), NOW.plusSeconds(3600))));
        Instant odd = Instant.parse("1999-09-09T09:09:09Z");
        write(
                "broken-date-content.der",
                spoilt(content(new ResponderID(NAME), NONCE, single(SERIAL, GOOD, odd, null))));
        write("broken-end-content.der", spoilt(content(new ResponderID(NAME), NONCE, single(SERIAL, GOOD, NOW, odd))));
        write("broken-id-content.der", content(new ResponderID(NAME), NONCE, new DERSequence(new ASN1Encodable[] {
            new ASN1Integer(SERIAL), GOOD, new ASN1GeneralizedTime(Date.from(NOW))
        })));
        byte[] delegated = content(new ResponderID(OTHER_NAME), NONCE, asked);
        KeyPair pair = TestAuthority.ec();
        X509Certificate charged = AUTHORITY.issue(charged(pair));
        write("delegated.der", answered(signed(delegated, pair, charged)));
        write(
                "delegated-exempt.der",
                answered(signed(
                        delegated,
                        pair,
                        AUTHORITY.issue(charged(pair)
                                .oneMore(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE)))));
        write(
                "delegated-not-charged.der",
                answered(signed(delegated, pair, AUTHORITY.issue(charged(pair).without(Extension.extendedKeyUsage)))));
        write(
                "delegated-broken-usage.der",
                answered(signed(
                        delegated,
                        pair,
                        AUTHORITY.issue(charged(pair).with(Extension.extendedKeyUsage, true, new ASN1Integer(1))))));
        write(
                "delegated-over.der",
                answered(signed(delegated, pair, AUTHORITY.issue(charged(pair).until(NOW.minusSeconds(1))))));
        write(
                "delegated-stranger.der",
                answered(signed(
                        delegated, pair, TestAuthority.root("CN=Fuzzed,C=KR").issue(charged(pair)))));
        write("delegated-wrong-signature.der", answered(signed(delegated, TestAuthority.ec(), charged)));
        write("named-and-not-shown.der", answered(signed(delegated)));
        write(
                "busy.der",
                new OCSPRespBuilder().build(OCSPRespBuilder.TRY_LATER, null).getEncoded());
        write(
                "unauthorized.der",
                new OCSPRespBuilder().build(OCSPRespBuilder.UNAUTHORIZED, null).getEncoded());
        write("successful-and-empty.der", new OCSPResponse(new OCSPResponseStatus(0), null).getEncoded());
        write("another-kind.der", answered(new ASN1ObjectIdentifier("1.2.3"), signed(good)));
        byte[] whole = answered(signed(good));
        write("cut-short.der", Arrays.copyOf(whole, whole.length - 40));
    }

    private static void said(String name, ASN1Encodable status) throws Exception {
        write(
                name + SIGNED_BY_THE_TEST,
                content(new ResponderID(NAME), NONCE, single(SERIAL, status, NOW, NOW.plusSeconds(3600))));
    }

    private static ASN1Encodable revoked(int reason) {
        return new DERTaggedObject(false, 1, new DERSequence(new ASN1Encodable[] {
            new ASN1GeneralizedTime(Date.from(TestAuthority.START)),
            new DERTaggedObject(true, 0, new ASN1Enumerated(reason))
        }));
    }

    private static TestCertificate charged(KeyPair pair) {
        return AUTHORITY
                .person(OTHER_NAME.toString())
                .key(pair)
                .with(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
    }

    /** No library writes a date that is none: the one of 1999 is made one in the octets. */
    private static byte[] spoilt(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1)
                .replace("19990909090909Z", "1999Q909090909Z")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** SingleResponse (RFC 6960 §4.2.1). */
    private static ASN1Encodable single(BigInteger serial, ASN1Encodable status, Instant from, Instant until)
            throws Exception {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(id(serial));
        parts.add(status);
        parts.add(new ASN1GeneralizedTime(Date.from(from)));
        if (until != null) {
            parts.add(new DERTaggedObject(true, 0, new ASN1GeneralizedTime(Date.from(until))));
        }
        return new DERSequence(parts);
    }

    private static ASN1Encodable id(BigInteger serial) throws Exception {
        return CertificateID.deriveCertificateID(OcspAnswerFuzzTest.asked(issuer()), serial)
                .toASN1Primitive();
    }

    /** ResponseData. */
    private static byte[] content(ResponderID responder, byte[] nonce, ASN1Encodable... singles) throws IOException {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(responder);
        parts.add(new ASN1GeneralizedTime(Date.from(NOW)));
        parts.add(new DERSequence(singles));
        if (nonce.length > 0) {
            parts.add(new DERTaggedObject(
                    true,
                    1,
                    new Extensions(new Extension(
                            OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(nonce)))));
        }
        return new DERSequence(parts).getEncoded();
    }

    private static ResponderID byKey() throws Exception {
        return new ResponderID(
                new DEROctetString(OcspAnswerFuzzTest.asked(issuer()).getIssuerKeyHash()));
    }

    private static X509CertificateHolder issuer() throws Exception {
        return new JcaX509CertificateHolder(AUTHORITY.certificate());
    }

    private static byte[] signed(byte[] content) {
        return SignedOctets.around(content, AUTHORITY.keyPair());
    }

    private static byte[] signed(byte[] content, KeyPair signer, X509Certificate shown) throws Exception {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        ASN1Sequence.getInstance(SignedOctets.around(content, signer)).forEach(parts::add);
        parts.add(new DERTaggedObject(true, 0, new DERSequence(new JcaX509CertificateHolder(shown).toASN1Structure())));
        return new DERSequence(parts).getEncoded();
    }

    private static byte[] answered(byte[] signed) throws IOException {
        return answered(OCSPObjectIdentifiers.id_pkix_ocsp_basic, signed);
    }

    private static byte[] answered(ASN1ObjectIdentifier kind, byte[] signed) throws IOException {
        return new OCSPResponse(
                        new OCSPResponseStatus(OCSPResponseStatus.SUCCESSFUL),
                        new ResponseBytes(kind, new DEROctetString(signed)))
                .getEncoded();
    }

    private static void write(String name, byte[] octets) throws IOException {
        Files.write(Files.createDirectories(folder()).resolve(name), octets);
    }

    private static Path folder() {
        return inputs(OcspAnswerFuzzTest.class);
    }

    /** The folder of a fuzz test's inputs, in the source: those copied from there are not what is kept. */
    static Path inputs(Class<?> fuzzTest) {
        Path repository = Path.of("").toAbsolutePath();
        while (repository.getParent() != null && !Files.exists(repository.resolve("mvnw"))) {
            repository = repository.getParent();
        }
        return repository
                .resolve("auth-pki/src/test/resources")
                .resolve(fuzzTest.getName().replace('.', '/') + "Inputs")
                .resolve("isReadOrRefused");
    }
}
