package io.gongmail.store.registry;

import java.nio.charset.StandardCharsets;

/**
 * One filter of an owner (RFC 5228).
 *
 * @param text as it was put there, at most {@value #LONGEST} octets of UTF-8, no NUL
 * @param active whether it is run on what arrives
 */
public record SieveScript(String name, String text, boolean active) {
    /** In octets of UTF-8. */
    public static final int LONGEST = 32_000;

    /** In characters: what RFC 5804 §1.6 has at least. */
    public static final int LONGEST_NAME = 128;

    /** Whether it may be a name: RFC 5804 §1.6 leaves out control characters and separators of lines. */
    public static boolean isName(String name) {
        return !name.isEmpty()
                && name.codePointCount(0, name.length()) <= LONGEST_NAME
                && name.codePoints()
                        .noneMatch(c -> Character.isISOControl(c)
                                || c == 0x2028
                                || c == 0x2029
                                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** Whether it is short enough, and has no NUL, which no table keeps. */
    public static boolean isText(String text) {
        return text.indexOf('\0') < 0 && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }
}
