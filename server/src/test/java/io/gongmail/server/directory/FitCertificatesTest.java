package io.gongmail.server.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** Which certificates mail can be encrypted for (RFC 8550 §3, §4.4). */
class FitCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String ADDRESS = "hong@moe.example";

    @FunctionalInterface
    private interface Extensions {
        void addTo(X509v3CertificateBuilder builder) throws Exception;
    }

    private static X509Certificate certificate(Extensions extensions) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        X500Name name = new X500Name("cn=hong");
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(NOW.minus(Duration.ofDays(1))),
                Date.from(NOW.plus(Duration.ofDays(1))),
                name,
                keys.getPublic());
        extensions.addTo(builder);
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    private static boolean isFit(Extensions extensions) throws Exception {
        return FitCertificates.isFit(certificate(extensions), ADDRESS, CLOCK);
    }

    private static Extensions usage(int usage) {
        return builder -> builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    }

    private static Extensions addresses(String... addresses) {
        return builder -> {
            GeneralName[] names = new GeneralName[addresses.length];
            for (int i = 0; i < names.length; i++) {
                names[i] = new GeneralName(GeneralName.rfc822Name, addresses[i]);
            }
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        };
    }

    private static Extensions purpose(KeyPurposeId purpose) {
        return builder -> builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    }

    @Test
    void theKeyMustBeForEncrypting() throws Exception {
        assertThat(isFit(builder -> {})).isTrue();
        assertThat(isFit(usage(KeyUsage.keyEncipherment))).isTrue();
        assertThat(isFit(usage(KeyUsage.keyAgreement | KeyUsage.digitalSignature)))
                .isTrue();
        assertThat(isFit(usage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)))
                .isFalse();
    }

    @Test
    void thePurposeMustAllowMail() throws Exception {
        assertThat(isFit(purpose(KeyPurposeId.id_kp_emailProtection))).isTrue();
        assertThat(isFit(purpose(KeyPurposeId.anyExtendedKeyUsage))).isTrue();
        assertThat(isFit(purpose(KeyPurposeId.id_kp_clientAuth))).isFalse();
    }

    @Test
    void whereItNamesAddressesThisMustBeOne() throws Exception {
        assertThat(isFit(addresses("HONG@moe.example", "other@moe.example"))).isTrue();
        assertThat(isFit(addresses("other@moe.example"))).isFalse();
    }

    @Test
    void itMustBeValidNow() throws Exception {
        X509Certificate good = certificate(builder -> {});
        assertThat(FitCertificates.isFit(good, ADDRESS, Clock.offset(CLOCK, Duration.ofDays(2))))
                .isFalse();
        assertThat(FitCertificates.isFit(good, ADDRESS, Clock.offset(CLOCK, Duration.ofDays(-2))))
                .isFalse();
    }
}
