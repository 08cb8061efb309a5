package io.gongmail.pki.path;

import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict.Refused;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** The extra refusals of the administrative PKI that a certificate shows by itself. */
final class Structure {
    private static final int LONGEST_SERIAL = 20; // RFC 5280 §4.1.2.2
    private static final int SHORTEST_RSA = 2048;
    private static final int SHORTEST_EC = 224;
    private static final int EXTENSIONS = 3;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;
    private static final Set<String> SHA_1_OR_OLDER = Set.of(
            "1.2.840.113549.1.1.2", // md2WithRSAEncryption
            "1.2.840.113549.1.1.4", // md5WithRSAEncryption
            "1.2.840.113549.1.1.5", // sha1WithRSAEncryption
            "1.2.840.10045.4.1", // ecdsa-with-SHA1
            "1.2.840.10040.4.3"); // dsa-with-SHA1

    private Structure() {}

    /**
     * Broken in itself: duplicate extensions (RFC 5280 §4.2), a serial number that is not positive or too long. Looks at
     * the octets: libraries keep one of two extensions, or throw.
     */
    static Optional<Refused> malformed(ASN1Sequence certificate) {
        ASN1Sequence tbs = ASN1Sequence.getInstance(certificate.getObjectAt(0));
        int serialAt = tbs.getObjectAt(0) instanceof ASN1TaggedObject ? 1 : 0;
        BigInteger serial = ASN1Integer.getInstance(tbs.getObjectAt(serialAt)).getValue();
        if (serial.signum() <= 0 || serial.toByteArray().length > LONGEST_SERIAL) {
            return refused(RefusalReason.MALFORMED, "serial=not positive or longer than 20 octets");
        }
        Set<ASN1ObjectIdentifier> seen = new HashSet<>();
        for (ASN1Encodable field : tbs) {
            if (field instanceof ASN1TaggedObject tagged && tagged.hasContextTag(EXTENSIONS)) {
                for (ASN1Encodable extension : ASN1Sequence.getInstance(tagged, true)) {
                    ASN1ObjectIdentifier oid = ASN1ObjectIdentifier.getInstance(
                            ASN1Sequence.getInstance(extension).getObjectAt(0));
                    if (!seen.add(oid)) {
                        return refused(RefusalReason.MALFORMED, "duplicateExtension=" + oid);
                    }
                }
            }
        }
        return Optional.empty();
    }

    static Optional<Refused> authority(X509Certificate leaf) {
        boolean[] usage = leaf.getKeyUsage();
        if (leaf.getBasicConstraints() >= 0 || usage != null && usage[KEY_CERT_SIGN]) {
            return refused(RefusalReason.AUTHORITY_CERTIFICATE, "subject=" + name(leaf));
        }
        return Optional.empty();
    }

    /** A key usage without digitalSignature (RFC 5280 §4.2.1.3); one that is absent allows everything. */
    static Optional<Refused> keyUsage(X509Certificate leaf) {
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            return refused(RefusalReason.WRONG_KEY_USAGE, "keyUsage=no digitalSignature");
        }
        return Optional.empty();
    }

    /** An extended key usage without clientAuth or any (RFC 5280 §4.2.1.12); real signing certificates have none. */
    static Optional<Refused> extendedKeyUsage(X509Certificate leaf) {
        byte[] value = leaf.getExtensionValue(Extension.extendedKeyUsage.getId());
        if (value == null) {
            return Optional.empty();
        }
        ASN1Sequence purposes =
                ASN1Sequence.getInstance(ASN1OctetString.getInstance(value).getOctets());
        for (var purpose : purposes) {
            if (purpose.equals(KeyPurposeId.id_kp_clientAuth.toOID())
                    || purpose.equals(KeyPurposeId.anyExtendedKeyUsage.toOID())) {
                return Optional.empty();
            }
        }
        return refused(RefusalReason.WRONG_EXTENDED_KEY_USAGE, "extendedKeyUsage=no clientAuth");
    }

    /** RSA below 2048 bit or EC below 224 bit. */
    static Optional<Refused> weakKey(X509Certificate certificate) {
        int bits;
        int atLeast;
        if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
            bits = rsa.getModulus().bitLength();
            atLeast = SHORTEST_RSA;
        } else if (certificate.getPublicKey() instanceof ECPublicKey ec) {
            bits = ec.getParams().getOrder().bitLength();
            atLeast = SHORTEST_EC;
        } else {
            return refused(
                    RefusalReason.UNSUPPORTED_KEY,
                    "keyAlgorithm=" + certificate.getPublicKey().getAlgorithm(),
                    "subject=" + name(certificate));
        }
        return bits < atLeast
                ? refused(RefusalReason.WEAK_KEY, "keyBits=" + bits, "subject=" + name(certificate))
                : Optional.empty();
    }

    /** A signature by SHA-1 or older. */
    static Optional<Refused> weakSignature(X509Certificate certificate) {
        return isWeak(certificate.getSigAlgOID())
                ? refused(
                        RefusalReason.WEAK_SIGNATURE,
                        "signatureAlgorithm=" + certificate.getSigAlgOID(),
                        "subject=" + name(certificate))
                : Optional.empty();
    }

    /** Whether a signature algorithm digests by SHA-1 or older. */
    static boolean isWeak(String signatureAlgorithm) {
        return SHA_1_OR_OLDER.contains(signatureAlgorithm);
    }

    static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    static Optional<Refused> refused(RefusalReason reason, String... evidence) {
        return Optional.of(new Refused(reason, List.of(evidence)));
    }
}
