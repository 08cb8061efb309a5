package io.gongmail.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.operator.ContentSigner;

/** A certificate in the making, put together field by field so that it can be wrong in any way. */
public final class TestCertificate {
    public static final String OFFICIAL = "1.2.410.100001.2.2.1";

    private final X500Name issuer;
    private final X500Name subject;
    private final List<Extension> extensions = new ArrayList<>();
    private BigInteger serial = new BigInteger(100, new SecureRandom()).setBit(100);
    private Instant notBefore = TestAuthority.START;
    private Instant notAfter = TestAuthority.END;
    private KeyPair pair = TestAuthority.ec();
    private SubjectPublicKeyInfo key;
    private String algorithm;

    private TestCertificate(X500Name issuer, X500Name subject) {
        this.issuer = issuer;
        this.subject = subject;
    }

    static TestCertificate bare(X500Name issuer, X500Name subject) {
        return new TestCertificate(issuer, subject);
    }

    static TestCertificate person(X500Name issuer, X500Name subject) {
        return bare(issuer, subject)
                .usage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)
                .policies(OFFICIAL);
    }

    public TestCertificate serial(BigInteger serial) {
        this.serial = serial;
        return this;
    }

    public TestCertificate from(Instant instant) {
        notBefore = instant;
        return this;
    }

    public TestCertificate until(Instant instant) {
        notAfter = instant;
        return this;
    }

    public TestCertificate key(KeyPair pair) {
        this.pair = pair;
        return this;
    }

    /** A public key that nobody holds. */
    public TestCertificate key(SubjectPublicKeyInfo key) {
        this.key = key;
        return this;
    }

    public TestCertificate algorithm(String algorithm) {
        this.algorithm = algorithm;
        return this;
    }

    public TestCertificate usage(int usage) {
        return with(Extension.keyUsage, true, new KeyUsage(usage));
    }

    public TestCertificate policies(String... oids) {
        return with(
                Extension.certificatePolicies,
                false,
                new CertificatePolicies(Stream.of(oids)
                        .map(oid -> new PolicyInformation(new ASN1ObjectIdentifier(oid)))
                        .toArray(PolicyInformation[]::new)));
    }

    /** Each address is a distribution point of its own. */
    public TestCertificate listedAt(String... addresses) {
        return with(Extension.cRLDistributionPoints, false, TestPoints.each(addresses));
    }

    public TestCertificate askedAt(String responder) {
        return with(
                Extension.authorityInfoAccess,
                false,
                new AuthorityInformationAccess(
                        AccessDescription.id_ad_ocsp,
                        new GeneralName(GeneralName.uniformResourceIdentifier, responder)));
    }

    /** In place of one of the same kind. */
    public TestCertificate with(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        return without(oid).oneMore(oid, critical, value);
    }

    /** Even where one of the same kind stands already. */
    public TestCertificate oneMore(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        try {
            extensions.add(Extension.create(oid, critical, value));
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public TestCertificate without(ASN1ObjectIdentifier oid) {
        extensions.removeIf(extension -> extension.getExtnId().equals(oid));
        return this;
    }

    KeyPair keyPair() {
        return pair;
    }

    /** As an object of Bouncy Castle. */
    X509Certificate signedBy(KeyPair signer) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509", TestAuthority.BOUNCY_CASTLE)
                    .generateCertificate(new ByteArrayInputStream(octetsSignedBy(signer)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** As octets, which may be such that no library makes an object of them. */
    public byte[] octetsSignedBy(KeyPair signer) {
        String by = algorithm != null
                ? algorithm
                : signer.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        ContentSigner signing = TestAuthority.signer(signer, by);
        ASN1EncodableVector tbs = new ASN1EncodableVector();
        tbs.add(new DERTaggedObject(true, 0, new ASN1Integer(2)));
        tbs.add(new ASN1Integer(serial));
        tbs.add(signing.getAlgorithmIdentifier());
        tbs.add(issuer);
        tbs.add(new DERSequence(new ASN1Encodable[] {new Time(Date.from(notBefore)), new Time(Date.from(notAfter))}));
        tbs.add(subject);
        tbs.add(
                key != null
                        ? key
                        : SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        tbs.add(new DERTaggedObject(true, 3, new DERSequence(extensions.toArray(new Extension[0]))));
        try {
            byte[] octets = new DERSequence(tbs).getEncoded();
            signing.getOutputStream().write(octets);
            return new DERSequence(new ASN1Encodable[] {
                        org.bouncycastle.asn1.ASN1Sequence.getInstance(octets),
                        signing.getAlgorithmIdentifier(),
                        new DERBitString(signing.getSignature())
                    })
                    .getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
