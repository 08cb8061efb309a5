package io.gongmail.server.portal;

import io.gongmail.store.registry.ApplicationId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the server remembers of one browser, at one door. Thread-safe.
 *
 * @see Sessions
 */
final class Session {
    private static final int MOST_NOTES = 16;

    private final String token;
    private final Instant opened;
    private final String certificate;
    private final Optional<ApplicationId> application;
    private final Map<String, Object> notes = new ConcurrentHashMap<>();
    private volatile Instant used;

    /**
     * @param token what every form of this session brings along, 256 bits
     * @param certificate the SHA-256 of the certificate that was presented when it was opened; empty where there was none
     * @param application the one that this session has opened or resumed
     */
    Session(String token, Instant opened, Instant used, String certificate, Optional<ApplicationId> application) {
        this.token = token;
        this.opened = opened;
        this.used = used;
        this.certificate = certificate;
        this.application = application;
    }

    String token() {
        return token;
    }

    Instant opened() {
        return opened;
    }

    Instant used() {
        return used;
    }

    void use(Instant now) {
        used = now;
    }

    String certificate() {
        return certificate;
    }

    Optional<ApplicationId> application() {
        return application;
    }

    /** Leaves something for a later request; at most 16 things. */
    void note(String name, Object what) {
        if (notes.size() >= MOST_NOTES && !notes.containsKey(name)) {
            throw new IllegalStateException("a session takes at most " + MOST_NOTES + " notes");
        }
        notes.put(name, what);
    }

    <T> Optional<T> note(String name, Class<T> type) {
        return Optional.ofNullable(notes.get(name)).filter(type::isInstance).map(type::cast);
    }

    /** Takes what was left: of several requests at once, one gets it. */
    <T> Optional<T> take(String name, Class<T> type) {
        return Optional.ofNullable(notes.remove(name)).filter(type::isInstance).map(type::cast);
    }
}
