package io.gongmail.server.notice.signing;

import io.gongmail.server.notice.text.Entity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.mail.internet.ContentType;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * A message as multipart/signed (RFC 8551 §3.5.3): its fields outside, but those that tell what its content is; within, these and its
 * body as it came, made safe for ways of seven bits where it is not (§3.1.3); then the detached signature. Held in memory. Immutable.
 */
final class SignedMessage {
    private static final String CRLF = "\r\n";
    private static final String CONTENT = "content-";
    private static final String VERSION = "mime-version";

    private final List<byte[]> pieces;

    private SignedMessage(List<byte[]> pieces) {
        this.pieces = pieces;
    }

    /** Whether its sender has signed it: a second signature would tell readers nothing of the first. */
    static boolean isSigned(Entity message) {
        return message.type()
                .map(type -> type.match("multipart/signed")
                        || type.match("application/pkcs7-mime") && isSignedData(type)
                        || type.match("application/x-pkcs7-mime") && isSignedData(type))
                .orElse(false);
    }

    /** RFC 8551 §3.2.2; who does not tell is taken for one who signs. */
    private static boolean isSignedData(ContentType type) {
        String kind = type.getParameter("smime-type");
        return kind == null || kind.toLowerCase(Locale.ROOT).equals("signed-data");
    }

    /** Signs {@code message} as at {@code now}. */
    static SignedMessage of(Entity message, SigningKey key, Instant now) throws IOException {
        Hash hash = Hash.of(key.certificate().getPublicKey());
        String boundary = "=_signed-" + UUID.randomUUID();
        byte[] inside = SevenBit.content(message);
        byte[] signature = signature(inside, key, hash, now);
        ByteArrayOutputStream outside = new ByteArrayOutputStream();
        boolean hasVersion = false;
        for (Entity.Field field : message.fields()) {
            if (!field.name().startsWith(CONTENT)) {
                outside.writeBytes(SevenBit.lines(message.octets(), field.from(), field.to()));
                hasVersion |= field.name().equals(VERSION);
            }
        }
        outside.writeBytes(ascii((hasVersion ? "" : "MIME-Version: 1.0" + CRLF)
                + "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";" + CRLF
                + " micalg=" + hash.micalg + "; boundary=\"" + boundary + "\"" + CRLF + CRLF
                + "--" + boundary + CRLF));
        // The end of line before a boundary is the boundary's, and not signed (RFC 1847 §2.1).
        byte[] behind = ascii(CRLF + "--" + boundary + CRLF
                + "Content-Type: application/pkcs7-signature; name=smime.p7s" + CRLF
                + "Content-Transfer-Encoding: base64" + CRLF
                + "Content-Disposition: attachment; filename=smime.p7s" + CRLF + CRLF
                + Base64.getMimeEncoder().encodeToString(signature) + CRLF
                + "--" + boundary + "--" + CRLF);
        return new SignedMessage(List.of(outside.toByteArray(), inside, behind));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** All of it. */
    InputStream open() {
        return new SequenceInputStream(Collections.enumeration(
                pieces.stream().map(ByteArrayInputStream::new).toList()));
    }

    /** What a key signs by, and its name in {@code micalg} (RFC 8551 §3.5.3.2). */
    private enum Hash {
        SHA256("sha-256", "SHA256"),
        SHA384("sha-384", "SHA384"),
        SHA512("sha-512", "SHA512");

        private final String micalg;
        private final String name;

        Hash(String micalg, String name) {
            this.micalg = micalg;
            this.name = name;
        }

        /** As strong as the curve (RFC 5753 §8); RSA signs by SHA-256, which every program knows. */
        static Hash of(PublicKey key) {
            int bits = key instanceof ECPublicKey curve
                    ? curve.getParams().getCurve().getField().getFieldSize()
                    : 0;
            return bits <= 256 ? SHA256 : bits <= 384 ? SHA384 : SHA512;
        }
    }

    /** SignedData without content (RFC 5652 §5), with the time and the certificate that signs among what is signed (RFC 8551 §2.5). */
    private static byte[] signature(byte[] content, SigningKey key, Hash hash, Instant now) throws IOException {
        try {
            ASN1EncodableVector signed = new ASN1EncodableVector();
            signed.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(now)))));
            byte[] ofCertificate = MessageDigest.getInstance("SHA-256")
                    .digest(key.certificate().getEncoded());
            signed.add(new Attribute(
                    PKCSObjectIdentifiers.id_aa_signingCertificateV2,
                    new DERSet(new SigningCertificateV2(new ESSCertIDv2(ofCertificate)))));
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                            new JcaDigestCalculatorProviderBuilder().build())
                    .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(new AttributeTable(signed)))
                    .build(
                            new JcaContentSignerBuilder(hash.name + "with" + (isElliptic(key) ? "ECDSA" : "RSA"))
                                    .build(key.key()),
                            key.certificate()));
            generator.addCertificates(new JcaCertStore(key.chain()));
            return generator
                    .generate(new CMSProcessableByteArray(content), false)
                    .getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException | CMSException e) {
            throw new IllegalStateException("a notice cannot be signed with " + key, e);
        }
    }

    private static boolean isElliptic(SigningKey key) {
        return key.key().getAlgorithm().equals("EC");
    }
}
