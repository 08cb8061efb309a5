package io.gongmail.store.registry;

/** What an account may do besides reading and sending mail. */
public enum Role {
    /** Administers the installation. */
    ADMINISTRATOR,
    /** Decides on applications, never on their own. */
    REVIEWER,
    /** Tells people why something does not work; decides nothing. */
    HELPDESK
}
