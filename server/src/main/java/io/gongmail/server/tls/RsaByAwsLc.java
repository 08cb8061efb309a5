package io.gongmail.server.tls;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.netty.handler.ssl.OpenSslPrivateKeyMethod;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs for BoringSSL with the server's RSA key, by AWS-LC: that takes less than half of the processor time of BoringSSL's own
 * where the processor has AVX-512 IFMA; others were not measured. Thread-safe.
 */
final class RsaByAwsLc implements OpenSslPrivateKeyMethod {
    private static final Logger LOG = LoggerFactory.getLogger(RsaByAwsLc.class);

    private final Provider provider;
    private final PrivateKey key;

    private RsaByAwsLc(Provider provider, PrivateKey key) {
        this.provider = provider;
        this.key = key;
    }

    /** Empty where AWS-LC is not at hand for the platform, or cannot use this key; then BoringSSL signs. */
    static Optional<OpenSslPrivateKeyMethod> of(PrivateKey rsa) {
        AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
        if (provider.getLoadingError() != null) {
            LOG.info(
                    "RSA handshakes are signed by BoringSSL; AWS-LC is not to be had: {}",
                    provider.getLoadingError().getMessage());
            return Optional.empty();
        }
        byte[] der = rsa.getEncoded();
        try {
            PrivateKey own = KeyFactory.getInstance("RSA", provider).generatePrivate(new PKCS8EncodedKeySpec(der));
            return Optional.of(new RsaByAwsLc(provider, own));
        } catch (GeneralSecurityException e) {
            LOG.info("RSA handshakes are signed by BoringSSL; AWS-LC does not take the key: {}", e.getMessage());
            return Optional.empty();
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /** @throws SignatureException for an algorithm that TLS 1.2 with our suites and TLS 1.3 have not */
    @Override
    public byte[] sign(SSLEngine engine, int algorithm, byte[] input) throws GeneralSecurityException {
        Signature signature = signature(algorithm);
        signature.initSign(key);
        signature.update(input);
        return signature.sign();
    }

    private Signature signature(int algorithm) throws GeneralSecurityException {
        if (algorithm == SSL_SIGN_RSA_PSS_RSAE_SHA256) {
            return pss("SHA-256", MGF1ParameterSpec.SHA256, 32);
        }
        if (algorithm == SSL_SIGN_RSA_PSS_RSAE_SHA384) {
            return pss("SHA-384", MGF1ParameterSpec.SHA384, 48);
        }
        if (algorithm == SSL_SIGN_RSA_PSS_RSAE_SHA512) {
            return pss("SHA-512", MGF1ParameterSpec.SHA512, 64);
        }
        if (algorithm == SSL_SIGN_RSA_PKCS1_SHA256) {
            return Signature.getInstance("SHA256withRSA", provider);
        }
        if (algorithm == SSL_SIGN_RSA_PKCS1_SHA384) {
            return Signature.getInstance("SHA384withRSA", provider);
        }
        if (algorithm == SSL_SIGN_RSA_PKCS1_SHA512) {
            return Signature.getInstance("SHA512withRSA", provider);
        }
        throw new SignatureException("the signature scheme " + algorithm + " is not of ours");
    }

    /** The salt is as long as the digest (RFC 8446 §4.2.3). */
    private Signature pss(String digest, MGF1ParameterSpec mask, int salt) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS", provider);
        signature.setParameter(new PSSParameterSpec(digest, "MGF1", mask, salt, PSSParameterSpec.TRAILER_FIELD_BC));
        return signature;
    }

    /** Only a key exchange by RSA would ask for it, and there is none without forward secrecy here. */
    @Override
    public byte[] decrypt(SSLEngine engine, byte[] input) throws GeneralSecurityException {
        throw new SignatureException("no key is exchanged by RSA");
    }
}
