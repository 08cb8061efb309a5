package io.gongmail.server.config;

/** What becomes of unread copies of a notice that has expired. */
public enum ExpiredNotices {
    /** They stay where they are. */
    KEEP,
    /** They are taken, as in a recall. */
    REMOVE
}
