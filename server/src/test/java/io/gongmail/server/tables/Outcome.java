package io.gongmail.server.tables;

/** What became of a test in a run, the worst last. */
enum Outcome {
    PASSED("passed"),
    NOT_RUN("was not run"),
    SKIPPED("was skipped"),
    FAILED("FAILED");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    Outcome or(Outcome other) {
        return compareTo(other) < 0 ? other : this;
    }

    @Override
    public String toString() {
        return word;
    }
}
