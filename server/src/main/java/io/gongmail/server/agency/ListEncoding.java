package io.gongmail.server.agency;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** How a list is written. */
public enum ListEncoding {
    /** UTF-8 where it is that, with or without a byte order mark; MS949, as Korean spreadsheets write it, otherwise. */
    DETECT(List.of(StandardCharsets.UTF_8, Charset.forName("x-windows-949"))),
    UTF_8(List.of(StandardCharsets.UTF_8)),
    MS949(List.of(Charset.forName("x-windows-949")));

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final List<Charset> charsets;

    ListEncoding(List<Charset> charsets) {
        this.charsets = charsets;
    }

    /** The text; empty when an octet of it cannot be of this encoding. */
    Optional<String> text(byte[] octets) {
        for (Charset charset : charsets) {
            try {
                String text = charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(octets))
                        .toString();
                return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
            } catch (CharacterCodingException e) {
                // The next one, or none.
                continue;
            }
        }
        return Optional.empty();
    }
}
