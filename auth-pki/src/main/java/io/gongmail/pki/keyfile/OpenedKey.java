package io.gongmail.pki.keyfile;

import io.gongmail.pki.path.KeyBounds;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A private key with what the administrative PKI keeps beside it: PrivateKeyInfo (RFC 5958 §2) and in its attributes the
 * random number R of the real-person check, OID 1.2.410.200004.10.1.1.3, {@code SET { BIT STRING }}, which is sometimes
 * absent. All attributes are kept as they came. Closing wipes its octets.
 */
public final class OpenedKey implements AutoCloseable {
    private static final ASN1ObjectIdentifier RANDOM_NUMBER = new ASN1ObjectIdentifier("1.2.410.200004.10.1.1.3");
    /** Identifiers of KISA's own algorithms, KCDSA and EC-KCDSA among them, and of EC-KCDSA with ISO. */
    private static final String KISA = "1.2.410.200004.1.";

    private static final String EC_KCDSA = "1.0.14888.3.0.5";

    private final byte[] octets;
    private final PrivateKey key;
    private final Optional<ASN1BitString> random;

    private OpenedKey(byte[] octets, PrivateKey key, Optional<ASN1BitString> random) {
        this.octets = octets;
        this.key = key;
        this.random = random;
    }

    /** Of PKCS#8 in DER, which is copied. */
    public static Opening<OpenedKey> of(byte[] pkcs8) {
        try {
            return new Opening.Opened<>(parsed(pkcs8));
        } catch (NotOpened e) {
            return e.told();
        }
    }

    static OpenedKey parsed(byte[] pkcs8) throws NotOpened {
        try {
            PrivateKeyInfo content = PrivateKeyInfo.getInstance(ASN1Primitive.fromByteArray(pkcs8));
            String oid = content.getPrivateKeyAlgorithm().getAlgorithm().getId();
            KeyFactory factory = factory(content.getPrivateKeyAlgorithm().getAlgorithm());
            if (factory.getAlgorithm().equals("RSA")
                    && RSAPrivateKey.getInstance(content.parsePrivateKey())
                                    .getModulus()
                                    .bitLength()
                            > KeyBounds.LONGEST_RSA) {
                throw new NotOpened(
                        KeyProblem.UNSUPPORTED_KEY,
                        "it is an RSA key of more than " + KeyBounds.LONGEST_RSA
                                + " bits, which nothing here takes; ask your issuer for another");
            }
            // Without the attributes: not every key factory knows them, and they need not lie in memory twice.
            byte[] bare =
                    new PrivateKeyInfo(content.getPrivateKeyAlgorithm(), content.parsePrivateKey()).getEncoded("DER");
            try (Secrets wiped = Secrets.of(bare)) {
                return new OpenedKey(
                        pkcs8.clone(), factory.generatePrivate(new PKCS8EncodedKeySpec(bare)), random(content));
            } catch (GeneralSecurityException e) {
                throw new NotOpened(
                        KeyProblem.DAMAGED,
                        "the key in it, OID " + oid + ", does not hold together; take a fresh copy");
            }
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle says in many ways that a structure is not what it was taken for. Its words may quote
            // octets.
            throw new NotOpened(KeyProblem.DAMAGED, "what it holds is not a private key in PKCS#8; take a fresh copy");
        }
    }

    private static KeyFactory factory(ASN1ObjectIdentifier oid) throws NotOpened {
        try {
            if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
                return KeyFactory.getInstance("RSA");
            }
            if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                return KeyFactory.getInstance("EC");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA and EC", e);
        }
        boolean korean = oid.getId().startsWith(KISA) || oid.getId().startsWith(EC_KCDSA);
        throw new NotOpened(
                KeyProblem.UNSUPPORTED_KEY,
                korean
                        ? "it is a KCDSA key (OID " + oid.getId()
                                + "), which TLS and mail programs cannot use; ask your issuer for an RSA certificate"
                        : "it is a kind of key that is not known here, OID " + oid.getId()
                                + "; RSA and EC keys are taken");
    }

    private static Optional<ASN1BitString> random(PrivateKeyInfo content) {
        if (content.getAttributes() != null) {
            for (ASN1Encodable each : content.getAttributes()) {
                Attribute attribute = Attribute.getInstance(each);
                ASN1Set values = attribute.getAttrValues();
                if (attribute.getAttrType().equals(RANDOM_NUMBER) && values.size() == 1) {
                    return Optional.of(ASN1BitString.getInstance(values.getObjectAt(0)));
                }
            }
        }
        return Optional.empty();
    }

    /** For signing and decrypting, by the JDK's providers. */
    public PrivateKey privateKey() {
        return key;
    }

    /** Whether R, without which the real-person check cannot be made, is there. */
    public boolean hasRandom() {
        return random.isPresent();
    }

    /** R as the content of its BIT STRING: the count of unused bits, then the octets. The caller wipes it. */
    Optional<byte[]> random() {
        return random.map(bits -> {
            byte[] octets = bits.getOctets();
            byte[] content = new byte[octets.length + 1];
            content[0] = (byte) bits.getPadBits();
            System.arraycopy(octets, 0, content, 1, octets.length);
            Arrays.fill(octets, (byte) 0);
            return content;
        });
    }

    /** The same key with {@code random} as R, in place of one that may be there; other attributes stay. */
    public OpenedKey withRandom(byte[] random) {
        try {
            PrivateKeyInfo content = PrivateKeyInfo.getInstance(octets);
            ASN1EncodableVector attributes = new ASN1EncodableVector();
            if (content.getAttributes() != null) {
                for (ASN1Encodable each : content.getAttributes()) {
                    if (!Attribute.getInstance(each).getAttrType().equals(RANDOM_NUMBER)) {
                        attributes.add(each);
                    }
                }
            }
            attributes.add(new Attribute(RANDOM_NUMBER, new DERSet(new DERBitString(random))));
            byte[] with = new PrivateKeyInfo(
                            content.getPrivateKeyAlgorithm(), content.parsePrivateKey(), new DERSet(attributes))
                    .getEncoded("DER");
            try (Secrets wiped = Secrets.of(with)) {
                return parsed(with);
            }
        } catch (IOException | NotOpened e) {
            throw new IllegalStateException("a key that was opened is one", e);
        }
    }

    /** PKCS#8 in DER with all attributes; the caller wipes it. */
    public byte[] encoded() {
        return octets.clone();
    }

    @Override
    public void close() {
        Arrays.fill(octets, (byte) 0);
    }

    @Override
    public String toString() {
        return key.getAlgorithm() + " key" + (hasRandom() ? " with R" : "");
    }
}
