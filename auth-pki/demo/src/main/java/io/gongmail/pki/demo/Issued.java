package io.gongmail.pki.demo;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A certificate with its key and what stands above it, without the anchor. */
public record Issued(X509Certificate certificate, PrivateKey key, List<X509Certificate> above) {
    public Issued {
        above = List.copyOf(above);
    }

    /** Leaf first, as TLS sends it. */
    public List<X509Certificate> chain() {
        java.util.ArrayList<X509Certificate> chain = new java.util.ArrayList<>();
        chain.add(certificate);
        chain.addAll(above);
        return List.copyOf(chain);
    }
}
