package io.gongmail.store.registry;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A set of accounts under a name.
 *
 * @param name see {@link #isName}
 * @param agency the code of the agency whose it is; the empty text where it is the installation's
 * @param expression what it means; empty where it is a list of addresses
 * @param saved when it was saved last
 * @param savedBy by whom
 */
public record SavedAudience(String name, String agency, Optional<String> expression, Instant saved, String savedBy) {
    /** Of an expression, in characters. */
    public static final int LONGEST = 1_000;

    /** So long that it fits behind a word of its own before the at sign of an address (RFC 5321 §4.5.3.1.1). */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?");

    /** A word of every expression. */
    private static final String ALL = "all";

    /** Whether that can be the name of one: at most 50 letters of lower case, digits, and hyphens between them; not {@code all}. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches() && !text.equals(ALL);
    }
}
