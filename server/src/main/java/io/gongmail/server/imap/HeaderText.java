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

/** Text of headers for a quoted string: one line, and US-ASCII where it must be. */
final class HeaderText {
    private static final Pattern FOLD = Pattern.compile("\\r?\\n[ \\t]+");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
    /** Octets over 127 that nothing declares: today's programs mean UTF-8, the old Korean ones the code page of Windows. */
    private static final List<Charset> UNDECLARED = List.of(StandardCharsets.UTF_8, Charset.forName("x-windows-949"));

    private HeaderText() {}

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

    /** RFC 2047 where the text is not US-ASCII. */
    static String encoded(String text) {
        return ascii(text) ? text : EncoderUtil.encodeIfNecessary(text, EncoderUtil.Usage.TEXT_TOKEN, 0);
    }

    /** A parameter or field as mime4j gives it, one character an octet, made fit for a quoted string. */
    static String quotable(String octets) {
        boolean single = octets.chars().allMatch(each -> each < 256);
        return encoded(clean(single ? decoded(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1))) : octets));
    }

    private static boolean ascii(String text) {
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
