package io.gongmail.store.registry;

/** What stops an approval or an opening; nothing was changed. */
public enum Obstacle {
    /** Somebody else advanced the application first. */
    OVERTAKEN,
    /** The desired address is an account's, or reserved for another; give the application back. */
    ADDRESS_TAKEN,
    /** The certificate is or was bound to an account, or is reserved for another; give the application back. */
    CERTIFICATE_BOUND,
    /** Somebody has, or was approved for, every role that was asked for. */
    ROLES_HELD
}
