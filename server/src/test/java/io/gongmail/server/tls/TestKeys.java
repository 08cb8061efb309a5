package io.gongmail.server.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
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
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemGenerationException;

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

    /** This certificate with a key that is not its own. */
    TestKeys withKeyOf(TestKeys other) {
        return new TestKeys(certificate, other.key, issuer);
    }

    List<X509Certificate> chain() {
        return List.of(certificate, issuer);
    }

    Path writeCertificate(Path folder, String name) {
        return write(folder.resolve(name + ".crt.pem"), certificate, issuer);
    }

    Path writeKey(Path folder, String name) {
        try {
            return write(folder.resolve(name + ".key.pem"), new JcaPKCS8Generator(key, null));
        } catch (PemGenerationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path write(Path file, Object... things) {
        try (Writer writer = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(writer)) {
            for (Object thing : things) {
                pem.writeObject(thing);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
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
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer, BigInteger.valueOf(serial), FROM, TO, subject, pair.getPublic());
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
