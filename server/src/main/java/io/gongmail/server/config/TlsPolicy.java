package io.gongmail.server.config;

/** How the way to another mail server is protected. */
public enum TlsPolicy {
    /** By STARTTLS where it is offered and works, whosever certificate it is (RFC 7435); in clear elsewhere. */
    OPPORTUNISTIC,
    /** By STARTTLS, and a certificate of the server's name from an authority that is trusted; else nothing is sent. */
    REQUIRED,
    /** By TLS from the first octet (RFC 8314 §3.3), with such a certificate. */
    IMPLICIT,
    /** Not at all. */
    NONE
}
