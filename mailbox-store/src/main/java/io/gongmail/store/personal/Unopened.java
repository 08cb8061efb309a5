package io.gongmail.store.personal;

/** A sealed value that does not open: altered, moved, or sealed under a key that is not there. Says nothing of its content. */
public final class Unopened extends Exception {
    private static final long serialVersionUID = 1L;

    Unopened(Place place, String why) {
        super(place + ": " + why);
    }
}
