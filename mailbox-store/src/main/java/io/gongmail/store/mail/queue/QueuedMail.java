package io.gongmail.store.mail.queue;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.mailet.Mail;

/**
 * A mail in a queue, as it was when somebody looked.
 *
 * @param id the same at each attempt and after a crash
 * @param next before which it is not handed out; empty where that is now, or never
 * @param mail to look at; nothing that is done to it changes the queue
 */
public record QueuedMail(String queue, UUID id, Instant entered, Standing standing, Optional<Instant> next, Mail mail) {
    /** Where it stands. */
    public enum Standing {
        /** Handed out as soon as somebody takes it. */
        READY,
        /** Handed out later. */
        DELAYED,
        /** Not handed out until it is released. */
        HELD,
        /** With who delivers it. */
        IN_HAND
    }
}
