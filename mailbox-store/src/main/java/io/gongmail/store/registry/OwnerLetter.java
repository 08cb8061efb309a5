package io.gongmail.store.registry;

import java.time.Instant;

/**
 * One letter to an account's owner, ahead of something that ends.
 *
 * @param about the id of the binding that it is about; empty where it is about none
 * @param ends when that ends
 * @param days how many days ahead it is told, as configured
 */
public record OwnerLetter(
        Address account, Kind kind, String about, Instant ends, int days, Instant written, State state) {
    /** What it tells. */
    public enum Kind {
        CERTIFICATE_ENDS,
        PASSWORD_ENDS,
        /** Nobody uses the account; {@code ends} is when it is suspended for that, or when it was written where it is not. */
        DORMANT
    }

    /** What became of it. */
    public enum State {
        /** To be sent. */
        WAITING,
        /** On its way to the mailbox. */
        SENT,
        /** Not sent: what it tells was over before. */
        DROPPED
    }
}
