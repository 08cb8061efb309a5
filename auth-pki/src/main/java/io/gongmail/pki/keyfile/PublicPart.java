package io.gongmail.pki.keyfile;

import io.gongmail.pki.path.KeyBounds;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jcajce.provider.asymmetric.util.EC5Util;
import org.bouncycastle.jce.spec.ECParameterSpec;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The public key that follows from a private one. It finds the certificate without trying the key on each: a signature for
 * every pair of a file that holds many would take longer than anybody waits. It proves nothing; {@link Fit} does.
 */
final class PublicPart {
    private final List<byte[]> encodings;

    private PublicPart(List<byte[]> encodings) {
        this.encodings = encodings;
    }

    static PublicPart of(PrivateKey key) {
        try {
            if (key instanceof RSAPrivateCrtKey rsa) {
                return new PublicPart(
                        List.of(new RSAPublicKey(rsa.getModulus(), rsa.getPublicExponent()).getEncoded()));
            }
            if (key instanceof ECPrivateKey ec) {
                ECParameterSpec curve = EC5Util.convertSpec(ec.getParams());
                ECPoint point = new FixedPointCombMultiplier()
                        .multiply(curve.getG(), ec.getS())
                        .normalize();
                return new PublicPart(List.of(point.getEncoded(false), point.getEncoded(true)));
            }
        } catch (IOException | RuntimeException e) {
            return new PublicPart(List.of()); // a number that is none of its curve
        }
        return new PublicPart(List.of());
    }

    boolean isIn(X509Certificate certificate) {
        try {
            SubjectPublicKeyInfo key =
                    Certificate.getInstance(certificate.getEncoded()).getSubjectPublicKeyInfo();
            byte[] encoded = key.getPublicKeyData().getOctets();
            return KeyBounds.isWithin(key) && encodings.stream().anyMatch(own -> Arrays.equals(own, encoded));
        } catch (CertificateEncodingException | RuntimeException e) {
            return false; // what cannot be read fits nothing
        }
    }
}
