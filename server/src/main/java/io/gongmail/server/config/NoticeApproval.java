package io.gongmail.server.config;

/** Whose notices a second person approves before they go. */
public enum NoticeApproval {
    /** Everybody's. */
    ALL,
    /** People's, and not those of agencies' systems. */
    PEOPLE,
    /** Nobody's. */
    NONE
}
