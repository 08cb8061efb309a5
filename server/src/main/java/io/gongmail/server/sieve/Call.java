package io.gongmail.server.sieve;

import java.util.List;
import java.util.Optional;

/**
 * A command or a test, as it stands in a script.
 *
 * @param tests that are its arguments
 * @param block of a command that has one
 */
record Call(String name, int line, List<Argument> arguments, List<Call> tests, Optional<List<Call>> block) {
    Call {
        arguments = List.copyOf(arguments);
        tests = List.copyOf(tests);
    }

    /** One argument that is no test. */
    record Argument(Kind kind, String tag, long number, List<String> strings, int line) {
        Argument {
            strings = List.copyOf(strings);
        }

        boolean isTag(String name) {
            return kind == Kind.TAG && tag.equals(name);
        }
    }

    enum Kind {
        TAG,
        NUMBER,
        STRING,
        STRINGS
    }
}
