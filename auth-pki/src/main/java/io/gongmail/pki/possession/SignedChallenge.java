package io.gongmail.pki.possession;

import io.gongmail.pki.BouncyCastle;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.WholeCertificate;
import io.gongmail.pki.path.KeyBounds;
import io.gongmail.pki.possession.Proof.Proven;
import io.gongmail.pki.possession.Proof.Refusal;
import io.gongmail.pki.possession.Proof.Unproven;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSTypedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** The server's side: checks a signed challenge. Thread-safe; never throws for what a person sent. */
public final class SignedChallenge {
    private static final int LARGEST = 64 * 1024;
    private static final int MOST_CERTIFICATES = 10;
    private static final Set<String> SHA_2 = Set.of(
            "2.16.840.1.101.3.4.2.1", // SHA-256
            "2.16.840.1.101.3.4.2.2", // SHA-384
            "2.16.840.1.101.3.4.2.3"); // SHA-512
    private static final Set<String> SIGNATURES = Set.of(
            "1.2.840.113549.1.1.1", // rsaEncryption: the digest algorithm says which
            "1.2.840.113549.1.1.11", // sha256WithRSAEncryption
            "1.2.840.113549.1.1.12", // sha384WithRSAEncryption
            "1.2.840.113549.1.1.13", // sha512WithRSAEncryption
            "1.2.840.10045.4.3.2", // ecdsa-with-SHA256
            "1.2.840.10045.4.3.3", // ecdsa-with-SHA384
            "1.2.840.10045.4.3.4"); // ecdsa-with-SHA512

    private final Clock clock;
    private final Provider provider = BouncyCastle.PROVIDER;

    public SignedChallenge(Clock clock) {
        this.clock = clock;
    }

    /** Whether {@code cms} is {@code challenge}, signed by exactly one signer, whose certificate is inside. */
    public Proof verify(byte[] cms, Challenge challenge) {
        return verify(cms, challenge, Optional.empty());
    }

    /** The same, and the signer must be {@code expected}, to the last octet. */
    public Proof verify(byte[] cms, Challenge challenge, X509Certificate expected) {
        return verify(cms, challenge, Optional.of(expected));
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // private: one path for both faces
    private Proof verify(byte[] cms, Challenge challenge, Optional<X509Certificate> expected) {
        if (cms.length > LARGEST) {
            return unproven(Refusal.TOO_LARGE, "octets=" + cms.length);
        }
        if (challenge.isOver(clock.instant())) {
            return unproven(Refusal.EXPIRED, "expires=" + challenge.expires());
        }
        try {
            return verified(new CMSSignedData(cms), challenge, expected);
        } catch (CMSException | CertificateException | IOException | RuntimeException e) {
            // Bouncy Castle meets broken input with any of these: whatever it was, nothing is proven.
            return unproven(Refusal.MALFORMED, "fault=" + e.getClass().getSimpleName());
        }
    }

    private Proof verified(CMSSignedData signed, Challenge challenge, Optional<X509Certificate> expected)
            throws CertificateException, IOException, CMSException {
        Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
        if (signers.size() != 1) {
            return unproven(Refusal.NOT_ONE_SIGNER, "signers=" + signers.size());
        }
        CMSTypedData content = signed.getSignedContent();
        if (content == null || !(content.getContent() instanceof byte[] octets)) {
            return unproven(Refusal.MALFORMED, "content=absent");
        }
        if (!MessageDigest.isEqual(octets, challenge.octets())) {
            return unproven(Refusal.OTHER_CONTENT);
        }
        SignerInformation signer = signers.iterator().next();
        if (!SHA_2.contains(signer.getDigestAlgOID()) || !SIGNATURES.contains(signer.getEncryptionAlgOID())) {
            return unproven(
                    Refusal.WEAK_ALGORITHM,
                    "digest=" + signer.getDigestAlgOID(),
                    "signature=" + signer.getEncryptionAlgOID());
        }
        Collection<X509CertificateHolder> inside = signed.getCertificates().getMatches(null);
        if (inside.size() > MOST_CERTIFICATES) {
            return unproven(Refusal.TOO_LARGE, "certificates=" + inside.size());
        }
        @SuppressWarnings("unchecked") // a signer's id selects certificate holders
        List<X509CertificateHolder> matching =
                List.copyOf(signed.getCertificates().getMatches(signer.getSID()));
        if (matching.size() != 1) {
            return unproven(Refusal.MALFORMED, "signerCertificates=" + matching.size());
        }
        return verified(signer, matching.get(0), inside, expected);
    }

    private Proof verified(
            SignerInformation signer,
            X509CertificateHolder holder,
            Collection<X509CertificateHolder> inside,
            Optional<X509Certificate> expected)
            throws CertificateException, IOException, CMSException {
        if (!KeyBounds.isWithin(holder.getSubjectPublicKeyInfo())) {
            return unproven(
                    Refusal.UNSUPPORTED_KEY,
                    "keyAlgorithm="
                            + holder.getSubjectPublicKeyInfo().getAlgorithm().getAlgorithm());
        }
        X509Certificate certificate = certificate(holder);
        if (expected.isPresent() && !MessageDigest.isEqual(expected.get().getEncoded(), certificate.getEncoded())) {
            return unproven(Refusal.OTHER_CERTIFICATE, "serial=" + certificate.getSerialNumber());
        }
        try {
            // By its key, not its certificate: whether the certificate is good now is the judge's to say.
            if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder()
                    .setProvider(provider)
                    .build(certificate.getPublicKey()))) {
                return unproven(Refusal.BAD_SIGNATURE);
            }
        } catch (CMSException | OperatorCreationException e) {
            return unproven(Refusal.BAD_SIGNATURE, "fault=" + e.getClass().getSimpleName());
        }
        List<X509Certificate> above = new ArrayList<>();
        for (X509CertificateHolder other : inside) {
            if (!other.equals(holder)) {
                above.add(certificate(other));
            }
        }
        return new Proven(new PeerCertificate(certificate, above));
    }

    private X509Certificate certificate(X509CertificateHolder holder) throws CertificateException, IOException {
        return WholeCertificate.of((X509Certificate) CertificateFactory.getInstance("X.509", provider)
                .generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
    }

    private static Unproven unproven(Refusal refusal, String... evidence) {
        return new Unproven(refusal, List.of(evidence));
    }
}
