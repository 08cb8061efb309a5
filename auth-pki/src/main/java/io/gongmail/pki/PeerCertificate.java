package io.gongmail.pki;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a peer has shown and proven to hold: its certificate, then what it sent of the chain above it, in the order sent.
 * Nothing in it is trusted yet.
 */
public record PeerCertificate(X509Certificate leaf, List<X509Certificate> above) {
    public PeerCertificate {
        above = List.copyOf(above);
    }

    /** From a chain as TLS gives it, leaf first; must not be empty. */
    public static PeerCertificate of(List<X509Certificate> chain) {
        return new PeerCertificate(chain.get(0), chain.subList(1, chain.size()));
    }
}
