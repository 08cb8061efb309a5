package io.gongmail.store.registry;

/** What stops an approval, an opening or a binding; nothing was changed. */
public enum Obstacle {
    /** Somebody else advanced the application first. */
    OVERTAKEN,
    /** The desired address is an account's, or reserved for another; give the application back. */
    ADDRESS_TAKEN,
    /** The certificate is or was bound to an account, or is reserved for another; give the application back. */
    CERTIFICATE_BOUND,
    /** Somebody has, or was approved for, every role that was asked for. */
    ROLES_HELD,
    /** There is no such account, or it is suspended or closed. */
    ACCOUNT_NOT_ACTIVE,
    /** The binding that was to be replaced is not the account's, or not in a state for that any more. */
    BINDING_NOT_ACTIVE,
    /** Two different reviewers are needed, and nobody else has approved before. */
    FIRST_APPROVAL_MISSING,
    /** The account has as many certificates as it may have. */
    CERTIFICATES_FULL
}
