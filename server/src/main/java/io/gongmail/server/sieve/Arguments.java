package io.gongmail.server.sieve;

import io.gongmail.server.sieve.Call.Argument;
import io.gongmail.server.sieve.Call.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arguments of one call, taken away one by one; whatever is left at the end is not known. For one thread. */
final class Arguments {
    private final Call call;
    private final List<Argument> left;

    Arguments(Call call) {
        this.call = call;
        this.left = new ArrayList<>(call.arguments());
    }

    int line() {
        return call.line();
    }

    /** Whether the tag is there. */
    boolean tag(String name) {
        return left.stream()
                .filter(argument -> argument.isTag(name))
                .findFirst()
                .filter(left::remove)
                .isPresent();
    }

    /** What stands behind the tag; empty where the tag is not there. */
    Optional<String> tagged(String name) throws ScriptFault {
        Optional<Argument> value = behind(name, Kind.STRING);
        return value.map(argument -> argument.strings().get(0));
    }

    Optional<List<String>> taggedList(String name) throws ScriptFault {
        return behind(name, Kind.STRINGS).map(Argument::strings);
    }

    Optional<Long> taggedNumber(String name) throws ScriptFault {
        return behind(name, Kind.NUMBER).map(Argument::number);
    }

    private Optional<Argument> behind(String name, Kind kind) throws ScriptFault {
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i).isTag(name)) {
                left.remove(i);
                if (i >= left.size() || !fits(left.get(i).kind(), kind)) {
                    throw fault(":" + name + " has " + named(kind) + " behind it");
                }
                return Optional.of(left.remove(i));
            }
        }
        return Optional.empty();
    }

    /** RFC 5228 §2.4.2.1: one string is a list as well. */
    private static boolean fits(Kind given, Kind wanted) {
        return given == wanted || given == Kind.STRING && wanted == Kind.STRINGS;
    }

    private static String named(Kind kind) {
        return switch (kind) {
            case TAG -> "a tag";
            case NUMBER -> "a number";
            case STRING -> "a string";
            case STRINGS -> "a string or a list of strings";
        };
    }

    String string(String what) throws ScriptFault {
        return positional(what, Kind.STRING).strings().get(0);
    }

    List<String> strings(String what) throws ScriptFault {
        return positional(what, Kind.STRINGS).strings();
    }

    long number(String what) throws ScriptFault {
        return positional(what, Kind.NUMBER).number();
    }

    private Argument positional(String what, Kind kind) throws ScriptFault {
        if (left.isEmpty() || left.get(0).kind() == Kind.TAG) {
            throw left.isEmpty() ? fault(what + " is missing") : unknown();
        }
        if (!fits(left.get(0).kind(), kind)) {
            throw fault(what + " is " + named(kind));
        }
        return left.remove(0);
    }

    /** No argument is left, and no test. */
    void end() throws ScriptFault {
        end(0);
    }

    /** No argument is left, and so many tests are there; -1: one or more. */
    void end(int tests) throws ScriptFault {
        if (!left.isEmpty()) {
            throw unknown();
        }
        boolean fits = tests < 0 ? !call.tests().isEmpty() : call.tests().size() == tests;
        if (!fits) {
            throw fault(
                    switch (tests) {
                        case 0 -> "no test belongs here";
                        case 1 -> "one test belongs here";
                        default -> "tests in parentheses belong here";
                    });
        }
    }

    private ScriptFault unknown() {
        Argument first = left.get(0);
        return fault(
                first.kind() == Kind.TAG
                        ? ":" + first.tag() + " is not known here, or stands there twice"
                        : "there is an argument too many");
    }

    ScriptFault fault(String what) {
        return new ScriptFault(call.line(), call.name() + ": " + what);
    }
}
