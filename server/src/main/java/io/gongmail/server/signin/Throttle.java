package io.gongmail.server.signin;

import io.gongmail.pki.CertificateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failed attempts by the certificate that was shown, so that guessing a password is slow and nobody can lock out
 * somebody else. Thread-safe; holds a bounded number of certificates and forgets the one longest unused.
 */
final class Throttle {
    private record Failures(Instant since, int count) {}

    private final int most;
    private final Duration window;
    private final Clock clock;
    private final Map<String, Failures> byCertificate;

    /**
     * @param most failures in a window after which it is closed
     * @param window counted from its first failure
     * @param certificates how many are remembered
     */
    Throttle(int most, Duration window, int certificates, Clock clock) {
        this.most = most;
        this.window = window;
        this.clock = clock;
        this.byCertificate = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
                return size() > certificates;
            }
        };
    }

    synchronized boolean isClosed(CertificateKey key) {
        return failures(key).count() >= most;
    }

    /** Counts one; true when this is the one that closes it. */
    synchronized boolean failed(CertificateKey key) {
        Failures before = failures(key);
        byCertificate.put(key.certificateSha256(), new Failures(before.since(), before.count() + 1));
        return before.count() + 1 == most;
    }

    synchronized void succeeded(CertificateKey key) {
        byCertificate.remove(key.certificateSha256());
    }

    private Failures failures(CertificateKey key) {
        Instant now = clock.instant();
        Failures known = byCertificate.get(key.certificateSha256());
        return known == null || !now.isBefore(known.since().plus(window)) ? new Failures(now, 0) : known;
    }
}
