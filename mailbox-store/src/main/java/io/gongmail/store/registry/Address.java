package io.gongmail.store.registry;

import java.util.Locale;
import java.util.Optional;

/**
 * The mail address of an account, in canonical lower case: the dot-atom of RFC 5321 §4.1.2, narrowed to letters, digits,
 * {@code _ + -} and single dots, so that no name is a pattern or a path anywhere. At most 64 octets before the {@code @}
 * (§4.5.3.1.1), 253 in the domain, 254 in all (§4.5.3.1.3).
 */
public record Address(String localPart, String domain) implements Comparable<Address> {
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_DOMAIN = 253;
    private static final int LONGEST = 254;

    /** @throws IllegalArgumentException when a part is not canonical, or too long */
    public Address {
        // Lengths come first: they bound what has to be looked at. No patterns: a notice has 100,000 of these read,
        // several times.
        if (localPart.length() > LONGEST_LOCAL_PART
                || !isDomain(domain)
                || localPart.length() + 1 + domain.length() > LONGEST
                || !isDotAtom(localPart)) {
            throw new IllegalArgumentException("not an address of an account");
        }
    }

    /**
     * The address that {@code text} means, in any case of its US-ASCII letters; empty when it cannot be the address of an
     * account.
     */
    public static Optional<Address> parse(String text) {
        int at = text.indexOf('@');
        // Before its case is changed: there are letters whose lower case is one of US-ASCII's, such as the Kelvin
        // sign's.
        if (at < 0 || text.length() > LONGEST || !isAscii(text)) {
            return Optional.empty();
        }
        // The root locale keeps a Turkish dotless i away.
        String lower = text.toLowerCase(Locale.ROOT);
        try {
            return Optional.of(new Address(lower.substring(0, at), lower.substring(at + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /**
     * As {@link #parse}, for text that is known to be good.
     *
     * @throws IllegalArgumentException when it is not
     */
    public static Address of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not an address of an account"));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7e) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDotAtom(String localPart) {
        boolean isAfterDot = true;
        for (int i = 0; i < localPart.length(); i++) {
            char c = localPart.charAt(i);
            if (c == '.' ? isAfterDot : !isLetterOrDigit(c) && c != '_' && c != '+' && c != '-') {
                return false;
            }
            isAfterDot = c == '.';
        }
        return !isAfterDot;
    }

    static boolean isDomain(String domain) {
        if (domain.length() > LONGEST_DOMAIN) {
            return false;
        }
        int label = 0;
        for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', label)) {
            if (!isLabel(domain, label, dot)) {
                return false;
            }
            label = dot + 1;
        }
        return isLabel(domain, label, domain.length());
    }

    private static boolean isLabel(String domain, int from, int end) {
        if (from == end || end - from > LONGEST_LABEL || domain.charAt(from) == '-' || domain.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = from; i < end; i++) {
            if (!isLetterOrDigit(domain.charAt(i)) && domain.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    /** As their texts are. */
    @Override
    public int compareTo(Address other) {
        int same = Math.min(localPart.length(), other.localPart.length());
        for (int i = 0; i < same; i++) {
            if (localPart.charAt(i) != other.localPart.charAt(i)) {
                return localPart.charAt(i) - other.localPart.charAt(i);
            }
        }
        // Where one has its @, which is in no local part, the other may have more.
        if (localPart.length() != other.localPart.length()) {
            return (localPart.length() == same ? '@' : localPart.charAt(same))
                    - (other.localPart.length() == same ? '@' : other.localPart.charAt(same));
        }
        return domain.compareTo(other.domain);
    }

    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}
