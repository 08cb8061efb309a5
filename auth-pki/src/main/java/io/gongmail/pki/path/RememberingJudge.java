package io.gongmail.pki.path;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.Verdict.Accepted;
import io.gongmail.pki.revocation.Revocation;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Judges by a {@link PathJudge}, and remembers for a while whom it accepted: the same people come again and again with the
 * same octets, and judging costs more than the handshake around it. Thread-safe, of bounded size.
 *
 * <p>What is remembered is used only where judging anew would find the same. It is forgotten when anything changed that
 * revocation is known by, and in time: with the first end of a list or certificate it rests on, when the clock was set back,
 * and after an hour in any case. Refusals are never remembered, nor what a responder or the policy's grace has said, nor
 * anything where responders are asked before lists. Another anchor is another judge, which remembers nothing yet.
 */
public final class RememberingJudge implements CertificateJudge {
    /** About 10 MiB of them. */
    private static final int MOST = 10_000;

    private static final Duration LONGEST = Duration.ofHours(1);

    private final PathJudge judge;
    private final Revocation revocation;
    private final Clock clock;
    private final Cache<String, Remembered> remembered;

    /** @param version of what was known of revocation before it was asked */
    private record Remembered(Accepted verdict, long version, Instant from, Instant until) {
        boolean holds(long versionNow, Instant now) {
            return version == versionNow && !now.isBefore(from) && now.isBefore(until);
        }
    }

    /**
     * @param revocation the one that {@code judge} asks
     * @param clock the one that {@code judge} goes by
     */
    public RememberingJudge(PathJudge judge, Revocation revocation, Clock clock) {
        this(judge, revocation, clock, MOST);
    }

    RememberingJudge(PathJudge judge, Revocation revocation, Clock clock, int most) {
        this.judge = judge;
        this.revocation = revocation;
        this.clock = clock;
        this.remembered =
                Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    }

    @Override
    public Verdict judge(PeerCertificate peer) {
        return remembered(peer).<Verdict>map(verdict -> verdict).orElseGet(() -> anew(peer));
    }

    @Override
    public Optional<Accepted> remembered(PeerCertificate peer) {
        return shown(peer)
                .map(remembered::getIfPresent)
                .filter(known -> known.holds(revocation.version(), clock.instant()))
                .map(Remembered::verdict);
    }

    @Override
    public List<String> evidence(PeerCertificate peer) {
        return judge.evidence(peer);
    }

    /** How many are remembered at most; some may no longer hold. */
    long size() {
        remembered.cleanUp();
        return remembered.estimatedSize();
    }

    private Verdict anew(PeerCertificate peer) {
        // Both before judging: what changes meanwhile must not be missed.
        long version = revocation.version();
        Instant from = clock.instant();
        PathJudge.Lasting judged = judge.lasting(peer);
        Instant longest = from.plus(LONGEST);
        Instant until = judged.until().isBefore(longest) ? judged.until() : longest;
        if (judged.verdict() instanceof Accepted accepted && from.isBefore(until) && revocation.hearsListsFirst()) {
            shown(peer).ifPresent(octets -> remembered.put(octets, new Remembered(accepted, version, from, until)));
        }
        return judged.verdict();
    }

    /** A digest of all octets that were shown, each certificate with its length; empty when there are none to be had. */
    private static Optional<String> shown(PeerCertificate peer) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, peer.leaf());
            for (X509Certificate certificate : peer.above()) {
                add(digest, certificate);
            }
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (CertificateEncodingException e) {
            return Optional.empty(); // for the judge to refuse
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, X509Certificate certificate) throws CertificateEncodingException {
        byte[] octets = certificate.getEncoded();
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(octets.length).array());
        digest.update(octets);
    }
}
