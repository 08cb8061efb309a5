package io.gongmail.pki.keyfile;

/** On its way up to become an {@link Opening.Refused}; it never leaves this room. */
final class NotOpened extends Exception {
    private static final long serialVersionUID = 1L;

    private final KeyProblem problem;
    private final String text;

    NotOpened(KeyProblem problem, String text) {
        super(text, null, false, false);
        this.problem = problem;
        this.text = text;
    }

    <T> Opening<T> told() {
        return new Opening.Refused<>(problem, text);
    }

    KeyProblem problem() {
        return problem;
    }
}
