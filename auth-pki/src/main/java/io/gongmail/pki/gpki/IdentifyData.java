package io.gongmail.pki.gpki;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * What a certificate says of its holder beside the subject: subjectAltName has otherName 1.2.410.200004.10.1.1 → {@code
 * SEQUENCE { realName UTF8String, userInfo SEQUENCE OF SEQUENCE { OID 1.2.410.200004.10.1.1.1, SEQUENCE { hashAlg
 * AlgorithmIdentifier, virtualID [0] EXPLICIT OCTET STRING } } } }.
 *
 * @param realName the holder's real name; the empty text where it is no text
 * @param vid {@code SEQUENCE { hashAlg, virtualID }}; empty where there is none
 */
public record IdentifyData(String realName, Optional<ASN1Sequence> vid) {
    private static final ASN1ObjectIdentifier IDENTIFY_DATA = new ASN1ObjectIdentifier("1.2.410.200004.10.1.1");
    private static final ASN1ObjectIdentifier VID = new ASN1ObjectIdentifier("1.2.410.200004.10.1.1.1");

    /**
     * Of {@code certificate}; empty where it has none.
     *
     * @throws RuntimeException of many kinds where it cannot be read, as Bouncy Castle has them
     */
    public static Optional<IdentifyData> of(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
        if (extension == null) {
            return Optional.empty();
        }
        GeneralNames names =
                GeneralNames.getInstance(ASN1OctetString.getInstance(extension).getOctets());
        for (GeneralName name : names.getNames()) {
            if (name.getTagNo() != GeneralName.otherName) {
                continue;
            }
            ASN1Sequence other = ASN1Sequence.getInstance(name.getName());
            if (IDENTIFY_DATA.equals(other.getObjectAt(0))) {
                return Optional.of(
                        of(ASN1Sequence.getInstance(ASN1TaggedObject.getInstance(other.getObjectAt(1)), true)));
            }
        }
        return Optional.empty();
    }

    private static IdentifyData of(ASN1Sequence data) {
        String realName = data.getObjectAt(0) instanceof ASN1String text ? text.getString() : "";
        for (ASN1Encodable info : ASN1Sequence.getInstance(data.getObjectAt(1))) {
            ASN1Sequence pair = ASN1Sequence.getInstance(info);
            if (VID.equals(pair.getObjectAt(0))) {
                return new IdentifyData(realName, Optional.of(ASN1Sequence.getInstance(pair.getObjectAt(1))));
            }
        }
        return new IdentifyData(realName, Optional.empty());
    }
}
