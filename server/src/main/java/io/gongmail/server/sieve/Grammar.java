package io.gongmail.server.sieve;

import io.gongmail.server.sieve.Call.Argument;
import io.gongmail.server.sieve.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The grammar of RFC 5228 §8.2: no command and no test is known here. Nesting is bounded, so that no script is too deep for the
 * stack. For one thread.
 */
final class Grammar {
    /** Blocks and tests within each other; RFC 5228 §2.10.5 demands 15 of each. */
    static final int DEEPEST = 40;

    private final Scanner words;
    private Token now;

    private Grammar(String text) throws ScriptFault {
        words = new Scanner(text);
        now = words.next();
    }

    static List<Call> commands(String text) throws ScriptFault {
        Grammar grammar = new Grammar(text);
        List<Call> commands = grammar.commands(0);
        if (grammar.now.kind() != Kind.END) {
            throw grammar.unexpected("a command");
        }
        return commands;
    }

    private ScriptFault unexpected(String instead) {
        return new ScriptFault(now.line(), now.shown() + " where " + instead + " is expected");
    }

    private Token take() throws ScriptFault {
        Token taken = now;
        now = words.next();
        return taken;
    }

    private void take(char symbol) throws ScriptFault {
        if (!now.is(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
        take();
    }

    private List<Call> commands(int depth) throws ScriptFault {
        List<Call> commands = new ArrayList<>();
        while (now.kind() == Kind.IDENTIFIER) {
            commands.add(call(true, depth));
        }
        return commands;
    }

    private Call call(boolean command, int depth) throws ScriptFault {
        if (now.kind() != Kind.IDENTIFIER) {
            throw unexpected(command ? "a command" : "a test");
        }
        if (depth > DEEPEST) {
            throw new ScriptFault(now.line(), "blocks and tests are nested deeper than " + DEEPEST);
        }
        Token name = take();
        List<Argument> arguments = new ArrayList<>();
        for (Optional<Argument> next = argument(); next.isPresent(); next = argument()) {
            arguments.add(next.get());
        }
        List<Call> tests = tests(depth);
        Optional<List<Call>> block = Optional.empty();
        if (command && now.is('{')) {
            take();
            block = Optional.of(commands(depth + 1));
            take('}');
        } else if (command) {
            take(';');
        }
        return new Call(name.text(), name.line(), arguments, tests, block);
    }

    private Optional<Argument> argument() throws ScriptFault {
        int line = now.line();
        switch (now.kind()) {
            case TAG:
                return Optional.of(new Argument(Call.Kind.TAG, take().text(), 0, List.of(), line));
            case NUMBER:
                return Optional.of(new Argument(Call.Kind.NUMBER, "", take().number(), List.of(), line));
            case STRING:
                return Optional.of(new Argument(Call.Kind.STRING, "", 0, List.of(take().text()), line));
            default:
                return now.is('[')
                        ? Optional.of(new Argument(Call.Kind.STRINGS, "", 0, strings(), line))
                        : Optional.empty();
        }
    }

    private List<String> strings() throws ScriptFault {
        List<String> strings = new ArrayList<>();
        do {
            take(); // '[' or ','
            if (now.kind() != Kind.STRING) {
                throw unexpected("a string");
            }
            strings.add(take().text());
        } while (now.is(','));
        take(']');
        return strings;
    }

    private List<Call> tests(int depth) throws ScriptFault {
        if (now.kind() == Kind.IDENTIFIER) {
            return List.of(call(false, depth + 1));
        }
        List<Call> tests = new ArrayList<>();
        if (now.is('(')) {
            do {
                take(); // '(' or ','
                tests.add(call(false, depth + 1));
            } while (now.is(','));
            take(')');
        }
        return tests;
    }
}
