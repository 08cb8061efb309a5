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

    /** The portal's public door. */
    int portal() {
        return base + 3;
    }

    /** The portal's door that asks for a certificate. */
    int certificateDoor() {
        return base + 6;
    }

    /** Where owners put their filters. */
    int manageSieve() {
        return base + 7;
    }

    /** The address book. */
    int directory() {
        return base + 8;
    }

    /** Of the identity simulators. */
    int simulators() {
        return base + 9;
    }
}
