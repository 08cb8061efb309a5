package io.gongmail.pki.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys as strangers encode them, at both sides of each bound. */
class KeyBoundsTest {
    private static final ASN1ObjectIdentifier DSA = X9ObjectIdentifiers.id_dsa;

    private static SubjectPublicKeyInfo rsa(int bits, int exponentBits) {
        try {
            return new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                    new RSAPublicKey(
                            BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE),
                            BigInteger.ONE.shiftLeft(exponentBits - 1).add(BigInteger.ONE)));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SubjectPublicKeyInfo key(ASN1ObjectIdentifier algorithm, ASN1Encodable parameters, int octets) {
        return new SubjectPublicKeyInfo(new AlgorithmIdentifier(algorithm, parameters), new byte[octets]);
    }

    @ParameterizedTest
    @CsvSource({"4096, 17, true", "4097, 17, false", "2048, 64, true", "2048, 65, false", "512, 2, true"})
    void rsaIsBoundedInModulusAndExponent(int bits, int exponentBits, boolean within) {
        assertThat(KeyBounds.isWithin(rsa(bits, exponentBits))).isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource({"65, true", "133, true", "134, false"})
    void aPointOfANamedCurveIsAtMostP521s(int octets, boolean within) {
        assertThat(KeyBounds.isWithin(key(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp521r1, octets)))
                .isEqualTo(within);
    }

    @Test
    void aCurveThatIsNotNamedIsNone() {
        assertThat(KeyBounds.isWithin(key(X9ObjectIdentifiers.id_ecPublicKey, DERNull.INSTANCE, 65)))
                .isFalse();
    }

    @Test
    void anRsaKeyThatIsNoneAndOtherKindsAreOutside() {
        assertThat(KeyBounds.isWithin(key(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE, 9)))
                .isFalse();
        assertThat(KeyBounds.isWithin(key(DSA, SECObjectIdentifiers.secp521r1, 65)))
                .isFalse();
    }

    /** Beside the key's own octets its encoding has: two headers of 4, the algorithm's 11, the bit string's 5. */
    @Test
    void anyOtherKindIsShortUpTo4096Octets() throws Exception {
        SubjectPublicKeyInfo longest = key(DSA, null, 4_096 - 4 - 11 - 5);
        assertThat(longest.getEncoded()).hasSize(4_096);
        assertThat(KeyBounds.isShort(longest)).isTrue();
        assertThat(KeyBounds.isShort(key(DSA, null, 4_096 - 4 - 11 - 5 + 1))).isFalse();
    }

    @Test
    void rsaAndEllipticCurvesAreNoOtherKind() {
        assertThat(KeyBounds.isShort(rsa(1024, 17))).isFalse();
        assertThat(KeyBounds.isShort(key(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp521r1, 65)))
                .isFalse();
    }
}
