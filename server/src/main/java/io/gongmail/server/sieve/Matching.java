package io.gongmail.server.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a test compares (RFC 5228 §2.7, RFC 5231): kind, comparator and keys. {@code :matches} goes through a value once for each
 * star at most, and every step is counted: no pattern can take long.
 */
final class Matching {
    private enum Kind {
        IS,
        CONTAINS,
        MATCHES,
        VALUE,
        COUNT
    }

    private enum Comparator {
        OCTET,
        CASEMAP,
        NUMERIC
    }

    private static final List<String> RELATIONS = List.of("gt", "ge", "lt", "le", "eq", "ne");

    private final int line;
    private final Kind kind;
    private final String relation;
    private final Comparator comparator;
    private final List<String> keys;

    private Matching(int line, Kind kind, String relation, Comparator comparator, List<String> keys) {
        this.line = line;
        this.kind = kind;
        this.relation = relation;
        this.comparator = comparator;
        this.keys = keys;
    }

    /** Kind and comparator of a test, whose keys are taken later. */
    record Manner(int line, String kind, String relation, String comparator) {
        static Manner of(Arguments arguments, Compiler compiler) throws ScriptFault {
            List<String> kinds = new ArrayList<>();
            for (String simple : List.of("is", "contains", "matches")) {
                if (arguments.tag(simple)) {
                    kinds.add(simple);
                }
            }
            String relation = "";
            for (String relational : List.of("value", "count")) {
                var asked = arguments.tagged(relational);
                if (asked.isPresent()) {
                    compiler.needs("relational", arguments);
                    relation = asked.get().toLowerCase(Locale.ROOT);
                    if (!RELATIONS.contains(relation)) {
                        throw arguments.fault(":" + relational + " goes by one of " + String.join(", ", RELATIONS));
                    }
                    kinds.add(relational);
                }
            }
            if (kinds.size() > 1) {
                throw arguments.fault("one way to match, not " + kinds.size());
            }
            String kind = kinds.isEmpty() ? "is" : kinds.get(0);
            String comparator = arguments.tagged("comparator").orElse("i;ascii-casemap"); // RFC 5228 §2.7.3
            switch (comparator) {
                case "i;octet", "i;ascii-casemap" -> {}
                case "i;ascii-numeric" -> {
                    compiler.needs("comparator-i;ascii-numeric", arguments);
                    if (kind.equals("contains") || kind.equals("matches")) {
                        throw arguments.fault("numbers are not compared by :" + kind); // RFC 4790 §9.1
                    }
                }
                default -> throw arguments.fault("no such comparator here");
            }
            return new Manner(arguments.line(), kind, relation, comparator);
        }

        Matching with(List<String> keys) {
            Comparator by = comparator.equals("i;octet")
                    ? Comparator.OCTET
                    : comparator.equals("i;ascii-numeric") ? Comparator.NUMERIC : Comparator.CASEMAP;
            return new Matching(
                    line,
                    Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                    relation,
                    by,
                    keys.stream().map(key -> mapped(key, by)).toList());
        }
    }

    /** Whether any value fits any key; of a count whether their number does. */
    boolean anyOf(List<String> values, Run run) throws ScriptFault {
        if (kind == Kind.COUNT) {
            return any(Integer.toString(values.size()), Comparator.NUMERIC, run);
        }
        for (String value : values) {
            if (any(mapped(value, comparator), comparator, run)) {
                return true;
            }
        }
        return false;
    }

    private boolean any(String value, Comparator by, Run run) throws ScriptFault {
        for (String key : keys) {
            run.spend(line, 1L + value.length());
            boolean fits = switch (kind) {
                case IS -> compared(value, key, by) == 0;
                case CONTAINS -> value.contains(key);
                case MATCHES -> matches(value, key, run);
                case VALUE, COUNT -> holds(compared(value, key, by));
            };
            if (fits) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(int compared) {
        return switch (relation) {
            case "gt" -> compared > 0;
            case "ge" -> compared >= 0;
            case "lt" -> compared < 0;
            case "le" -> compared <= 0;
            case "eq" -> compared == 0;
            default -> compared != 0;
        };
    }

    private static int compared(String value, String key, Comparator by) {
        return by == Comparator.NUMERIC ? numbers(value, key) : value.compareTo(key);
    }

    /** RFC 4790 §9.1: leading digits count, and what has none is greater than every number. */
    private static int numbers(String one, String other) {
        String a = digits(one);
        String b = digits(other);
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
    }

    /** Without leading noughts, but of nought itself. */
    private static String digits(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        int begin = 0;
        while (begin < end - 1 && text.charAt(begin) == '0') {
            begin++;
        }
        return text.substring(begin, end);
    }

    /** RFC 4790 §9.2: letters of US-ASCII without their case, and nothing else. */
    private static String mapped(String text, Comparator by) {
        if (by != Comparator.CASEMAP) {
            return text;
        }
        StringBuilder mapped = new StringBuilder(text);
        for (int i = 0; i < mapped.length(); i++) {
            char c = mapped.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                mapped.setCharAt(i, (char) (c + 32));
            }
        }
        return mapped.toString();
    }

    /** {@code *}, {@code ?}, and {@code \} before either (RFC 5228 §2.7.1). After a mismatch only the last star gives way. */
    private boolean matches(String value, String pattern, Run run) throws ScriptFault {
        int v = 0;
        int p = 0;
        int star = -1;
        int from = 0;
        long steps = 0;
        while (v < value.length()) {
            if (++steps == 1_000) {
                run.spend(line, steps);
                steps = 0;
            }
            char wanted = p < pattern.length() ? pattern.charAt(p) : '\0';
            boolean isLiteral = wanted == '\\' && p + 1 < pattern.length();
            if (p < pattern.length() && wanted == '*') {
                star = p++;
                from = v;
            } else if (p < pattern.length()
                    && (isLiteral
                            ? pattern.charAt(p + 1) == value.charAt(v)
                            : wanted == '?' || wanted == value.charAt(v))) {
                // One character of two units is one (RFC 5228 §2.7.1 has characters).
                v += wanted == '?' && !isLiteral ? Character.charCount(value.codePointAt(v)) : 1;
                p += isLiteral ? 2 : 1;
            } else if (star >= 0) {
                p = star + 1;
                v = ++from;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
