package io.gongmail.pki.keyfile;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate in a token with the handle of its key.
 *
 * @param alias what the token calls it
 * @param key signs only by {@code provider}
 */
public record TokenPair(String alias, List<X509Certificate> chain, PrivateKey key, Provider provider) {
    public TokenPair {
        chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    public KeyUse use() {
        return KeyUse.of(certificate());
    }
}
