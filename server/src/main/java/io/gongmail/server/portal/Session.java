package io.gongmail.server.portal;

import io.gongmail.store.registry.Address;
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
    private final Optional<Entered> entered;
    private final Map<String, Object> notes = new ConcurrentHashMap<>();
    private volatile Instant used;

    /**
     * @param token what every form of this session brings along, 256 bits
     * @param certificate the SHA-256 of the certificate that was presented when it was opened; empty where there was none
     * @param application the one that this session has opened or resumed
     * @param entered the account that this session is signed in to
     */
    Session(
            String token,
            Instant opened,
            Instant used,
            String certificate,
            Optional<ApplicationId> application,
            Optional<Entered> entered) {
        this.token = token;
        this.opened = opened;
        this.used = used;
        this.certificate = certificate;
        this.application = application;
        this.entered = entered;
    }

    /**
     * That somebody has shown an account's password besides its certificate.
     *
     * @param passwordSince of which it was: another one ends this
     */
    record Entered(Address account, Instant passwordSince) {}

    Optional<Entered> entered() {
        return entered;
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
