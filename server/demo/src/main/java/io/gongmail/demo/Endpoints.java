package io.gongmail.demo;

/** The demo's ports, counted from its base port; all on 127.0.0.1. */
record Endpoints(int base) {
    int imap() {
        return base;
    }

    int submission() {
        return base + 1;
    }

    /** Of agencies' systems. */
    int relay() {
        return base + 2;
    }

    /** Of the identity simulators. */
    int simulators() {
        return base + 9;
    }
}
