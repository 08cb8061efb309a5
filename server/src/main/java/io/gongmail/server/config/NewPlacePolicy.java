package io.gongmail.server.config;

/** What follows the first use of an account from a new place or by a new mail program. */
public enum NewPlacePolicy {
    NOTHING,
    /** The owner is told by mail. */
    TELL,
    /** The owner is told, and it is refused until somebody confirms it. */
    HOLD
}
