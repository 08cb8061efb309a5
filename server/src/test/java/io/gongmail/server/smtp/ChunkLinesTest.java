package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.junit.jupiter.api.Test;

class ChunkLinesTest {
    private final List<String> lines = new ArrayList<>();

    private void take(ChunkLines chunks, String octets) {
        assertThat(chunks.take(octets.getBytes(StandardCharsets.ISO_8859_1), line -> {
                    lines.add(new String(line, StandardCharsets.ISO_8859_1));
                    return null;
                }))
                .isEmpty();
    }

    /** RFC 5321 §4.5.2. */
    @Test
    void linesAreTheSameWhereverTheyAreCut() {
        String text = "a\r\n.\r\n..b\r\n\r\nc\rd\ne\r\r\n";
        for (int first = 0; first <= text.length(); first++) {
            for (int second = first; second <= text.length(); second++) {
                ChunkLines chunks = new ChunkLines(100);
                lines.clear();
                take(chunks, text.substring(0, first));
                take(chunks, text.substring(first, second));
                take(chunks, text.substring(second));
                assertThat(lines).containsExactly("a\r\n", "..\r\n", "...b\r\n", "\r\n", "c\rd\ne\r\r\n");
            }
        }
    }

    @Test
    void aLineIsNoLongerThanItsBound() {
        ChunkLines chunks = new ChunkLines(10);
        take(chunks, "12345678\r\n");
        assertThat(chunks.isTooLong()).isFalse();
        take(chunks, "123456789\r\nx\r\n");
        assertThat(chunks.isTooLong()).isTrue();
        assertThat(lines).containsExactly("12345678\r\n");
    }

    @Test
    void whatIsAnsweredIsTheEnd() {
        ChunkLines chunks = new ChunkLines(10);
        assertThat(chunks.take("a\r\nb\r\n".getBytes(StandardCharsets.US_ASCII), line -> {
                    lines.add(new String(line, StandardCharsets.US_ASCII));
                    return new SMTPResponse("451", "no");
                }))
                .isPresent();
        assertThat(lines).containsExactly("a\r\n");
    }
}
