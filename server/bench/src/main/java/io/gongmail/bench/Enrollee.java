package io.gongmail.bench;

import io.gongmail.demo.DemoPerson;

/** One person on the way to a mailbox: what the server acknowledged, and what was asked of it last. Thread-safe. */
final class Enrollee {
    private final DemoPerson person;
    private final String address;
    private String application = "";
    private Stage acknowledged = Stage.NOBODY;
    private Stage asked = Stage.NOBODY;
    private boolean whole;

    Enrollee(DemoPerson person, String address) {
        this.person = person;
        this.address = address;
    }

    /** Certificate, key and password. */
    DemoPerson person() {
        return person;
    }

    String address() {
        return address;
    }

    /** The application's id; empty until it is known. */
    synchronized String application() {
        return application;
    }

    synchronized void opened(String id) {
        application = id;
    }

    synchronized Stage acknowledged() {
        return acknowledged;
    }

    /** What may have come about without anybody hearing of it. */
    synchronized Stage asked() {
        return asked;
    }

    synchronized void ask(Stage stage) {
        asked = stage;
    }

    /** The server said so, or it was seen after a restart. */
    synchronized void reached(Stage stage) {
        acknowledged = stage;
        asked = stage;
    }

    /** Whether account, mailboxes, binding, welcome and sign-in were all seen. */
    synchronized boolean isWhole() {
        return whole;
    }

    synchronized void seenWhole() {
        whole = true;
    }

    @Override
    public synchronized String toString() {
        return address + " (application " + application + ", acknowledged " + acknowledged + ", asked for " + asked
                + ")";
    }
}
