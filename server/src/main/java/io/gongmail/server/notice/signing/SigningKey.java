package io.gongmail.server.notice.signing;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What an agency's notices are signed with; proven to belong together.
 *
 * @param chain the certificate, then what stands above it, without a root
 * @param file where the key is, for people
 */
record SigningKey(List<X509Certificate> chain, PrivateKey key, String file) {
    SigningKey {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "the key of " + certificate().getSubjectX500Principal();
    }
}
