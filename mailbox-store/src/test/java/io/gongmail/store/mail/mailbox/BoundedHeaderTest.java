package io.gongmail.store.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header a parser sees: the same as long as it is no longer than it may be, and the body always. */
class BoundedHeaderTest {
    /** Longer than what is read in one step, so that everything is cut somewhere. */
    private static final String LONG = "x".repeat(20_000);

    private static BoundedHeader over(String message) {
        return BoundedHeader.forJames(new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String told(InputStream header) throws IOException {
        return new String(header.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r",
                "\n",
                "\r\n",
                "\r\n\r\n",
                "\r\r\n",
                "Subject: x",
                "Subject: x\r\n",
                "Subject: x\r",
                "Subject: x\r\n\r",
                "Subject: x\r\n\rX: y\r\n\r\nbody",
                "Subject: x\n\nbody\n\n\nmore",
                "Subject: x\r\n folded\r\n\tfolded\r\n\r\nbody\r\n\r\nmore",
                "a\rb\r\r\n\r\nbody",
                " folded first\r\n\r\nbody"
            })
    void whatIsShortIsTheSame(String message) throws IOException {
        assertThat(told(over(message))).isEqualTo(message);
        assertThat(told(over(message + LONG))).isEqualTo(message + LONG);
    }

    @Test
    void itIsTheSameHoweverItIsReadAndWhereverSomethingStands() throws IOException {
        Random random = new Random(5_322);
        for (int i = 0; i < 300; i++) {
            StringBuilder message = new StringBuilder();
            for (int piece = random.nextInt(60); piece > 0; piece--) {
                message.append(
                        switch (random.nextInt(7)) {
                            case 0 -> "\r";
                            case 1 -> "\n";
                            case 2 -> "\r\n";
                            case 3 -> "\r\n ";
                            case 4 -> "x".repeat(random.nextInt(900));
                            default -> "A: b\r\n";
                        });
            }
            message.append("\r\n\r\n").append("y".repeat(random.nextInt(9_000)));
            BoundedHeader header = over(message.toString());
            assertThat(told(header)).isEqualTo(message.toString());
            assertThat(header.dropped()).isZero();
            BoundedHeader slowly = over(message.toString());
            StringBuilder octets = new StringBuilder();
            for (int octet = slowly.read(); octet >= 0; octet = slowly.read()) {
                octets.append((char) octet);
            }
            assertThat(octets.toString()).isEqualTo(message.toString());
        }
    }

    @Test
    void ofALongFieldTheBeginningIsToldAndWhatFollowsWhole() throws IOException {
        String field = "To: " + "x".repeat(100_000);
        for (String end : new String[] {"\r\n", "\n", "\r\n " + LONG + "\r\n\t" + LONG + "\r\n"}) {
            BoundedHeader header = over("A: b\r\n" + field + end + "Subject: y\r\n\r\n" + LONG);
            String told = told(header);
            String kept = field.substring(0, 64 * 1024);
            assertThat(told)
                    .isEqualTo("A: b\r\n" + kept + (end.equals("\n") ? "\n" : "\r\n") + "Subject: y\r\n\r\n" + LONG);
            assertThat(told.length() + header.dropped())
                    .isEqualTo(("A: b\r\n" + field + end + "Subject: y\r\n\r\n" + LONG).length());
        }
    }

    /** At each place around the bound, since a line's end may be what is cut. */
    @Test
    void aFieldIsCutWithinItsLineAndNotWithinItsEnd() throws IOException {
        for (int length = 64 * 1024 - 4; length < 64 * 1024 + 4; length++) {
            String field = "T: " + "x".repeat(length - 3);
            BoundedHeader header = over(field + "\r\n folded\r\nA: b\r\n\r\nbody");
            String told = told(header);
            assertThat(told)
                    .startsWith(field.substring(0, Math.min(length, 64 * 1024)) + "\r\n")
                    .endsWith("\r\nA: b\r\n\r\nbody")
                    .doesNotContain("\r\r", "\n\n", "x\r\n\r\n");
            assertThat(told.length() + header.dropped())
                    .isEqualTo((field + "\r\n folded\r\nA: b\r\n\r\nbody").length());
        }
    }

    @Test
    void ofTooManyFieldsTheFirstAreTold() throws IOException {
        String message = "A: b\r\n".repeat(100_000) + "\r\nbody";
        BoundedHeader header = over(message);
        String told = told(header);
        assertThat(told).isEqualTo("A: b\r\n".repeat(BoundedHeader.MOST_FIELDS) + "\r\nbody");
        assertThat(told.length() + header.dropped()).isEqualTo(message.length());
    }

    @Test
    void allFieldsTogetherAreBounded() throws IOException {
        String message = ("A: " + "x".repeat(60_000) + "\r\n").repeat(100) + "\r\nbody";
        String told = told(over(message));
        assertThat(told).hasSizeBetween(1024 * 1024, 1024 * 1024 + 60_000).endsWith("\r\n\r\nbody");
        assertThat(told(BoundedHeader.of(new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)))))
                .hasSizeBetween(BoundedHeader.MOST_OCTETS, BoundedHeader.MOST_OCTETS + 60_000);
    }
}
