package io.gongmail.server.tls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.PeerCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What mail programs presented last and why they were refused, for who asks why theirs does not get in: by certificate, or by
 * network where none was presented. In memory, for a day, of 10,000 certificates or networks the last five each; a flood pushes
 * out what is older, and a restart all of it. Thread-safe.
 */
public final class LastRefused {
    /** The network of a refusal without a certificate is not said to be anybody's: only this long it may be one's own. */
    public static final Duration OF_A_NETWORK = Duration.ofHours(1);

    private static final int MOST = 10_000;
    private static final int LAST = 5;
    private static final Duration KEPT = Duration.ofDays(1);

    private final Cache<String, List<Refusal>> refused;

    /** @param nanos {@code System::nanoTime}, or a test's */
    public LastRefused(LongSupplier nanos) {
        Ticker ticker = nanos::getAsLong;
        this.refused = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .build();
    }

    /**
     * One refusal.
     *
     * @param listener where: {@code imap}
     * @param code of the words for it
     * @param facts that the words need
     */
    public record Refusal(Instant at, String listener, String code, Map<String, String> facts) {
        public Refusal {
            facts = Map.copyOf(facts);
        }
    }

    /** @param certificate the SHA-256 of the one presented; empty where none was */
    public void add(Optional<String> certificate, InetAddress from, Refusal refusal) {
        refused.asMap().compute(certificate.orElseGet(() -> network(from)), (key, before) -> {
            List<Refusal> last = new ArrayList<>(List.of(refusal));
            if (before != null) {
                last.addAll(before.subList(0, Math.min(before.size(), LAST - 1)));
            }
            return List.copyOf(last);
        });
    }

    /** What a gate tells of those it refuses. */
    public Refusals ofGates(Clock clock) {
        return (protocol, peer, from, verdict) -> {
            if (from instanceof InetSocketAddress socket && socket.getAddress() != null) {
                add(
                        peer.flatMap(LastRefused::fingerprint),
                        socket.getAddress(),
                        new Refusal(
                                clock.instant(),
                                protocol.name().toLowerCase(Locale.ROOT),
                                verdict.reason().code(),
                                verdict.facts()));
            }
        };
    }

    private static Optional<String> fingerprint(PeerCertificate peer) {
        try {
            return Optional.of(CertificateKeys.of(peer.leaf()).certificateSha256());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a field that the key needs is missing or not valid
        }
    }

    /** Those of that certificate, from wherever; the newest first. */
    public List<Refusal> of(String certificate) {
        return found(certificate);
    }

    /** Those from {@code address} that presented none, within the last hour; the newest first. */
    public List<Refusal> withoutCertificate(InetAddress address, Instant now) {
        return found(network(address)).stream()
                .filter(refusal -> refusal.at().isAfter(now.minus(OF_A_NETWORK)))
                .toList();
    }

    private List<Refusal> found(String key) {
        List<Refusal> last = refused.getIfPresent(key);
        return last == null ? List.of() : last;
    }

    private static String network(InetAddress address) {
        return "from " + address.getHostAddress();
    }
}
