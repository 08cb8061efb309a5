package io.gongmail.server.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate with its key and its one issuer, made for a test. */
record TestKeys(X509Certificate certificate, PrivateKey key, X509Certificate issuer) {
    private static final Date FROM = Date.from(Instant.parse("2020-01-01T00:00:00Z"));
    private static final Date TO =
            Date.from(Instant.parse("2020-01-01T00:00:00Z").plus(Duration.ofDays(36_500)));

    /** An authority, signed by itself. */
    static TestKeys authority(String name) {
        KeyPair pair = pair();
        X500Principal subject = new X500Principal("CN=" + name);
        X509Certificate certificate = sign(subject, pair, subject, pair.getPrivate(), true, 1);
        return new TestKeys(certificate, pair.getPrivate(), certificate);
    }

    /** Issued by this authority. */
    TestKeys issue(String name) {
        KeyPair pair = pair();
        X509Certificate leaf =
                sign(new X500Principal("CN=" + name), pair, certificate.getSubjectX500Principal(), key, false, 4_711);
        return new TestKeys(leaf, pair.getPrivate(), certificate);
    }

    /** Issued by this authority for that key, for that time. */
    TestKeys issue(String name, KeyPair pair, Instant from, Instant until) {
        X509Certificate leaf = sign(
                new X500Principal("CN=" + name),
                pair,
                certificate.getSubjectX500Principal(),
                key,
                false,
                4_711,
                Date.from(from),
                Date.from(until));
        return new TestKeys(leaf, pair.getPrivate(), certificate);
    }

    /** This certificate with a key that is not its own. */
    TestKeys withKeyOf(TestKeys other) {
        return new TestKeys(certificate, other.key, issuer);
    }

    List<X509Certificate> chain() {
        return List.of(certificate, issuer);
    }

    private static KeyPair pair() {
        return pair("EC", new ECGenParameterSpec("secp256r1"));
    }

    static KeyPair rsa(int bits) {
        return pair("RSA", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
    }

    static KeyPair pair(String algorithm, AlgorithmParameterSpec kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(kind);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(
            X500Principal subject,
            KeyPair pair,
            X500Principal issuer,
            PrivateKey issuerKey,
            boolean authority,
            long serial) {
        return sign(subject, pair, issuer, issuerKey, authority, serial, FROM, TO);
    }

    private static X509Certificate sign(
            X500Principal subject,
            KeyPair pair,
            X500Principal issuer,
            PrivateKey issuerKey,
            boolean authority,
            long serial,
            Date from,
            Date until) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer, BigInteger.valueOf(serial), from, until, subject, pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey)));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
