package io.gongmail.server.sieve;

import io.gongmail.server.sieve.Token.Kind;
import java.util.Locale;

/** Makes words of a script's text (RFC 5228 §8.1). Line ends may be CRLF or LF; in strings they become LF. For one thread. */
final class Scanner {
    /** RFC 5228 §2.4.1 has 31 bits at least; sizes are asked for in octets. */
    private static final long MOST_NUMBER = 1L << 50;

    private final String text;
    private int at;
    private int line = 1;

    Scanner(String text) {
        this.text = text.replace("\r\n", "\n");
    }

    Token next() throws ScriptFault {
        skip();
        int begun = line;
        if (at >= text.length()) {
            return new Token(Kind.END, "", 0, begun);
        }
        char c = text.charAt(at);
        if (c == '"') {
            return new Token(Kind.STRING, quoted(), 0, begun);
        }
        if (isDigit(c)) {
            return new Token(Kind.NUMBER, "", number(), begun);
        }
        if (isLetter(c)) {
            String name = identifier();
            return name.equals("text") && at < text.length() && text.charAt(at) == ':'
                    ? new Token(Kind.STRING, multiLine(), 0, begun)
                    : new Token(Kind.IDENTIFIER, name, 0, begun);
        }
        at++;
        if (c == ':') {
            if (at >= text.length() || !isLetter(text.charAt(at))) {
                throw new ScriptFault(begun, "a tag has a name behind its colon");
            }
            return new Token(Kind.TAG, identifier(), 0, begun);
        }
        if (";,()[]{}".indexOf(c) < 0) {
            throw new ScriptFault(begun, "a character that is none of Sieve's");
        }
        return new Token(Kind.SYMBOL, String.valueOf(c), 0, begun);
    }

    /** White space and comments (RFC 5228 §2.2, §2.3). */
    private void skip() throws ScriptFault {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                at++;
            } else if (c == ' ' || c == '\t') {
                at++;
            } else if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw new ScriptFault(line, "a comment that does not end");
                }
                count(at, end);
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private void count(int from, int to) {
        for (int i = from; i < to; i++) {
            line += text.charAt(i) == '\n' ? 1 : 0;
        }
    }

    private String identifier() {
        int begun = at;
        while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        return text.substring(begun, at).toLowerCase(Locale.ROOT);
    }

    private long number() throws ScriptFault {
        long number = 0;
        while (at < text.length() && isDigit(text.charAt(at))) {
            number = number * 10 + (text.charAt(at++) - '0');
            if (number > MOST_NUMBER) {
                throw new ScriptFault(line, "a number that is too large");
            }
        }
        if (at < text.length() && isLetter(text.charAt(at))) {
            int power = "KMG".indexOf(Character.toUpperCase(text.charAt(at++))) + 1;
            boolean ends = at >= text.length() || !isLetter(text.charAt(at)) && !isDigit(text.charAt(at));
            if (power == 0 || !ends || number > MOST_NUMBER >> 10 * power) {
                throw new ScriptFault(line, "a number has K, M or G behind it, or nothing, and is not too large");
            }
            number <<= 10 * power;
        }
        return number;
    }

    private String quoted() throws ScriptFault {
        int begun = line;
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                c = text.charAt(++at); // RFC 5228 §2.4.2: any character, though only two need it
            }
            line += c == '\n' ? 1 : 0;
            value.append(c);
        }
        throw new ScriptFault(begun, "a string that does not end");
    }

    /** RFC 5228 §2.4.2: up to a line of a single dot; of a line that begins with a dot that one is left out. */
    private String multiLine() throws ScriptFault {
        int begun = line;
        int end = text.indexOf('\n', at);
        String rest = end < 0 ? "x" : text.substring(at + 1, end).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
            throw new ScriptFault(begun, "behind text: the line ends");
        }
        StringBuilder value = new StringBuilder();
        while (true) {
            line++;
            int from = end + 1;
            end = text.indexOf('\n', from);
            String one = text.substring(from, end < 0 ? text.length() : end);
            if (one.equals(".")) {
                at = end < 0 ? text.length() : end;
                return value.toString();
            }
            if (end < 0) {
                throw new ScriptFault(begun, "a text that does not end with a dot on a line of its own");
            }
            value.append(one, one.startsWith(".") ? 1 : 0, one.length()).append('\n');
        }
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
