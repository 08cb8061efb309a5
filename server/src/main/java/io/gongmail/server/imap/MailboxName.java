package io.gongmail.server.imap;

import com.google.common.base.CharMatcher;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.display.ModifiedUtf7;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.mailbox.model.MailboxConstants;

/** Names of mailboxes: how they are written, and which ones a new mailbox may have. */
final class MailboxName {
    private static final HumanReadableText MALFORMED = new HumanReadableText(
            "gongmail.malformed-name",
            "failed. The name of a mailbox is printable US-ASCII, all else in modified UTF-7 (RFC 3501 section 5.1.3).");
    private static final CharMatcher PRINTABLE = CharMatcher.inRange(' ', '~');
    /** No mailbox there is has a longer one; how long a new one may be James says. */
    private static final int LONGEST = 600;

    private static final String DELIMITER = String.valueOf(MailboxConstants.DEFAULT_DELIMITER);
    /** The delimiter as programs write it that shift whatever is neither letter nor digit. */
    private static final String SHIFTED_DELIMITER = "&AC4-";

    private MailboxName() {}

    /**
     * The name that is written so: RFC 9755 §3: a server that takes UTF-8 takes it in names at any time; modified UTF-7 has none.
     *
     * @param utf8 whether the client has enabled it, so that what is US-ASCII stands for itself as well
     */
    static String decoded(String written, boolean utf8) throws DecodingException {
        return utf8 || !CharMatcher.ascii().matchesAllOf(written) ? written : fromUtf7(written);
    }

    /**
     * The name that is written so (RFC 3501 §5.1.3). Each name is written in one way: with shifts that do not end, or that hold
     * US-ASCII, halves of surrogate pairs or loose bits, it would be told otherwise than it was made, or be one that cannot be
     * stored. The delimiter alone may be shifted, by itself: §5.1.3 forbids it to who writes, and to who reads it says of a name
     * nothing else than the delimiter does, which is no part of any level's name.
     */
    static String fromUtf7(String received) throws DecodingException {
        String written = received.replace(SHIFTED_DELIMITER, DELIMITER);
        if (!PRINTABLE.matchesAllOf(written)) {
            throw malformed();
        }
        if (written.indexOf('&') < 0) {
            return written;
        }
        String name = plain(written);
        if (hasHalfPair(name) || !ModifiedUtf7.encodeModifiedUTF7(name).equals(written)) {
            throw malformed();
        }
        return name;
    }

    /** A pattern of names (RFC 9051 §6.3.9), which may hold pieces of what is written otherwise in names. */
    static String pattern(String written, boolean utf8) throws DecodingException {
        boolean plain = utf8 || written.indexOf('&') < 0 || !CharMatcher.ascii().matchesAllOf(written);
        return plain ? written : plain(written);
    }

    private static String plain(String written) throws DecodingException {
        try {
            return ModifiedUtf7.decodeModifiedUTF7(written);
        } catch (Error e) {
            // So the JDK tells of octets that a charset does not have, where it is not asked to tell otherwise.
            if (e.getCause() instanceof CharacterCodingException) {
                throw malformed();
            }
            throw e;
        }
    }

    private static DecodingException malformed() {
        return new DecodingException(MALFORMED, "A name of a mailbox that is none");
    }

    private static boolean hasHalfPair(String name) {
        return name.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /**
     * Why no new mailbox is called so; empty where one may be, if it is short enough. Control characters and ends of lines are not
     * part of Net-Unicode (RFC 9051 §5.1, RFC 5198 §2), which names are; wildcards would mean others in LIST.
     *
     * @param utf8 whether the name was written in UTF-8: "Server implementations MUST prohibit the creation of 8-bit mailbox names
     *     that do not comply with Net-Unicode" (RFC 9051 §5.1). In modified UTF-7 it may be decomposed, as RFC 3501 does not mind.
     */
    static Optional<String> objection(String name, boolean utf8) {
        if (name.length() > LONGEST) {
            return Optional.of("the name of a mailbox is shorter");
        }
        if (!NetUnicode.isLine(name)) {
            return Optional.of("the name of a mailbox has no control characters");
        }
        if (utf8 && !NetUnicode.isComposed(name)) {
            return Optional.of("the name of a mailbox has composed characters (RFC 5198)");
        }
        if (name.indexOf('%') >= 0 || name.indexOf('*') >= 0) {
            return Optional.of("the name of a mailbox has no wildcards");
        }
        // RFC 9051 §6.3.4: behind the last delimiter the client means to make some.
        if (name.startsWith(DELIMITER) || name.contains(DELIMITER + DELIMITER)) {
            return Optional.of("each level of the name of a mailbox has a name");
        }
        return Optional.empty();
    }
}
