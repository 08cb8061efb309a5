package io.gongmail.pki;

import java.util.Optional;
import java.util.regex.Pattern;

/** The object identifier of a certificate policy, dotted decimal (RFC 5280 §4.2.1.4). */
public record PolicyOid(String dotted) implements Comparable<PolicyOid> {
    private static final Pattern DOTTED = Pattern.compile("[0-2](\\.(0|[1-9][0-9]{0,18})){1,30}");

    public PolicyOid {
        if (dotted.length() > 200 || !DOTTED.matcher(dotted).matches()) {
            throw new IllegalArgumentException("not an object identifier");
        }
    }

    /** The identifier written as {@code dotted}; empty when it is none, or beyond our bounds. */
    public static Optional<PolicyOid> parse(String dotted) {
        return dotted.length() <= 200 && DOTTED.matcher(dotted).matches()
                ? Optional.of(new PolicyOid(dotted))
                : Optional.empty();
    }

    @Override
    public int compareTo(PolicyOid other) {
        return dotted.compareTo(other.dotted);
    }

    @Override
    public String toString() {
        return dotted;
    }
}
