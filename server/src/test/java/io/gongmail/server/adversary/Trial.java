package io.gongmail.server.adversary;

import static java.util.stream.Collectors.joining;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests in a JVM of their own, with or without a guard, and writes down how each went. */
final class Trial {
    /** How a test went. */
    enum Went {
        PASSED,
        /** An expectation did not hold. */
        FAILED,
        /** It ended by anything else, which says nothing about what it expects. */
        BROKE,
        /** There is no such test, or it was skipped. */
        MISSING
    }

    /** @param why in one line; empty where it passed */
    record Outcome(String test, Went went, String why) {
        @Override
        public String toString() {
            return went + " " + test + " " + why;
        }

        static Outcome read(String line) {
            String[] parts = line.split(" ", 3);
            return new Outcome(parts[1], Went.valueOf(parts[0]), parts[2]);
        }
    }

    private Trial() {}

    /** The file for outcomes, one a line, and then the tests. */
    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        List<String> outcomes = new ArrayList<>();
        for (String test : Arrays.asList(arguments).subList(1, arguments.length)) {
            outcomes.add(run(test).toString());
        }
        Files.write(Path.of(arguments[0]), outcomes);
        System.exit(0); // threads of shared test servers go on
    }

    private static Outcome run(String test) throws ClassNotFoundException {
        int hash = test.indexOf('#');
        Class<?> type = Class.forName(test.substring(0, hash));
        Listener listener = new Listener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(Arrays.stream(type.getDeclaredMethods())
                                        .filter(method -> method.getName().equals(test.substring(hash + 1)))
                                        .map(method -> selectMethod(type, method))
                                        .toList())
                                .build(),
                        listener);
        return listener.outcome(test);
    }

    private static final class Listener implements TestExecutionListener {
        private final List<Throwable> causes = new ArrayList<>();
        private int passed;

        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            if (result.getStatus() == Status.FAILED) {
                causes.add(result.getThrowable().orElseGet(() -> new IllegalStateException("failed without a cause")));
            } else if (identifier.isTest() && result.getStatus() == Status.SUCCESSFUL) {
                passed++;
            }
        }

        Outcome outcome(String test) {
            List<Throwable> unmet = causes.stream()
                    .filter(cause -> cause instanceof AssertionError || cause instanceof ConditionTimeoutException)
                    .toList();
            if (!unmet.isEmpty()) {
                return new Outcome(test, Went.FAILED, oneLine(unmet.get(0)));
            }
            if (!causes.isEmpty()) {
                return new Outcome(test, Went.BROKE, oneLine(causes.get(0)));
            }
            return new Outcome(test, passed == 0 ? Went.MISSING : Went.PASSED, "");
        }

        private static String oneLine(Throwable cause) {
            return cause.toString().lines().map(String::strip).collect(joining(" "));
        }
    }
}
