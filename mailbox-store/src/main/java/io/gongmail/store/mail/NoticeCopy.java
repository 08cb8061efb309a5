package io.gongmail.store.mail;

import java.time.Instant;
import java.util.Optional;
import org.apache.james.core.Username;

/**
 * How a notice stands with one member of its audience.
 *
 * @param when since when it stands so: accepted, delivered, failed, first read, recalled or found to be deleted
 * @param failure why it failed
 */
public record NoticeCopy(Username owner, State state, Instant when, Optional<NoticeFailure> failure) {
    /** Where it is. */
    public enum State {
        /** It comes when the mailbox is looked at next, or when its turn comes. */
        OWED,
        /** It is there and was not read. */
        DELIVERED,
        FAILED,
        /** It is or was there, and had {@code \Seen}. */
        READ,
        /** It was taken from there unread, or never came. */
        RECALLED,
        /** It had been read when it was recalled. */
        KEPT_READ,
        /** The owner deleted it and had not read it; since when is not known, so this tells since when it was there. */
        DELETED
    }
}
