package io.gongmail.store.registry;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The mail address of an account, in canonical lower case: the dot-atom of RFC 5321 §4.1.2, narrowed to letters, digits,
 * {@code _ + -} and single dots, so that no name is a pattern or a path anywhere. At most 64 octets before the {@code @}
 * (§4.5.3.1.1), 253 in the domain, 254 in all (§4.5.3.1.3).
 */
public record Address(String localPart, String domain) implements Comparable<Address> {
    private static final Pattern LOCAL_PART = Pattern.compile("[a-z0-9_+-]+(\\.[a-z0-9_+-]+)*");
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_DOMAIN = 253;
    private static final int LONGEST = 254;

    /** @throws IllegalArgumentException when a part is not canonical, or too long */
    public Address {
        // Lengths come first: they bound what the patterns have to look at.
        if (localPart.length() > LONGEST_LOCAL_PART
                || !isDomain(domain)
                || localPart.length() + 1 + domain.length() > LONGEST
                || !LOCAL_PART.matcher(localPart).matches()) {
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
        if (at < 0 || text.length() > LONGEST || text.chars().anyMatch(c -> c > 0x7e)) {
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

    static boolean isDomain(String domain) {
        return domain.length() <= LONGEST_DOMAIN && DOMAIN.matcher(domain).matches();
    }

    @Override
    public int compareTo(Address other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}
