package io.gongmail.server.outbound;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server said (RFC 5321 §4.2).
 *
 * @param code three digits
 * @param lines without the code, printable, bounded by who read them
 */
record Reply(int code, List<String> lines) {
    /** Of the whole service, which closes (RFC 5321 §3.8). */
    static final int CLOSING = 421;

    private static final int LONGEST_TOLD = 200;
    /** RFC 3463 §2, of a class that fits the code (RFC 2034 §4). */
    private static final Pattern ENHANCED = Pattern.compile("([245])\\.\\d{1,3}\\.\\d{1,3}(?=$|\\s)");

    Reply {
        lines = List.copyOf(lines);
    }

    boolean isPositive() {
        return code / 100 == 2;
    }

    boolean isPermanent() {
        return code / 100 == 5;
    }

    /** The enhanced status code of a refusal; {@code 5.0.0} or {@code 4.0.0} where none was given. */
    String status() {
        Matcher matcher = ENHANCED.matcher(lines.isEmpty() ? "" : lines.get(0));
        boolean given = matcher.lookingAt() && matcher.group(1).equals(Integer.toString(code / 100));
        return given ? matcher.group() : code / 100 + ".0.0";
    }

    /** In one line of at most {@value #LONGEST_TOLD} characters, as it may stand in a log and in a notice. */
    String told() {
        String whole = code + " " + String.join(" ", lines);
        return whole.substring(0, Math.min(whole.length(), LONGEST_TOLD)).strip();
    }

    /** The parameters of an extension that this reply to EHLO announces (RFC 5321 §4.1.1.1); empty where it does not. */
    Optional<String> extension(String keyword) {
        return lines.stream()
                .skip(1)
                .filter(line -> line.equalsIgnoreCase(keyword)
                        || line.regionMatches(true, 0, keyword + " ", 0, keyword.length() + 1))
                .map(line -> line.substring(Math.min(line.length(), keyword.length()))
                        .strip())
                .findFirst();
    }
}
