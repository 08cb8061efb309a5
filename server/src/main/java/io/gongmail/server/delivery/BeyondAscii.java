package io.gongmail.server.delivery;

import com.google.common.io.BaseEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses at other servers with letters beyond US-ASCII before the {@code @} (RFC 6531 §3.3). In the queue, whose addresses have no
 * such letters, they are written in others, from which they are read again on the way out and for people. Stateless.
 */
public final class BeyondAscii {
    private static final String MARK = "utf8=";
    /** RFC 5321 §4.5.3.1.1, in octets. */
    private static final int LONGEST = 64;

    private static final BaseEncoding ENCODING =
            BaseEncoding.base32Hex().lowerCase().omitPadding();

    /** RFC 6531 §3.3: an atom may have letters beyond US-ASCII. Blanks and what is not seen are no letters of anybody's name. */
    private static final String ATOM = "(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]|[\\P{ASCII}&&[^\\p{Z}\\p{C}]])+";

    private static final Pattern LOCAL_PART = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");

    private BeyondAscii() {}

    /** What stands before the {@code @}, for the queue; empty where it is in US-ASCII, or nobody's name. */
    public static Optional<String> queued(String localPart) {
        byte[] octets = localPart.getBytes(StandardCharsets.UTF_8);
        return octets.length <= LONGEST && isName(localPart)
                ? Optional.of(MARK + ENCODING.encode(octets))
                : Optional.empty();
    }

    /** The address that a queued one means; the same where that is in US-ASCII. */
    public static String meant(String queued) {
        int at = queued.lastIndexOf('@');
        if (!queued.startsWith(MARK) || at < 0) {
            return queued;
        }
        String coded = queued.substring(MARK.length(), at);
        if (!ENCODING.canDecode(coded)) {
            return queued;
        }
        String localPart = new String(ENCODING.decode(coded), StandardCharsets.UTF_8);
        return isName(localPart) ? localPart + queued.substring(at) : queued;
    }

    private static boolean isName(String localPart) {
        return !isAscii(localPart) && LOCAL_PART.matcher(localPart).matches();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** The address that a queued one means as a status notice tells it (RFC 3464 §2.3.2), in US-ASCII (RFC 6533 §3, utf-8-addr-xtext). */
    static String typed(String queued) {
        String meant = meant(queued);
        if (isAscii(meant)) {
            return "rfc822; " + meant;
        }
        StringBuilder text = new StringBuilder("utf-8; ");
        meant.codePoints().forEach(c -> {
            if (c > ' ' && c < 0x7f && c != '\\' && c != '+' && c != '=') {
                text.append((char) c);
            } else {
                text.append("\\x{")
                        .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                        .append('}');
            }
        });
        return text.toString();
    }
}
