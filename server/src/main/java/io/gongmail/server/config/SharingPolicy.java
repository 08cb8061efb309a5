package io.gongmail.server.config;

/** What follows when an account seems to be used by several people; each includes the ones before. */
public enum SharingPolicy {
    /** An entry in the audit trail. */
    REPORT,
    /** Mail to owner and administrators. */
    WARN,
    /** The sign-in that was one too many is refused. */
    LIMIT
}
