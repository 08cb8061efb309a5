package io.gongmail.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5321 §4.5.2; and no end of message but ours, whatever stands in it. */
class MessageLinesTest {
    private static String written(InputStream message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MessageLines.write(message, out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** CR as r, LF as n, NUL as 0. */
    @ParameterizedTest
    @CsvSource({
        "arnbrn, arnbrn.rn",
        "arnb, arnbrn.rn",
        "'', .rn",
        ".rn, ..rn.rn",
        "arn.rnb, arn..rnbrn.rn",
        "a.brn, a.brn.rn",
        "an.nb, arn..rnbrn.rn",
        "ar.rb, arn..rnbrn.rn",
        "an.rnb, arn..rnbrn.rn",
        "arn.nb, arn..rnbrn.rn",
        "arrnb, arnrnbrn.rn",
        "ar, arn.rn",
        "a0brn, abrn.rn",
        "rn0.rn, rn..rn.rn"
    })
    @Adversary("NUL on its way to the next hop")
    void linesEndByCrlfAndNoneOfThemByItselfEndsTheMessage(String in, String out) throws IOException {
        byte[] octets = octets(in);
        assertThat(written(new ByteArrayInputStream(octets)))
                .isEqualTo(new String(octets(out), StandardCharsets.ISO_8859_1));
        // The same where each octet comes alone.
        assertThat(written(new ByteArrayInputStream(octets) {
                    @Override
                    public synchronized int read(byte[] into, int from, int length) {
                        return super.read(into, from, Math.min(1, length));
                    }

                    @Override
                    public int read(byte[] into) {
                        return read(into, 0, into.length);
                    }
                }))
                .isEqualTo(new String(octets(out), StandardCharsets.ISO_8859_1));
    }

    private static byte[] octets(String written) {
        return written.replace('r', '\r').replace('n', '\n').replace('0', '\0').getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void alsoWhatIsLongerThanABuffer() throws IOException {
        String line = "x".repeat(70) + "\r\n.\r\n";
        String message = line.repeat(2_000);
        assertThat(written(new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo(message.replace("\r\n.\r\n", "\r\n..\r\n") + ".\r\n");
    }
}
