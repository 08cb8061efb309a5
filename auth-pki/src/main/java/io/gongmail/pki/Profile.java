package io.gongmail.pki;

/** How strictly a path is judged. */
public enum Profile {
    /** RFC 5280 §6 and nothing else. */
    RFC5280,
    /** RFC 5280 and the refusals of the administrative PKI. */
    GPKI
}
