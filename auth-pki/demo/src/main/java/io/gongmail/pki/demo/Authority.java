package io.gongmail.pki.demo;

import io.gongmail.pki.PemFiles;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;

/** One certification authority with its key, in a folder of its own: NAME.pem, NAME.key, NAME.revoked. */
final class Authority {
    private static final ASN1ObjectIdentifier ANY_POLICY = new ASN1ObjectIdentifier("2.5.29.32.0");

    private final Path folder;
    private final String name;
    private final SecureRandom random;
    private final X509Certificate certificate;
    private final PrivateKey key;

    private Authority(Path folder, String name, SecureRandom random, X509Certificate certificate, PrivateKey key) {
        this.folder = folder;
        this.name = name;
        this.random = random;
        this.certificate = certificate;
        this.key = key;
    }

    /** Continues the authority of that name, or makes it: under {@code above}, or as a root. */
    static Authority open(
            Path folder, String name, String subject, List<Authority> above, Instant now, SecureRandom random)
            throws IOException, GeneralSecurityException {
        Path certificateFile = folder.resolve(name + ".pem");
        Path keyFile = folder.resolve(name + ".key");
        if (Files.exists(certificateFile)) {
            return new Authority(
                    folder, name, random, PemFiles.certificates(certificateFile).get(0), Pem.privateKey(keyFile));
        }
        KeyPair pair = CertificateMaker.rsa(random);
        X500Name dn = new X500Name(subject);
        Authority issuer = above.isEmpty() ? null : above.get(0);
        X509Certificate made = CertificateMaker.certificate(
                issuer == null ? dn : issuer.dn(),
                issuer == null ? pair.getPublic() : issuer.certificate.getPublicKey(),
                issuer == null ? pair.getPrivate() : issuer.key,
                dn,
                pair.getPublic(),
                serial(random),
                now.minus(Duration.ofDays(365)),
                now.plus(Duration.ofDays(3650)),
                builder -> {
                    builder.addExtension(
                            Extension.basicConstraints, true, new BasicConstraints(issuer == null ? 2 : 0));
                    builder.addExtension(
                            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
                    builder.addExtension(
                            Extension.certificatePolicies,
                            false,
                            new CertificatePolicies(new PolicyInformation(ANY_POLICY)));
                });
        Pem.writePrivate(keyFile, pair.getPrivate());
        Pem.write(certificateFile, made);
        return new Authority(folder, name, random, made, pair.getPrivate());
    }

    X509Certificate certificate() {
        return certificate;
    }

    X500Name dn() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    X509Certificate issue(String subject, KeyPair pair, Instant from, Instant until, CertificateMaker.Extensions more)
            throws GeneralSecurityException {
        return CertificateMaker.certificate(
                dn(),
                certificate.getPublicKey(),
                key,
                new X500Name(subject),
                pair.getPublic(),
                serial(random),
                from,
                until,
                more);
    }

    /** Notes {@code revoked} on the authority's list, once; {@link #crl} publishes it. */
    void revoke(X509Certificate revoked, int reason, Instant now) throws IOException {
        List<String> lines = new ArrayList<>(revokedLines());
        lines.removeIf(line -> line.startsWith(revoked.getSerialNumber() + " "));
        lines.add(revoked.getSerialNumber() + " " + reason + " " + now);
        Pem.replace(folder.resolve(name + ".revoked"), String.join("\n", lines) + "\n");
    }

    /** A new list with the next number, good for {@code validity}. */
    X509CRL crl(Instant now, Duration validity) throws IOException, GeneralSecurityException {
        Path numberFile = folder.resolve(name + ".crlnumber");
        BigInteger number = Files.exists(numberFile)
                ? new BigInteger(Files.readString(numberFile).strip()).add(BigInteger.ONE)
                : BigInteger.ONE;
        JcaX509v2CRLBuilder builder =
                new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(now.minusSeconds(60)));
        builder.setNextUpdate(Date.from(now.plus(validity)));
        for (String line : revokedLines()) {
            String[] parts = line.split(" ");
            builder.addCRLEntry(
                    new BigInteger(parts[0]), Date.from(Instant.parse(parts[2])), Integer.parseInt(parts[1]));
        }
        builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
        X509CRL list = new JcaX509CRLConverter()
                .setProvider(CertificateMaker.BOUNCY_CASTLE)
                .getCRL(builder.build(CertificateMaker.signer(key)));
        Pem.replace(numberFile, number + "\n");
        return list;
    }

    private List<String> revokedLines() throws IOException {
        Path file = folder.resolve(name + ".revoked");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(120, random).setBit(120);
    }
}
