package io.gongmail.server.config;

/** Whether an account may go to another agency. */
public enum AgencyChange {
    /** By a reviewer of the agency that it goes to. */
    REVIEWED,
    /** It stays with its agency. */
    REFUSED
}
