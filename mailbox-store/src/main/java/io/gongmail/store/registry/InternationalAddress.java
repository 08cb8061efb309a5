package io.gongmail.store.registry;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mail address with Korean letters before the {@code @} (RFC 6531 §3.3), in canonical form: syllables of Hangul, composed (RFC 6532
 * §3.1), beside what an {@link Address} has, in lower case; the domain in A-labels (RFC 5891 §4.4). No other letters: none looks like
 * another. At most 64 octets of UTF-8 before the {@code @}, 254 in all.
 */
public record InternationalAddress(String localPart, String domain) implements Comparable<InternationalAddress> {
    private static final String ATOM = "[a-z0-9_+\uac00-\ud7a3-]+";
    private static final Pattern LOCAL_PART = Pattern.compile(ATOM + "(\\." + ATOM + ")*");
    private static final Pattern KOREAN = Pattern.compile("[\uac00-\ud7a3]");
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST = 254;

    /** @throws IllegalArgumentException when a part is not canonical, or too long, or there is nothing Korean about it */
    public InternationalAddress {
        int octets = localPart.getBytes(StandardCharsets.UTF_8).length;
        if (octets > LONGEST_LOCAL_PART
                || !Address.isDomain(domain)
                || octets + 1 + domain.length() > LONGEST
                || !LOCAL_PART.matcher(localPart).matches()
                || !KOREAN.matcher(localPart).find()) {
            throw new IllegalArgumentException("not an international address of an account");
        }
    }

    /**
     * The address that {@code text} means, composed or not, in any case of its US-ASCII letters; empty when it cannot be one.
     *
     * @param text with a domain in A-labels
     */
    public static Optional<InternationalAddress> parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0 || text.length() > LONGEST) {
            return Optional.empty();
        }
        // Not what is merely compatible: a letter of full width stays one, and is refused.
        String composed = Normalizer.normalize(text.substring(0, at), Normalizer.Form.NFC);
        // Letters beyond US-ASCII that have one of its own as lower case, such as the dotted capital I, are refused
        // before.
        if (!composed.chars().allMatch(c -> c < 0x7f || c >= '\uac00')) {
            return Optional.empty();
        }
        try {
            return Optional.of(new InternationalAddress(
                    composed.toLowerCase(Locale.ROOT), text.substring(at + 1).toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(InternationalAddress other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return localPart + "@" + domain;
    }
}
