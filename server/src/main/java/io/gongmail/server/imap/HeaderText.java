package io.gongmail.server.imap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.util.ByteSequence;

/**
 * Text of one message's headers for quoted strings: of one line each, and in US-ASCII unless the client takes UTF-8 (RFC 9755 §3).
 * Not thread-safe.
 */
final class HeaderText {
    private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]+");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
    /** Octets over 127 that nothing declares: today's programs mean UTF-8, the old Korean ones the code page of Windows. */
    private static final List<Charset> UNDECLARED = List.of(StandardCharsets.UTF_8, Charset.forName("x-windows-949"));

    private final boolean utf8;
    private boolean unencoded;

    private HeaderText(boolean utf8) {
        this.utf8 = utf8;
    }

    /** What is not US-ASCII is told by RFC 2047. */
    static HeaderText ascii() {
        return new HeaderText(false);
    }

    /** What is not encoded in the message is told as it is. */
    static HeaderText utf8() {
        return new HeaderText(true);
    }

    boolean isUtf8() {
        return utf8;
    }

    /** Whether some of it so far is neither US-ASCII nor encoded in the message, or may be so in a message within. */
    boolean isUnencoded() {
        return unencoded;
    }

    /** A message within has headers in UTF-8 (RFC 6532 §3.7). */
    void seenGlobal() {
        unencoded = true;
    }

    /** The same text, of which is noted what it is. */
    String seen(String text) {
        unencoded |= !isAscii(text);
        return text;
    }

    /** A field's value, unfolded (RFC 5322 §2.2.3), without control characters, which no quoted string may hold. */
    static String of(Field field) {
        ByteSequence raw = field.getRaw();
        if (raw == null) {
            return clean(field.getBody());
        }
        byte[] octets = raw.toByteArray();
        int start = 0;
        while (start < octets.length && octets[start] != ':') {
            start++;
        }
        start = Math.min(start + 1, octets.length);
        return clean(decoded(ByteBuffer.wrap(octets, start, octets.length - start)));
    }

    /** RFC 2047 where the text is not US-ASCII, unless it may be UTF-8. */
    String told(String text) {
        return utf8 ? seen(text) : encoded(seen(text));
    }

    private static String encoded(String text) {
        return isAscii(text) ? text : EncoderUtil.encodeIfNecessary(text, EncoderUtil.Usage.TEXT_TOKEN, 0);
    }

    /** A parameter or field as mime4j gives it, one character an octet, made fit for a quoted string. */
    String quotable(String octets) {
        return told(line(octets));
    }

    /** The same of what is one of a few words, always in US-ASCII. */
    String word(String octets) {
        return encoded(line(octets));
    }

    private static String line(String octets) {
        boolean single = octets.chars().allMatch(each -> each < 256);
        return clean(single ? decoded(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1))) : octets);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(each -> each < 128);
    }

    private static String clean(String text) {
        return CONTROL.matcher(FOLD.matcher(text).replaceAll(" "))
                .replaceAll(" ")
                .strip();
    }

    private static String decoded(ByteBuffer octets) {
        for (Charset charset : UNDECLARED) {
            try {
                return charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(octets.duplicate())
                        .toString();
            } catch (CharacterCodingException e) {
                continue;
            }
        }
        return StandardCharsets.ISO_8859_1.decode(octets.duplicate()).toString();
    }
}
