package io.gongmail.store.mail.search;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Character sets as mail programs mean them. */
final class MailCharsets {
    /** What Windows calls KS C 5601: EUC-KR with every other syllable of modern Hangul. */
    static final Charset MS949 = Charset.forName("x-windows-949");

    /** Who says EUC-KR or KS C 5601 sends MS949 (WHATWG Encoding, label {@code euc-kr}); ASCII with its eighth bit is told by looking. */
    static final Map<Charset, Charset> MEANT =
            Map.of(Charset.forName("EUC-KR"), MS949, StandardCharsets.ISO_8859_1, Charset.forName("windows-1252"));

    private MailCharsets() {}

    /** The one of that name, or null when it says nothing about octets above 127. */
    static @Nullable Charset named(@Nullable String name) {
        if (name == null) {
            return null;
        }
        try {
            Charset charset = Charset.forName(name.trim());
            return charset.equals(StandardCharsets.US_ASCII) ? null : MEANT.getOrDefault(charset, charset);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Of octets that nobody named: UTF-8 where they can be that, though cut off at their end, MS949 else. */
    static Charset guessed(byte[] octets, int length) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(ByteBuffer.wrap(octets, 0, length), CharBuffer.allocate(length + 1), false);
        return result.isError() ? MS949 : StandardCharsets.UTF_8;
    }

    /** A header's octets as text: as UTF-8 (RFC 6532) where they are that, else as MS949, which is what old programs send. */
    static String text(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(octets, MS949);
        }
    }
}
