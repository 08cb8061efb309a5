package io.gongmail.pki.path;

import static io.gongmail.pki.path.Structure.refused;

import io.gongmail.pki.JudgePolicy;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.Profile;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict.Refused;
import io.gongmail.pki.WholeCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * What a peer sent, counted, weighed and read anew by Bouncy Castle from its octets. Nothing here costs more than reading
 * them: keys are looked at as encoded, before any library makes an object of them.
 */
final class SentCertificates {
    private final List<X509Certificate> read = new ArrayList<>();
    private final JudgePolicy policy;
    private final Map<ByteBuffer, X509Certificate> configured;
    private final CertificateFactory factory;

    /** @param configured by {@link #byOctets}: of these nothing is read anew */
    SentCertificates(JudgePolicy policy, Map<ByteBuffer, X509Certificate> configured, Provider provider)
            throws CertificateException {
        this.policy = policy;
        this.configured = configured;
        this.factory = CertificateFactory.getInstance("X.509", provider);
    }

    /** By the octets of each; left out is what would be refused or passed over if a peer sent it. */
    static Map<ByteBuffer, X509Certificate> byOctets(
            JudgePolicy policy, Iterable<X509Certificate> certificates, Provider provider) {
        Map<ByteBuffer, X509Certificate> found = new HashMap<>();
        for (X509Certificate certificate : certificates) {
            try {
                byte[] octets = certificate.getEncoded();
                SentCertificates alone = new SentCertificates(policy, Map.of(), provider);
                if (alone.read(octets, false).isEmpty() && !alone.read.isEmpty()) {
                    found.putIfAbsent(ByteBuffer.wrap(octets), certificate);
                }
            } catch (CertificateException | RuntimeException e) {
                continue; // as in refusal: what cannot be parsed
            }
        }
        return Map.copyOf(found);
    }

    X509Certificate leaf() {
        return read.get(0);
    }

    /** Those beside the leaf whose keys may be used. */
    List<X509Certificate> above() {
        return read.subList(1, read.size());
    }

    /** Reads {@code peer}, or tells why not. */
    Optional<Refused> refusal(PeerCertificate peer) {
        if (peer.above().size() + 1 > policy.maxChain()) {
            return refused(
                    RefusalReason.CHAIN_TOO_LARGE,
                    "certificates=" + (peer.above().size() + 1));
        }
        try {
            List<byte[]> octets = new ArrayList<>();
            octets.add(peer.leaf().getEncoded());
            for (X509Certificate certificate : peer.above()) {
                octets.add(certificate.getEncoded());
            }
            int together = octets.stream().mapToInt(der -> der.length).sum();
            if (together > policy.maxChainBytes()) {
                return refused(RefusalReason.CHAIN_TOO_LARGE, "octets=" + together);
            }
            for (int i = 0; i < octets.size(); i++) {
                X509Certificate known = i == 0 ? null : configured.get(ByteBuffer.wrap(octets.get(i)));
                if (known != null) {
                    read.add(known);
                    continue;
                }
                Optional<Refused> refused = read(octets.get(i), i == 0);
                if (refused.isPresent()) {
                    return refused;
                }
            }
            return Optional.empty();
        } catch (CertificateException | RuntimeException e) {
            // All that happens above is parsing, and parsers throw anything at broken DER.
            return refused(RefusalReason.MALFORMED, "parse=" + e.getClass().getSimpleName());
        }
    }

    private Optional<Refused> read(byte[] der, boolean isLeaf) throws CertificateException {
        ASN1Sequence encoded = ASN1Sequence.getInstance(der);
        if (policy.profile() == Profile.GPKI) {
            Optional<Refused> malformed = Structure.malformed(encoded);
            if (malformed.isPresent()) {
                return malformed;
            }
        }
        Certificate certificate = Certificate.getInstance(encoded);
        if (isLeaf && certificate.getSerialNumber().getValue().signum() <= 0) {
            // RFC 5280 §4.1.2.2; whose it is goes by issuer and number, so no profile can use it.
            return refused(RefusalReason.MALFORMED, "serial=not positive");
        }
        Optional<ASN1ObjectIdentifier> broken =
                KnownExtensions.broken(certificate.getTBSCertificate().getExtensions());
        if (broken.isPresent()) {
            return refused(RefusalReason.MALFORMED, "brokenExtension=" + broken.get());
        }
        SubjectPublicKeyInfo key = certificate.getSubjectPublicKeyInfo();
        boolean bounded = KeyBounds.isWithin(key) || policy.profile() == Profile.RFC5280 && KeyBounds.isShort(key);
        if (bounded && isUsable(key)) {
            Optional<X509Certificate> once = OnceVerified.of(der);
            read.add(
                    once.isPresent()
                            ? once.get()
                            : WholeCertificate.of(
                                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der))));
        } else if (isLeaf) {
            return refused(
                    RefusalReason.UNSUPPORTED_KEY,
                    "keyAlgorithm=" + key.getAlgorithm().getAlgorithm());
        }
        return Optional.empty(); // one above with such a key leads nowhere, and is passed over
    }

    /** Throws where its point is on no curve; of a curve that is not known there is none. */
    private static boolean isUsable(SubjectPublicKeyInfo key) {
        try {
            return BouncyCastleProvider.getPublicKey(key) != null;
        } catch (IOException e) {
            return false;
        }
    }
}
