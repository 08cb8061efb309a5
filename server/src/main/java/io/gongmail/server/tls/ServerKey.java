package io.gongmail.server.tls;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A certificate of this server's, with its key. A server has one for RSA, one for elliptic curves, or both side by side.
 *
 * @param chain the certificate, then what is above it, as it is sent to clients
 */
public record ServerKey(List<X509Certificate> chain, PrivateKey key) {
    public ServerKey {
        chain = List.copyOf(chain);
    }

    /**
     * Something wrong with a file.
     *
     * @param setting {@code certificate} or {@code key}, which names the file
     * @param wrong what is wrong, with the file
     * @param allowed what is allowed, or what to do
     */
    public record Problem(String setting, String wrong, String allowed) {
        @Override
        public String toString() {
            return "[tls] " + setting + ": " + wrong + "; " + allowed;
        }
    }

    /**
     * What files gave.
     *
     * @param keys those that may be used, the cheapest to sign with first; of use only where there are no problems
     */
    public record Reading(List<ServerKey> keys, List<Problem> problems) {
        public Reading {
            keys = List.copyOf(keys);
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads certificates and their keys; never throws for what stands in a file.
     *
     * @param certificates each PEM, leaf first, with what is above it
     * @param keys theirs, in the same order and as many, PEM, unencrypted
     * @param now must be within the life of each certificate
     */
    public static Reading read(List<Path> certificates, List<Path> keys, Instant now) {
        return new ServerKeyFiles(now).read(certificates, keys);
    }

    /** Its kind, whose it is, and until when. */
    @Override
    public String toString() {
        X509Certificate own = chain.get(0);
        return (isElliptic() ? "P-256" : "RSA") + " of " + own.getSubjectX500Principal() + " until "
                + own.getNotAfter().toInstant();
    }

    /** Whether it signs by an elliptic curve; with RSA otherwise. */
    boolean isElliptic() {
        return key.getAlgorithm().equals("EC");
    }
}
