package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;

/**
 * Whatever comes in is cut into lines at CRLF and nowhere else, however it is cut on its way; what is no argument is answered; and
 * out of chunks comes no line that ends a message, and every octet.
 */
class SubmissionLineFuzzTest {
    private static final int LONGEST = 512;

    @FuzzTest
    void isALineOrRefused(byte[] octets) {
        Optional<List<String>> framed = framed(octets, octets.length);
        Optional<List<String>> singly = framed(octets, 1);
        if (framed.isPresent() && singly.isPresent()) {
            assertThat(singly).isEqualTo(framed);
            framed.get().forEach(SubmissionLineFuzzTest::command);
        }
        List<String> lines = chunked(octets, octets.length);
        assertThat(chunked(octets, 1)).isEqualTo(lines);
        assertThat(chunked(octets, 1 + octets.length / 2)).isEqualTo(lines);
    }

    private static void command(String line) {
        assertThat(line).endsWith("\r\n").hasSizeLessThanOrEqualTo(LONGEST + 2);
        assertThat(line.indexOf("\r\n")).isEqualTo(line.length() - 2);
        String within = line.substring(0, line.length() - 2);
        assertThat(StrictLines.hasBareControl(line.getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(within.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0));
        Bdat.refusal(within);
        Response response = EnvelopeArgument.of(within, argument -> {
            assertThat(within).startsWith(argument.path());
            argument.parameters().forEach((name, value) -> {
                assertThat(name).matches("[A-Z0-9][A-Z0-9-]*");
                assertThat(value).matches("[\\x21-\\x7e]*");
                NotificationParameters.refusal(name, value);
            });
            return new SMTPResponse("250", "taken");
        });
        assertThat(response.getRetCode()).isIn("250", "501");
        String path = new String(within.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        InternationalPath.refusal(path, true);
        InternationalPath.ascii(path, name -> Optional.empty())
                .ifPresent(ascii -> assertThat(InternationalPath.isAscii(ascii)).isTrue());
    }

    /** Lines as the listener cuts them; empty where one is too long, which of a line's CRLF may be seen at the CR. */
    private static Optional<List<String>> framed(byte[] octets, int step) {
        EmbeddedChannel channel = new EmbeddedChannel(new Frames(LONGEST, new Pacing()));
        try {
            for (int at = 0; at < octets.length; at += Math.max(1, step)) {
                int length = Math.min(Math.max(1, step), octets.length - at);
                channel.writeInbound(Unpooled.copiedBuffer(octets, at, length));
            }
            List<String> lines = new ArrayList<>();
            for (ByteBuf line = channel.readInbound(); line != null; line = channel.readInbound()) {
                lines.add(line.toString(StandardCharsets.ISO_8859_1));
                line.release();
            }
            return Optional.of(lines);
        } catch (TooLongFrameException e) {
            return Optional.empty();
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static List<String> chunked(byte[] octets, int step) {
        ChunkLines chunks = new ChunkLines(LONGEST);
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < octets.length; at += Math.max(1, step)) {
            byte[] part = new byte[Math.min(Math.max(1, step), octets.length - at)];
            System.arraycopy(octets, at, part, 0, part.length);
            assertThat(chunks.take(part, line -> noted(lines, line))).isEmpty();
        }
        if (!chunks.isTooLong()) {
            assertThat(chunks.rest(line -> noted(lines, line))).isEmpty();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            lines.forEach(line -> all.writeBytes(
                    (line.startsWith(".") ? line.substring(1) : line).getBytes(StandardCharsets.ISO_8859_1)));
            assertThat(all.toString(StandardCharsets.ISO_8859_1))
                    .startsWith(new String(octets, StandardCharsets.ISO_8859_1));
            assertThat(all.size() - octets.length).isIn(0, 2);
        }
        return lines;
    }

    private static Response noted(List<String> lines, byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        assertThat(text).endsWith("\r\n").isNotEqualTo(".\r\n");
        assertThat(text.indexOf("\r\n")).isEqualTo(text.length() - 2);
        lines.add(text);
        return null;
    }
}
