package io.gongmail.pki.keyfile;

import io.gongmail.pki.BouncyCastle;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Whether a private key is that of a certificate: something is signed by the one and verified by the other. */
final class Fit {
    private static final byte[] ANYTHING = "does this key fit this certificate?".getBytes(StandardCharsets.US_ASCII);

    private Fit() {}

    /** @param token where the key lives, for one that cannot leave it */
    static boolean fits(PrivateKey key, X509Certificate certificate, @Nullable Provider token) {
        try {
            PublicKey open = certificate.getPublicKey();
            boolean rsa = key.getAlgorithm().equals("RSA");
            if (rsa != open.getAlgorithm().equals("RSA")) {
                return false;
            }
            String algorithm = rsa ? "SHA256withRSA" : "SHA256withECDSA";
            Signature signing =
                    token == null ? Signature.getInstance(algorithm) : Signature.getInstance(algorithm, token);
            signing.initSign(key);
            signing.update(ANYTHING);
            byte[] signed = signing.sign();
            Signature verifying = Signature.getInstance(algorithm, BouncyCastle.PROVIDER);
            verifying.initVerify(open);
            verifying.update(ANYTHING);
            return verifying.verify(signed);
        } catch (GeneralSecurityException | RuntimeException e) {
            // A key that cannot sign, or a certificate whose key cannot verify, fits nothing.
            return false;
        }
    }
}
