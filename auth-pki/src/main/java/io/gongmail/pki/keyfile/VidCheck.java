package io.gongmail.pki.keyfile;

import io.gongmail.pki.gpki.IdentifyData;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * The real-person check: {@code VID = h(h(DER(HashContent)))}, h = SHA-1 or SHA-256, {@code HashContent ::= SEQUENCE { idn
 * PrintableString, randomNum BIT STRING }}.
 *
 * <p>The certificate has it in its {@link IdentifyData}; the hash's parameters are absent in real certificates, NULL is taken
 * too.
 *
 * <p>Whoever has R can find the number by trying, so R and the number stay here, are compared in constant time, and what is
 * made of them is wiped; nothing of it is stored, returned or logged.
 */
public final class VidCheck {
    private static final Map<ASN1ObjectIdentifier, String> HASHES =
            Map.of(OIWObjectIdentifiers.idSHA1, "SHA-1", NISTObjectIdentifiers.id_sha256, "SHA-256");
    private static final int PRINTABLE_STRING = 0x13;
    private static final int BIT_STRING = 0x03;
    private static final int SEQUENCE = 0x30;
    /** Longest that DER's short form of a length takes. */
    private static final int SHORT_FORM = 127;

    /**
     * Whether {@code number} (10 digits of a business, 13 of a person) is the one {@code certificate} was issued for. The
     * number is wiped.
     */
    public VidResult check(X509Certificate certificate, OpenedKey key, char[] number) {
        try (Secrets digits = Secrets.of(number)) {
            Arrays.fill(number, '0');
            Optional<byte[]> random = key.random();
            if (random.isEmpty()) {
                return new VidResult.NotAvailable(
                        "the key file has no random number (R); the check cannot be made with it");
            }
            try (Secrets r = Secrets.of(random.get())) {
                return compared(certificate, digits.octets(), r.octets());
            }
        }
    }

    private static VidResult compared(X509Certificate certificate, byte[] number, byte[] random) {
        Optional<ASN1Sequence> stated;
        try {
            stated = IdentifyData.of(certificate).flatMap(IdentifyData::vid);
            if (stated.isEmpty()) {
                return new VidResult.NotAvailable("the certificate carries no VID");
            }
            ASN1ObjectIdentifier oid =
                    AlgorithmIdentifier.getInstance(stated.get().getObjectAt(0)).getAlgorithm();
            String hash = HASHES.get(oid);
            if (hash == null) {
                return new VidResult.NotAvailable(
                        "the certificate's VID is made by a hash that is not known here, OID " + oid);
            }
            byte[] expected = ASN1OctetString.getInstance(
                            ASN1TaggedObject.getInstance(stated.get().getObjectAt(1)), true)
                    .getOctets();
            if (number.length + random.length + 4 > SHORT_FORM) {
                return new VidResult.NotAvailable("number and R are longer than any that are issued");
            }
            try (Secrets made = Secrets.of(vid(hash, number, random))) {
                return MessageDigest.isEqual(expected, made.octets()) ? new VidResult.Passed() : new VidResult.Failed();
            }
        } catch (RuntimeException e) {
            // Bouncy Castle says in many ways that a structure is not what it was taken for.
            return new VidResult.NotAvailable("the certificate's VID cannot be read");
        }
    }

    private static byte[] vid(String hash, byte[] number, byte[] random) {
        // Written octet by octet, since objects of an ASN.1 library cannot be wiped.
        byte[] content = new byte[2 + 2 + number.length + 2 + random.length];
        try (Secrets wiped = Secrets.of(content)) {
            content[0] = SEQUENCE;
            content[1] = (byte) (content.length - 2);
            content[2] = PRINTABLE_STRING;
            content[3] = (byte) number.length;
            System.arraycopy(number, 0, content, 4, number.length);
            content[4 + number.length] = BIT_STRING;
            content[5 + number.length] = (byte) random.length;
            System.arraycopy(random, 0, content, 6 + number.length, random.length);
            MessageDigest digest = MessageDigest.getInstance(hash);
            try (Secrets once = Secrets.of(digest.digest(content))) {
                return digest.digest(once.octets());
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + hash, e);
        }
    }
}
