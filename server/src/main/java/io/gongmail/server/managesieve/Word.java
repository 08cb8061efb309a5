package io.gongmail.server.managesieve;

/**
 * One argument of a request (RFC 5804 §4).
 *
 * @param text of an atom or string; empty where it was too long to be taken
 */
record Word(Kind kind, String text) {
    enum Kind {
        /** A name or a number. */
        ATOM,
        STRING,
        /** A literal larger than is taken, which was read and thrown away. */
        TOO_LONG
    }

    boolean isString() {
        return kind == Kind.STRING;
    }
}
