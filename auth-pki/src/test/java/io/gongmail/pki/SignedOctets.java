package io.gongmail.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.jce.spec.ECPrivateKeySpec;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.bouncycastle.util.Arrays;

/**
 * Puts a signature that holds around any octets: certificates, revocation lists and answers of responders are all a content,
 * its algorithm and its signature (RFC 5280 §4.1, §5.1, RFC 6960 §4.2.1), and what follows a signature in the code is out of
 * a fuzzer's reach without one.
 */
public final class SignedOctets {
    private static final BigInteger SCALAR = BigInteger.ONE.shiftLeft(200).add(BigInteger.TEN);

    private SignedOctets() {}

    /** The same in every run, so that a corpus keeps its worth. */
    public static KeyPair fixedKey() {
        ECNamedCurveParameterSpec curve = ECNamedCurveTable.getParameterSpec("secp256r1");
        try {
            KeyFactory keys = KeyFactory.getInstance("EC", TestAuthority.BOUNCY_CASTLE);
            KeyFactory plain = KeyFactory.getInstance("EC");
            return new KeyPair(
                    plain.generatePublic(new X509EncodedKeySpec(
                            keys.generatePublic(new ECPublicKeySpec(curve.getG().multiply(SCALAR), curve))
                                    .getEncoded())),
                    plain.generatePrivate(
                            new PKCS8EncodedKeySpec(keys.generatePrivate(new ECPrivateKeySpec(SCALAR, curve))
                                    .getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** An authority under that key. */
    public static TestAuthority fixedAuthority() {
        return TestAuthority.root("CN=Fuzzed,C=KR", made -> made.key(fixedKey()));
    }

    /** {@code content} as it is, well-formed or not, signed with ECDSA and SHA-256. */
    public static byte[] around(byte[] content, KeyPair signer) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signer.getPrivate());
            signature.update(content);
            byte[] rest = Arrays.concatenate(
                    new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256).getEncoded(),
                    new DERBitString(signature.sign()).getEncoded());
            return sequence(Arrays.concatenate(content, rest));
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] sequence(byte[] content) {
        int length = content.length;
        byte[] head = {0x30, (byte) 0x83, (byte) (length >> 16), (byte) (length >> 8), (byte) length};
        return Arrays.concatenate(head, content);
    }
}
