package io.gongmail.server.sieve;

/**
 * One word of a script (RFC 5228 §8.1).
 *
 * @param text of an identifier or tag in lower case, of a string its value, of a number its digits
 */
record Token(Kind kind, String text, long number, int line) {
    enum Kind {
        IDENTIFIER,
        TAG,
        NUMBER,
        STRING,
        SYMBOL,
        END
    }

    boolean is(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    /** As faults name it. */
    String shown() {
        return switch (kind) {
            case IDENTIFIER, SYMBOL -> "'" + text + "'";
            case TAG -> "':" + text + "'";
            case NUMBER -> "a number";
            case STRING -> "a string";
            case END -> "the end of the script";
        };
    }
}
