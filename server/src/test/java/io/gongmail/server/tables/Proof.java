package io.gongmail.server.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether rows are proved: asks what became of their tests, and notes each row that is not. For one thread. */
final class Proof {
    private final Function<TestName, Outcome> outcomes;
    private final List<String> lacking = new ArrayList<>();

    Proof(Function<TestName, Outcome> outcomes) {
        this.outcomes = outcomes;
    }

    /** The worst outcome of the tests in that cell of the row; a row without a test is as one whose test was not run. */
    Outcome of(String page, Row row, String cell) {
        List<TestName> tests = TestName.all(cell);
        if (tests.isEmpty()) {
            lacking.add(page + ": " + row + ": names no test");
            return Outcome.NOT_RUN;
        }
        Outcome worst = Outcome.PASSED;
        for (TestName test : tests) {
            Outcome outcome = outcomes.apply(test);
            if (outcome != Outcome.PASSED) {
                lacking.add(page + ": " + row + ": " + test + " " + outcome);
            }
            worst = worst.or(outcome);
        }
        return worst;
    }

    void lacks(String what) {
        lacking.add(what);
    }

    /** Rows that are not proved, each with its test and what became of it. */
    List<String> lacking() {
        return List.copyOf(lacking);
    }

    /** The tests of a cell, as a page shows them. */
    static String shown(String cell) {
        return TestName.all(cell).stream().map(test -> "`" + test + "`").collect(Collectors.joining(", "));
    }
}
