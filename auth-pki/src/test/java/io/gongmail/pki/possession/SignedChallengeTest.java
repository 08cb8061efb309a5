package io.gongmail.pki.possession;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.TestAuthority;
import io.gongmail.pki.possession.Proof.Refusal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SignedChallengeTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private static TestAuthority root;
    private static KeyPair hongsKey;
    private static X509Certificate hong;
    private static KeyPair kimsKey;
    private static X509Certificate kim;

    private final Challenge challenge = Challenge.fresh(
            Purpose.REGISTER_CERTIFICATE,
            "8c0e2f5e-6d2b-4b43-9a6d-0f5d6f1c2b3a",
            "mail.gongmail.example",
            NOW.plusSeconds(300),
            new SecureRandom());

    @BeforeAll
    static void people() {
        root = TestAuthority.root("CN=GPKIRootCA1,OU=GPKI,O=Government of Korea,C=KR");
        hongsKey = TestAuthority.ec();
        hong = root.issue(root.person().key(hongsKey));
        kimsKey = TestAuthority.rsa(2048);
        kim = root.issue(root.person().key(kimsKey));
    }

    @Test
    void whoSignsTheChallengeProvesToHoldTheKey() throws Exception {
        byte[] cms = new ChallengeSigner(List.of(hong, root.certificate()), hongsKey.getPrivate()).sign(challenge);
        assertThat(verified(cms)).isEqualTo(new Proof.Proven(new PeerCertificate(hong, List.of(root.certificate()))));
        assertThat(new SignedChallenge(at(NOW)).verify(cms, challenge, hong)).isInstanceOf(Proof.Proven.class);
    }

    @Test
    void anRsaKeyServesToo() throws Exception {
        byte[] cms = new ChallengeSigner(List.of(kim), kimsKey.getPrivate()).sign(challenge);
        assertThat(verified(cms)).isEqualTo(new Proof.Proven(new PeerCertificate(kim, List.of())));
    }

    @Test
    void whatOpensslWouldSignInsideServesWithSha512() throws Exception {
        assertThat(verified(cms(challenge.text(), List.of(hong), signer("SHA512withECDSA", hong, hongsKey))))
                .isInstanceOf(Proof.Proven.class);
    }

    @Test
    void anotherCertificateThanTheExpectedOneProvesNothing() throws Exception {
        byte[] cms = new ChallengeSigner(List.of(kim), kimsKey.getPrivate()).sign(challenge);
        assertThat(refusal(new SignedChallenge(at(NOW)).verify(cms, challenge, hong)))
                .isEqualTo(Refusal.OTHER_CERTIFICATE);
    }

    @Test
    void aSecondCertificateOfTheSameKeyIsNotTheExpectedOne() throws Exception {
        X509Certificate second = root.issue(root.person().key(hongsKey));
        byte[] cms = new ChallengeSigner(List.of(second), hongsKey.getPrivate()).sign(challenge);
        assertThat(refusal(new SignedChallenge(at(NOW)).verify(cms, challenge, hong)))
                .isEqualTo(Refusal.OTHER_CERTIFICATE);
    }

    @Test
    void somebodyElsesKeyUnderACertificateProvesNothing() throws Exception {
        KeyPair other = TestAuthority.ec();
        assertThat(refusal(verified(new ChallengeSigner(List.of(hong), other.getPrivate()).sign(challenge))))
                .isEqualTo(Refusal.BAD_SIGNATURE);
    }

    @Test
    void twoSignersAreNotOne() throws Exception {
        assertThat(refusal(verified(cms(
                        challenge.text(),
                        List.of(hong, kim),
                        signer("SHA256withECDSA", hong, hongsKey),
                        signer("SHA256withRSA", kim, kimsKey)))))
                .isEqualTo(Refusal.NOT_ONE_SIGNER);
    }

    @Test
    void noSignerIsNotOne() throws Exception {
        assertThat(refusal(verified(cms(challenge.text(), List.of(hong))))).isEqualTo(Refusal.NOT_ONE_SIGNER);
    }

    @Test
    void anotherChallengeIsNotThisOneWhateverDiffers() throws Exception {
        Instant end = challenge.expires();
        String subject = challenge.subject();
        String host = challenge.host();
        String nonce = challenge.nonce();
        for (Challenge other : List.of(
                new Challenge(Purpose.SET_PASSWORD, subject, host, end, nonce),
                new Challenge(challenge.purpose(), "hong@moe.example", host, end, nonce),
                new Challenge(challenge.purpose(), subject, "other.example", end, nonce),
                new Challenge(challenge.purpose(), subject, host, end.plusSeconds(1), nonce),
                new Challenge(challenge.purpose(), subject, host, end, "0".repeat(32)))) {
            byte[] cms = new ChallengeSigner(List.of(hong), hongsKey.getPrivate()).sign(other);
            assertThat(refusal(verified(cms))).as("%s", other).isEqualTo(Refusal.OTHER_CONTENT);
        }
    }

    @Test
    void aChallengeIsGoodUpToButNotAtItsEnd() throws Exception {
        byte[] cms = new ChallengeSigner(List.of(hong), hongsKey.getPrivate()).sign(challenge);
        Instant end = challenge.expires();
        assertThat(new SignedChallenge(at(end.minusMillis(1))).verify(cms, challenge))
                .isInstanceOf(Proof.Proven.class);
        assertThat(refusal(new SignedChallenge(at(end)).verify(cms, challenge))).isEqualTo(Refusal.EXPIRED);
    }

    @Test
    void sha1IsTooWeak() throws Exception {
        assertThat(refusal(verified(cms(challenge.text(), List.of(kim), signer("SHA1withRSA", kim, kimsKey)))))
                .isEqualTo(Refusal.WEAK_ALGORITHM);
        assertThat(refusal(verified(cms(challenge.text(), List.of(hong), signer("SHA1withECDSA", hong, hongsKey)))))
                .isEqualTo(Refusal.WEAK_ALGORITHM);
    }

    @Test
    void aTamperedSignatureProvesNothing() throws Exception {
        byte[] cms = new ChallengeSigner(List.of(hong), hongsKey.getPrivate()).sign(challenge);
        cms[cms.length - 5] ^= 1;
        assertThat(refusal(verified(cms))).isEqualTo(Refusal.BAD_SIGNATURE);
    }

    @Test
    @Tag("exhaustive")
    void whateverOctetIsTamperedWithOnlyTheHoldersOwnWordIsProven() throws Exception {
        byte[] cms = new ChallengeSigner(List.of(hong), hongsKey.getPrivate()).sign(challenge);
        int from = indexOf(cms, challenge.text().getBytes(StandardCharsets.UTF_8));
        int until = from + challenge.text().length();
        for (int at = 0; at < cms.length; at += 3) { // every third: each costs a signature check
            byte[] tampered = cms.clone();
            tampered[at] ^= 1;
            Proof proof = verified(tampered);
            if (at >= from && at < until) {
                assertThat(refusal(proof)).isEqualTo(Refusal.OTHER_CONTENT);
            } else if (proof instanceof Proof.Proven proven) {
                // Some octets around are not signed (versions, the certificate): the key that signed stays the same.
                assertThat(proven.signer().leaf().getPublicKey()).isEqualTo(hong.getPublicKey());
            }
        }
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("not inside");
    }

    @Test
    void withoutTheSignersCertificateNothingIsProven() throws Exception {
        assertThat(refusal(verified(cms(challenge.text(), List.of(), signer("SHA256withECDSA", hong, hongsKey)))))
                .isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void withoutTheContentInsideNothingIsProven() throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(signer("SHA256withECDSA", hong, hongsKey));
        generator.addCertificates(new JcaCertStore(List.of(hong)));
        byte[] detached = generator
                .generate(new CMSProcessableByteArray(challenge.text().getBytes(StandardCharsets.UTF_8)), false)
                .getEncoded();
        assertThat(refusal(verified(detached))).isEqualTo(Refusal.MALFORMED);
    }

    @Test
    void whatIsNotCmsIsMalformed() throws Exception {
        byte[] cms = new ChallengeSigner(List.of(hong), hongsKey.getPrivate()).sign(challenge);
        for (byte[] broken : List.of(new byte[0], new byte[] {0x30, 0}, Arrays.copyOf(cms, cms.length / 2))) {
            assertThat(refusal(verified(broken))).isEqualTo(Refusal.MALFORMED);
        }
    }

    @Test
    void moreThan64KibIsNotRead() {
        assertThat(refusal(verified(new byte[64 * 1024]))).isEqualTo(Refusal.MALFORMED);
        assertThat(refusal(verified(new byte[64 * 1024 + 1]))).isEqualTo(Refusal.TOO_LARGE);
    }

    @Test
    void moreThanTenCertificatesAreNotRead() throws Exception {
        List<X509Certificate> many = new ArrayList<>(List.of(hong));
        while (many.size() < 10) {
            many.add(root.issue(root.person()));
        }
        byte[] ten = new ChallengeSigner(many, hongsKey.getPrivate()).sign(challenge);
        assertThat(verified(ten)).isInstanceOf(Proof.Proven.class);
        many.add(root.issue(root.person()));
        byte[] eleven = new ChallengeSigner(many, hongsKey.getPrivate()).sign(challenge);
        assertThat(refusal(verified(eleven))).isEqualTo(Refusal.TOO_LARGE);
    }

    @Test
    void aKeyOfUnboundedSizeIsNotTouched() throws Exception {
        SubjectPublicKeyInfo huge = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption),
                new RSAPublicKey(BigInteger.ONE.shiftLeft(20_000).add(BigInteger.ONE), BigInteger.valueOf(65537)));
        X509Certificate odd = root.issue(root.person().key(huge));
        assertThat(refusal(verified(cms(challenge.text(), List.of(odd), signer("SHA256withRSA", odd, kimsKey)))))
                .isEqualTo(Refusal.UNSUPPORTED_KEY);
    }

    private Proof verified(byte[] cms) {
        return new SignedChallenge(at(NOW)).verify(cms, challenge);
    }

    private static Refusal refusal(Proof proof) {
        return proof.fold(proven -> null, Proof.Unproven::refusal);
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private static byte[] cms(
            String content, List<X509Certificate> inside, org.bouncycastle.cms.SignerInfoGenerator... signers)
            throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        for (var signer : signers) {
            generator.addSignerInfoGenerator(signer);
        }
        generator.addCertificates(new JcaCertStore(inside));
        return generator
                .generate(new CMSProcessableByteArray(content.getBytes(StandardCharsets.UTF_8)), true)
                .getEncoded();
    }

    private static org.bouncycastle.cms.SignerInfoGenerator signer(
            String algorithm, X509Certificate certificate, KeyPair pair) throws Exception {
        return new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder()
                        .setProvider(BOUNCY_CASTLE)
                        .build())
                .build(
                        new JcaContentSignerBuilder(algorithm)
                                .setProvider(BOUNCY_CASTLE)
                                .build(pair.getPrivate()),
                        certificate);
    }
}
