package io.gongmail.pki.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;

/**
 * The demo's administrative PKI in one folder: root, issuing CA, a foreign CA and a CA for the server's own certificate.
 * Opening it again continues it. Not thread-safe, but for what it has published.
 */
public final class DemoAuthority {
    /** 공무원, personal. */
    public static final String OFFICIAL = "1.2.410.100001.2.2.1";
    /** 컴퓨터용, of an agency's system. */
    public static final String COMPUTER = "1.2.410.100001.2.1.2";
    /** 특수목적용, of an agency. */
    public static final String SPECIAL_PURPOSE = "1.2.410.100001.2.1.3";

    private static final String BANK = "1.2.410.200005.1.1.4";

    private static final Duration CRL_VALIDITY = Duration.ofDays(30);
    private static final Duration LIFE = Duration.ofDays(820);

    private final Path pki;
    private final Clock clock;
    private final SecureRandom random;
    private final Authority root;
    private final Authority issuing;
    private final Authority foreign;
    private final Authority server;
    private final Optional<URI> published;
    private volatile Map<String, X509CRL> lists = Map.of();

    private DemoAuthority(Path pki, Optional<URI> published, Clock clock, SecureRandom random)
            throws IOException, GeneralSecurityException {
        this.pki = pki;
        this.published = published;
        this.clock = clock;
        this.random = random;
        Path folder = Files.createDirectories(pki.resolve("authority"));
        Instant now = clock.instant();
        root = Authority.open(
                folder, "root", "CN=GPKIRootCA1 (TEST),OU=GPKI,O=Government of Korea,C=KR", List.of(), now, random);
        issuing = Authority.open(
                folder, "issuing", "CN=CA134100031,OU=GPKI,O=Government of Korea,C=KR", List.of(root), now, random);
        foreign = Authority.open(folder, "foreign", "CN=Foreign CA,O=Elsewhere,C=KR", List.of(), now, random);
        server = Authority.open(folder, "server-ca", "CN=Gongmail demo server CA", List.of(), now, random);
    }

    /** Continues the authority of the folder {@code pki}, or makes it; publishes anchors and revocation lists. */
    public static DemoAuthority open(Path pki, Clock clock, SecureRandom random)
            throws IOException, GeneralSecurityException {
        return open(pki, Optional.empty(), clock, random);
    }

    /**
     * The same; certificates made from now on say that their list and a responder are at {@code base}, where {@link
     * RevocationSimulator} answers.
     */
    public static DemoAuthority open(Path pki, URI base, Clock clock, SecureRandom random)
            throws IOException, GeneralSecurityException {
        return open(pki, Optional.of(base), clock, random);
    }

    private static DemoAuthority open(Path pki, Optional<URI> published, Clock clock, SecureRandom random)
            throws IOException, GeneralSecurityException {
        DemoAuthority authority = new DemoAuthority(pki, published, clock, random);
        Pem.write(pki.resolve("ca.pem"), authority.root.certificate(), authority.issuing.certificate());
        Pem.write(pki.resolve("server-ca.pem"), authority.server.certificate());
        authority.publishCrls();
        return authority;
    }

    /** The only anchor. */
    public X509Certificate root() {
        return root.certificate();
    }

    public X509Certificate issuingCa() {
        return issuing.certificate();
    }

    public X509Certificate serverCa() {
        return server.certificate();
    }

    /** An official's signing certificate: cn=001홍길동001,ou=people,ou=교육부,o=Government of Korea,c=KR. */
    public Issued official(String agency, String cn) throws GeneralSecurityException {
        return person(
                issuing, agency, cn, OFFICIAL, CertificateMaker.rsa(random), now().minus(Duration.ofDays(1)), LIFE);
    }

    /** The same with a P-256 key, cheaper to make. */
    public Issued officialWithEcKey(String agency, String cn) throws GeneralSecurityException {
        return person(
                issuing, agency, cn, OFFICIAL, CertificateMaker.ec(random), now().minus(Duration.ofDays(1)), LIFE);
    }

    /** Everything about it is right but its policy: a bank's, personal. With a P-256 key. */
    public Issued withBankPolicy(String cn) throws GeneralSecurityException {
        return person(issuing, "은행", cn, BANK, CertificateMaker.ec(random), now().minus(Duration.ofDays(1)), LIFE);
    }

    /** A new certificate for the key of {@code before}. */
    public Issued renewed(Issued before, String agency, String cn) throws GeneralSecurityException {
        KeyPair pair = new KeyPair(before.certificate().getPublicKey(), before.key());
        return person(issuing, agency, cn, OFFICIAL, pair, now().minus(Duration.ofDays(1)), LIFE);
    }

    /** A special-purpose certificate of an agency, for its representative account. */
    public Issued agency(String agency, String cn) throws GeneralSecurityException {
        return person(
                issuing,
                agency,
                cn,
                SPECIAL_PURPOSE,
                CertificateMaker.rsa(random),
                now().minus(Duration.ofDays(1)),
                LIFE);
    }

    /** A certificate of an agency's system. */
    public Issued system(String agency, String cn) throws GeneralSecurityException {
        return person(
                issuing, agency, cn, COMPUTER, CertificateMaker.rsa(random), now().minus(Duration.ofDays(1)), LIFE);
    }

    /** Ended yesterday. */
    public Issued expired(String agency, String cn) throws GeneralSecurityException {
        return person(
                issuing,
                agency,
                cn,
                OFFICIAL,
                CertificateMaker.rsa(random),
                now().minus(Duration.ofDays(100)),
                Duration.ofDays(99));
    }

    /** Looks right, but another authority issued it. */
    public Issued foreign(String agency, String cn) throws GeneralSecurityException {
        return person(
                foreign, agency, cn, OFFICIAL, CertificateMaker.rsa(random), now().minus(Duration.ofDays(1)), LIFE);
    }

    /** The server's own certificate for {@code names} and 127.0.0.1. */
    public Issued server(List<String> names) throws GeneralSecurityException {
        return server(names, CertificateMaker.rsa(random));
    }

    /** The same with a P-256 key. */
    public Issued serverWithEcKey(List<String> names) throws GeneralSecurityException {
        return server(names, CertificateMaker.ec(random));
    }

    private Issued server(List<String> names, KeyPair pair) throws GeneralSecurityException {
        GeneralName[] all = new GeneralName[names.size() + 1];
        for (int i = 0; i < names.size(); i++) {
            all[i] = new GeneralName(GeneralName.dNSName, names.get(i));
        }
        all[names.size()] = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
        X509Certificate made =
                server.issue("CN=" + names.get(0), pair, now().minus(Duration.ofDays(1)), now().plus(LIFE), builder -> {
                    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
                    builder.addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
                });
        return new Issued(made, pair.getPrivate(), List.of());
    }

    /** Puts on hold at once and publishes the list; {@link #revoke} may follow. */
    public void suspend(X509Certificate certificate) throws IOException, GeneralSecurityException {
        issuing.revoke(certificate, CRLReason.certificateHold, now());
        publishCrls();
    }

    /** Revokes at once and publishes the list. */
    public void revoke(X509Certificate certificate) throws IOException, GeneralSecurityException {
        issuing.revoke(certificate, CRLReason.keyCompromise, now());
        publishCrls();
    }

    /** Revokes the issuing CA itself at once, and with it everything it issued, and publishes the list. */
    public void revokeIssuingCa() throws IOException, GeneralSecurityException {
        root.revoke(issuing.certificate(), CRLReason.cACompromise, now());
        publishCrls();
    }

    /** New lists of both CAs in {@code pki/crl.pem}, swapped in whole. */
    public void publishCrls() throws IOException, GeneralSecurityException {
        X509CRL ofRoot = root.crl(now(), CRL_VALIDITY);
        X509CRL ofIssuing = issuing.crl(now(), CRL_VALIDITY);
        Pem.write(pki.resolve("crl.pem"), ofRoot, ofIssuing);
        lists = Map.of("root", ofRoot, "issuing", ofIssuing);
    }

    /** The list last published of the CA {@code name}: {@code root} or {@code issuing}. Safe from any thread. */
    Optional<X509CRL> list(String name) {
        return Optional.ofNullable(lists.get(name));
    }

    /** A certificate for answering in the issuing CA's name, with a key of its own. */
    Issued responder() throws GeneralSecurityException {
        KeyPair pair = CertificateMaker.ec(random);
        X509Certificate made = issuing.issue(
                "CN=OCSP responder (TEST),OU=GPKI,O=Government of Korea,C=KR",
                pair,
                now().minus(Duration.ofDays(1)),
                now().plus(LIFE),
                builder -> {
                    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
                    builder.addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
                    builder.addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
                });
        return new Issued(made, pair.getPrivate(), List.of());
    }

    /** NAME.crt.pem (leaf, issuing CA), NAME.key.pem and NAME.p12 under {@code password} in {@code folder}. */
    public static void write(Issued issued, Path folder, String name, String password)
            throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        Pem.write(folder.resolve(name + ".crt.pem"), issued.chain().toArray());
        Pem.writePrivate(folder.resolve(name + ".key.pem"), issued.key());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                name, issued.key(), password.toCharArray(), issued.chain().toArray(new Certificate[0]));
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        store.store(octets, password.toCharArray());
        Pem.ownersOnly(folder.resolve(name + ".p12"), octets.toByteArray());
    }

    private Issued person(
            Authority issuer, String agency, String cn, String policy, KeyPair pair, Instant from, Duration life)
            throws GeneralSecurityException {
        X509Certificate made = issuer.issue(
                "CN=" + cn + ",OU=people,OU=" + agency + ",O=Government of Korea,C=KR",
                pair,
                from,
                from.plus(life),
                builder -> {
                    builder.addExtension(
                            Extension.keyUsage,
                            true,
                            new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
                    builder.addExtension(
                            Extension.certificatePolicies,
                            false,
                            new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier(policy))));
                    if (issuer == issuing && published.isPresent()) {
                        RevocationSimulator.name(builder, published.get());
                    }
                });
        return new Issued(made, pair.getPrivate(), List.of(issuer.certificate()));
    }

    private Instant now() {
        return clock.instant();
    }
}
