package io.gongmail.store.registry;

import java.time.Instant;

/**
 * A letter that tells the sender of a notice what became of it, as it was written; it is to be sent.
 *
 * @param recipient whom it goes to
 * @param written when
 */
public record NoticeLetter(NoticeNumber notice, Address recipient, Instant written) {
    /** How far it is. */
    enum State {
        /** The notice is out. */
        OWED,
        /** Is to be sent. */
        WRITTEN,
        SENT,
        /** Nobody is told. */
        DROPPED
    }
}
