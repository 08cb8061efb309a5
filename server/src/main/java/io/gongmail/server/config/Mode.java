package io.gongmail.server.config;

/** What a server is run for. */
public enum Mode {
    PRODUCTION,
    /** Simulators are allowed, and the server says so. */
    DEMO
}
