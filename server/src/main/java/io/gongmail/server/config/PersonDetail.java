package io.gongmail.server.config;

/** What the directory may tell of a person besides the mail address. */
public enum PersonDetail {
    NAME,
    /** The unit within the agency. */
    DEPARTMENT,
    /** The position. */
    TITLE,
    /** A certificate that mail to the person can be encrypted for. */
    CERTIFICATE
}
