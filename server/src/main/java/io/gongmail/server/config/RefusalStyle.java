package io.gongmail.server.config;

/** How a refused certificate is told. */
public enum RefusalStyle {
    /** In a line of the protocol after the handshake. */
    LINE,
    /** By a TLS alert, for those who must not answer strangers. */
    HANDSHAKE
}
