package io.gongmail.server.config;

/** Whom a person finds in the directory. */
public enum Visibility {
    /** Everybody, of all agencies. */
    ALL,
    /** The people and units of one's own agency. */
    OWN_AGENCY
}
