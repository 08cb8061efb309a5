package io.gongmail.pki.revocation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One distribution point of one issuer, and the list in hand of it. The point, not the issuer alone, is the key: the lists
 * of one issuer's partitions never take each other's place.
 */
final class Point {
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final String key;
    private final X509Certificate issuer;
    private final List<URI> uris;
    private final Provider provider;
    private volatile @Nullable ReadList list;

    // Guarded by the point itself.
    private @Nullable CompletableFuture<Boolean> underWay;
    private int failures;
    private @Nullable Instant failingSince;
    private String failure = "";
    private @Nullable Instant fetched;
    private Instant due;
    private Instant asked;

    Point(X509Certificate issuer, List<URI> uris, Provider provider, Instant now) {
        this.key = key(issuer, uris);
        this.issuer = issuer;
        this.uris = List.copyOf(uris);
        this.provider = provider;
        this.due = now;
        this.asked = now;
    }

    static String key(X509Certificate issuer, List<URI> uris) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(issuer.getSubjectX500Principal().getEncoded());
            digest.update(issuer.getPublicKey().getEncoded());
            for (URI uri : uris) {
                digest.update(uri.toString().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    String key() {
        return key;
    }

    X509Certificate issuer() {
        return issuer;
    }

    List<URI> uris() {
        return uris;
    }

    Optional<X509CRL> list() {
        ReadList held = list;
        return held == null ? Optional.empty() : Optional.of(held.list());
    }

    boolean isFresh(Instant now) {
        ReadList held = list;
        return held != null && held.isFresh(now);
    }

    /**
     * Takes {@code octets} as this point's list, if they are one: of its issuer and signed by it, of this partition, in
     * force, and not older than the one in hand.
     *
     * @return whether it is another than the one in hand
     * @throws IOException when it is not taken; the message says why
     */
    boolean take(byte[] octets, Clock clock) throws IOException {
        ReadList fresh = read(octets);
        if (!fresh.list().getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            throw new IOException(
                    "is a list of " + fresh.list().getIssuerX500Principal().getName());
        }
        if (!fresh.isUnderstood()) {
            throw new IOException("has a critical extension that is not known");
        }
        List<String> addresses = fresh.scope().addresses();
        if (!addresses.isEmpty()
                && addresses.stream()
                        .flatMap(text -> DistributionPoints.uri(text).stream())
                        .noneMatch(uris::contains)) {
            throw new IOException("is the list of another partition: " + addresses);
        }
        if (clock.instant().plus(SKEW).isBefore(fresh.thisUpdate())) {
            throw new IOException("is of the future: thisUpdate " + fresh.thisUpdate());
        }
        if (!fresh.isSignedBy(issuer, provider)) {
            throw new IOException(
                    "is not signed by " + issuer.getSubjectX500Principal().getName());
        }
        synchronized (this) {
            ReadList held = list;
            if (held != null && held.list().equals(fresh.list())) {
                return false;
            }
            if (held != null && ReadList.OLDEST_FIRST.compare(fresh, held) < 0) {
                throw new IOException("CRL number " + fresh.number() + " of " + fresh.thisUpdate()
                        + " is older than number " + held.number() + " in hand: not taken");
            }
            list = fresh;
            return true;
        }
    }

    /** Where the newest deltas are, if the list in hand says so. */
    List<List<URI>> deltas() {
        ReadList held = list;
        return held == null ? List.of() : held.deltas();
    }

    synchronized void asked(Instant now) {
        asked = now;
    }

    synchronized boolean isIdle(Instant since) {
        return underWay == null && asked.isBefore(since);
    }

    synchronized boolean isQuiet() {
        return underWay == null;
    }

    synchronized boolean isDue(Instant now) {
        return underWay == null && !now.isBefore(due);
    }

    /** A fetch that is worth waiting for: the first, or one after success. Retries go on behind. */
    synchronized Optional<CompletableFuture<Boolean>> awaited() {
        return failures == 0 ? Optional.ofNullable(underWay) : Optional.empty();
    }

    /** Begins a fetch, unless one is under way or none is due. */
    synchronized Optional<CompletableFuture<Boolean>> begin(Instant now) {
        if (!isDue(now)) {
            return Optional.empty();
        }
        underWay = new CompletableFuture<>();
        return Optional.of(underWay);
    }

    /**
     * Ends the fetch that was begun.
     *
     * @param why what went wrong; null where nothing did
     */
    void end(@Nullable String why, Pace pace, Instant now) {
        CompletableFuture<Boolean> ended;
        synchronized (this) {
            ended = underWay;
            underWay = null;
            ReadList held = list;
            if (why == null) {
                failures = 0;
                failingSince = null;
                failure = "";
                fetched = now;
            } else {
                failures++;
                failingSince = failingSince == null ? now : failingSince;
                failure = why;
            }
            due = now.plus(
                    failures > 0
                            ? pace.afterFailures(failures)
                            : pace.untilNextLook(now, held == null ? null : held.nextUpdate()));
        }
        if (ended != null) {
            ended.complete(why == null);
        }
    }

    synchronized void dueAt(Instant instant) {
        due = instant;
    }

    synchronized int failures() {
        return failures;
    }

    synchronized ListState state() {
        ReadList held = list;
        return new ListState(
                issuer.getSubjectX500Principal().getName(),
                uris.stream().map(URI::toString).toList(),
                held == null ? List.of() : held.scope().addresses(),
                held == null ? null : held.number(),
                held == null ? null : held.thisUpdate(),
                held == null ? null : held.nextUpdate(),
                fetched,
                failingSince,
                failure);
    }

    private ReadList read(byte[] octets) throws IOException {
        try {
            // Bouncy Castle reads PEM and DER, and gives null for nothing.
            X509CRL read = (X509CRL)
                    CertificateFactory.getInstance("X.509", provider).generateCRL(new ByteArrayInputStream(octets));
            if (read == null) {
                throw new IOException("is empty");
            }
            return ReadList.of(read);
        } catch (CertificateException | CRLException | RuntimeException e) {
            throw new IOException("is not a revocation list: " + e.getMessage(), e);
        }
    }
}
