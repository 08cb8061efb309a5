package io.gongmail.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that issues whatever a test asks for, right or wrong. */
public final class TestAuthority {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final Instant END = Instant.parse("2036-01-01T00:00:00Z");
    static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private final X500Name name;
    private final KeyPair pair;
    private final X509Certificate certificate;

    private TestAuthority(X500Name name, KeyPair pair, X509Certificate certificate) {
        this.name = name;
        this.pair = pair;
        this.certificate = certificate;
    }

    /** A root that signs itself. */
    public static TestAuthority root(String name) {
        return root(name, UnaryOperator.identity());
    }

    public static TestAuthority root(String name, UnaryOperator<TestCertificate> change) {
        X500Name dn = new X500Name(name);
        TestCertificate made = change.apply(authorityCertificate(dn, dn, ec()));
        KeyPair pair = made.keyPair();
        return new TestAuthority(dn, pair, made.signedBy(pair));
    }

    /** An issuing authority below this one. */
    public TestAuthority authority(String name, UnaryOperator<TestCertificate> change) {
        X500Name dn = new X500Name(name);
        TestCertificate made = change.apply(authorityCertificate(this.name, dn, ec()));
        return new TestAuthority(dn, made.keyPair(), made.signedBy(pair));
    }

    /** The same name and key, but another certificate. */
    public TestAuthority withCertificate(X509Certificate other) {
        return new TestAuthority(name, pair, other);
    }

    /** A person's certificate, right in every respect until changed. */
    public TestCertificate person() {
        return person("CN=001홍길동001,OU=people,OU=교육부,O=Government of Korea,C=KR");
    }

    /** The same for another subject. */
    public TestCertificate person(String subject) {
        return TestCertificate.person(name, new X500Name(subject));
    }

    public X509Certificate issue(TestCertificate asked) {
        return asked.signedBy(pair);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public KeyPair keyPair() {
        return pair;
    }

    public ListOfRevoked list() {
        return new ListOfRevoked();
    }

    /** A revocation list in the making. */
    public final class ListOfRevoked {
        private Instant thisUpdate = START;
        private Instant nextUpdate = END;
        private long number = 1;
        private IssuingDistributionPoint point;
        private boolean delta;
        private BigInteger base = BigInteger.ONE;
        private KeyPair signer = pair;
        private String algorithm = "SHA256withECDSA";
        private final java.util.List<Extension> more = new java.util.ArrayList<>();
        private final java.util.Map<X509Certificate, Integer> revoked = new java.util.LinkedHashMap<>();
        private Instant revokedOn = START.plusSeconds(3600);

        public ListOfRevoked from(Instant instant) {
            thisUpdate = instant;
            return this;
        }

        public ListOfRevoked until(Instant instant) {
            nextUpdate = instant;
            return this;
        }

        public ListOfRevoked number(long number) {
            this.number = number;
            return this;
        }

        public ListOfRevoked ofPoint(IssuingDistributionPoint point) {
            this.point = point;
            return this;
        }

        public ListOfRevoked delta() {
            delta = true;
            return this;
        }

        /** A delta upon the complete list of that number. */
        public ListOfRevoked deltaUpon(long number) {
            base = BigInteger.valueOf(number);
            return delta();
        }

        public ListOfRevoked with(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
            try {
                more.add(Extension.create(oid, critical, value));
                return this;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        public ListOfRevoked signedBy(KeyPair other) {
            signer = other;
            return this;
        }

        public ListOfRevoked algorithm(String name) {
            algorithm = name;
            return this;
        }

        public ListOfRevoked revoking(X509Certificate certificate, int reason, Instant on) {
            revoked.put(certificate, reason);
            revokedOn = on;
            return this;
        }

        public X509CRL made() {
            try {
                JcaX509v2CRLBuilder builder =
                        new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(thisUpdate));
                if (nextUpdate != null) {
                    builder.setNextUpdate(Date.from(nextUpdate));
                }
                revoked.forEach(
                        (one, reason) -> builder.addCRLEntry(one.getSerialNumber(), Date.from(revokedOn), reason));
                builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
                if (point != null) {
                    builder.addExtension(Extension.issuingDistributionPoint, true, point);
                }
                if (delta) {
                    builder.addExtension(Extension.deltaCRLIndicator, true, new CRLNumber(base));
                }
                for (Extension extension : more) {
                    builder.addExtension(extension);
                }
                return new JcaX509CRLConverter()
                        .setProvider(BOUNCY_CASTLE)
                        .getCRL(builder.build(signer(signer, algorithm)));
            } catch (GeneralSecurityException | IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static TestCertificate authorityCertificate(X500Name issuer, X500Name subject, KeyPair pair) {
        return TestCertificate.bare(issuer, subject)
                .key(pair)
                .from(START)
                .until(END)
                .with(Extension.basicConstraints, true, new BasicConstraints(true))
                .with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .policies("2.5.29.32.0");
    }

    /** An authority's certificate in the making, for whoever signs it. */
    public static TestCertificate certificateOf(String issuer, String subject) {
        return authorityCertificate(new X500Name(issuer), new X500Name(subject), ec());
    }

    public static KeyPair ec() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits, new SecureRandom());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static ContentSigner signer(KeyPair pair, String algorithm) {
        try {
            return new JcaContentSignerBuilder(algorithm)
                    .setProvider(BOUNCY_CASTLE)
                    .build(pair.getPrivate());
        } catch (OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
