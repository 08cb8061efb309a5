package io.gongmail.server.portal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gongmail.store.registry.ApplicationId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The sessions of one door, in memory and bounded; a restart ends them, and applicants resume by their secret. Known by the
 * hash of their id alone, so that no dump of memory opens one. Those that entitle to something are counted apart: a stranger who
 * opens many ends none of them. Thread-safe.
 */
final class Sessions {
    private static final int ID_OCTETS = 32;

    private final Duration idle;
    private final Duration life;
    private final Clock clock;
    private final SecureRandom random;
    private final Cache<String, Session> fresh;
    private final Cache<String, Session> entitled;

    /**
     * @param most of each of the two kinds
     * @param idle unused for so long it is over
     * @param life after so long in any case
     */
    Sessions(int most, Duration idle, Duration life, Clock clock, SecureRandom random) {
        this.idle = idle;
        this.life = life;
        this.clock = clock;
        this.random = random;
        this.fresh = Caffeine.newBuilder().maximumSize(most).build();
        this.entitled = Caffeine.newBuilder().maximumSize(most).build();
    }

    /** A session and the id that opens it, which is told to its browser and to nobody else. */
    record Opened(String id, Session session) {}

    /** The session of that id, if it is not over and belongs to the certificate that is presented now. */
    Optional<Session> find(String id, String certificate) {
        String hash = hash(id);
        Session found = fresh.getIfPresent(hash);
        if (found == null) {
            found = entitled.getIfPresent(hash);
        }
        if (found == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (isOver(found, now) || !found.certificate().equals(certificate)) {
            close(id);
            return Optional.empty();
        }
        found.use(now);
        return Optional.of(found);
    }

    private boolean isOver(Session session, Instant now) {
        return !now.isBefore(session.used().plus(idle))
                || !now.isBefore(session.opened().plus(life));
    }

    /** One that entitles to nothing yet. */
    Opened open(String certificate) {
        return add(fresh, certificate, Optional.empty(), Optional.empty());
    }

    /** One that entitles to an application, in place of the one before, whose id opens nothing any longer. */
    Opened open(String before, String certificate, ApplicationId application) {
        close(before);
        return add(entitled, certificate, Optional.of(application), Optional.empty());
    }

    /** Ends it. */
    void close(String id) {
        String hash = hash(id);
        fresh.invalidate(hash);
        entitled.invalidate(hash);
    }

    /** One that is signed in to an account, in place of the one before. */
    Opened enter(String before, String certificate, Session.Entered account) {
        close(before);
        return add(entitled, certificate, Optional.empty(), Optional.of(account));
    }

    private Opened add(
            Cache<String, Session> where,
            String certificate,
            Optional<ApplicationId> application,
            Optional<Session.Entered> account) {
        String id = number();
        Instant now = clock.instant();
        Session session = new Session(number(), now, now, certificate, application, account);
        where.put(hash(id), session);
        return new Opened(id, session);
    }

    private String number() {
        byte[] octets = new byte[ID_OCTETS];
        random.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static String hash(String id) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
