package io.gongmail.pki;

import java.util.regex.Pattern;

/** The object identifier of a certificate policy, dotted decimal (RFC 5280 §4.2.1.4). */
public record PolicyOid(String dotted) implements Comparable<PolicyOid> {
    private static final Pattern DOTTED = Pattern.compile("[0-2](\\.(0|[1-9][0-9]{0,18})){1,30}");

    public PolicyOid {
        if (dotted.length() > 200 || !DOTTED.matcher(dotted).matches()) {
            throw new IllegalArgumentException("not an object identifier");
        }
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
