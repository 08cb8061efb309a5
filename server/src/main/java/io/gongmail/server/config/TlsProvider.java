package io.gongmail.server.config;

/** Who does TLS. */
public enum TlsProvider {
    /** tcnative where it is published for the platform, else the JDK. */
    AUTO,
    JDK,
    OPENSSL
}
