package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.james.mime4j.MimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where parts stand (RFC 9051 §6.4.5.1), and that this is where mime4j, which tells the structure, has them. */
class PartFinderTest {
    private static final String NESTED = """
            Subject: outer
            Content-Type: multipart/mixed;
             boundary="out"

            preamble
            --out
            Content-Type: text/plain

            one
            --outer is no boundary
            --out\s
            Content-Type: message/rfc822

            Subject: inner
            Content-Type: multipart/alternative; boundary=in

            --in

            two-one
            --in
            Content-Type: text/html

            <p>two-two
            --in--
            epilogue
            --out
            Content-Type: multipart/digest; boundary=dig

            --dig

            Subject: digested

            three-one
            --dig--

            --out
            --out--
            epilogue
            """.replace("\n", "\r\n");

    private static Optional<PartPlace> found(String message) throws IOException {
        return PartFinder.find(new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static Part told(String message) throws IOException, MimeException {
        return PartReader.read(new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)))
                .part();
    }

    private static List<Integer> path(String dotted) {
        return Arrays.stream(dotted.split("\\.")).map(Integer::valueOf).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1     | one/--outer is no boundary
            2.1   | two-one
            2.2   | <p>two-two
            3.1.1 | three-one
            4     | ''
            """)
    void aPartIsWhereItsNumbersSay(String path, String text) throws IOException {
        PartPlace part = found(NESTED).orElseThrow().part(path(path)).orElseThrow();
        assertThat(NESTED.substring((int) part.body(), (int) part.end())).isEqualTo(text.replace("/", "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5", "1.1", "2.3", "2.1.1", "3.2", "3.1.2"})
    void aPartThatIsNotThereIsNotFound(String path) throws IOException {
        assertThat(found(NESTED).orElseThrow().part(path(path))).isEmpty();
    }

    @Test
    void aMessageInAMessageHasAHeaderAndATextOfItsOwn() throws IOException {
        PartPlace part = found(NESTED).orElseThrow().part(path("2")).orElseThrow();
        assertThat(NESTED.substring((int) part.header(), (int) part.body()))
                .isEqualTo("Content-Type: message/rfc822\r\n\r\n");
        PartPlace inner = part.message().orElseThrow();
        assertThat(NESTED.substring((int) inner.header(), (int) inner.body()))
                .isEqualTo("Subject: inner\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n");
        assertThat(NESTED.substring((int) inner.body(), (int) inner.end()))
                .startsWith("--in\r\n\r\ntwo-one")
                .endsWith("--in--\r\nepilogue");
    }

    @Test
    void aMessageWithoutPartsHasOne() throws IOException {
        String plain = "Subject: plain\r\n\r\ntext\r\n";
        PartPlace message = found(plain).orElseThrow();
        assertThat(message.part(path("1"))).contains(message);
        assertThat(plain.substring((int) message.body(), (int) message.end())).isEqualTo("text\r\n");
        assertThat(message.part(path("2"))).isEmpty();
        assertThat(message.part(path("1.1"))).isEmpty();
    }

    @Test
    void placesAgreeWithTheStructureThatIsTold() throws IOException, MimeException {
        assertThat(found(NESTED).orElseThrow().agrees(told(NESTED))).isTrue();
        assertThat(found(NESTED.replace("one\r\n", "ones\r\n")).orElseThrow().agrees(told(NESTED)))
                .isFalse();
        assertThat(found(NESTED.replace("--in\r\n", "--in--\r\n")).orElseThrow().agrees(told(NESTED)))
                .isFalse();
    }

    @Test
    void whatPeopleSendIsWhereMime4jHasIt() throws IOException, MimeException {
        Random random = new Random(20_261_127);
        for (int i = 0; i < 500; i++) {
            String message = new Composed(random).message(0);
            assertThat(found(message).orElseThrow().agrees(told(message)))
                    .as(message)
                    .isTrue();
        }
    }

    @Test
    void whateverIsSentIsFoundWithinItsOctetsOrNotAtAll() throws IOException {
        Random random = new Random(721_116_202);
        for (int i = 0; i < 2_000; i++) {
            String message = new Composed(random).message(0);
            StringBuilder broken = new StringBuilder(message);
            for (int hit = random.nextInt(1, 6); hit > 0 && broken.length() > 1; hit--) {
                int at = random.nextInt(broken.length());
                switch (random.nextInt(3)) {
                    case 0 -> broken.deleteCharAt(at);
                    case 1 -> broken.setCharAt(at, "\r\n-:; \0b".charAt(random.nextInt(8)));
                    default -> broken.setLength(Math.max(1, at));
                }
            }
            found(broken.toString()).ifPresent(place -> assertWithin(place, 0, broken.length()));
        }
    }

    private static void assertWithin(PartPlace place, long from, long to) {
        assertThat(List.of(from, place.header(), place.body(), place.end(), to)).isSorted();
        long next = place.body();
        for (PartPlace part : place.parts()) {
            assertWithin(part, next, place.end());
            next = part.end();
        }
        place.message().ifPresent(inner -> assertWithin(inner, place.body(), place.end()));
    }

    @Test
    void partsDeeperOrMoreThanAreToldAreNotFound() throws IOException {
        String deep = "Content-Type: message/rfc822\r\n\r\n".repeat(PartReader.DEEPEST + 1);
        assertThat(found(deep)).isEmpty();
        String many = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\n".repeat(PartReader.MOST_PARTS);
        assertThat(found(many)).isEmpty();
    }

    /** Messages as programs write them, of parts in parts. */
    private record Composed(Random random) {
        String message(int depth) {
            String header = "From: a@b.example\r\nSubject: s" + random.nextInt(100) + "\r\n";
            return header + entity(depth);
        }

        private String entity(int depth) {
            int kind = depth > 3 ? 0 : random.nextInt(4);
            return switch (kind) {
                case 1 -> "Content-Type: message/rfc822\r\n\r\n" + message(depth + 1);
                case 2, 3 -> multipart(depth, kind == 2 ? "mixed" : "digest");
                default ->
                    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
                            + (random.nextBoolean() ? "8bit" : "base64") + "\r\n\r\n" + text();
            };
        }

        private String multipart(int depth, String kind) {
            String boundary = "b" + depth + (random.nextBoolean() ? "" : "_" + random.nextInt(1_000));
            StringBuilder written = new StringBuilder("Content-Type: multipart/" + kind + ";\r\n boundary=\"" + boundary
                    + "\"\r\n\r\n" + (random.nextBoolean() ? "This is MIME.\r\n" : ""));
            for (int part = random.nextInt(1, 4); part > 0; part--) {
                written.append("--").append(boundary).append(random.nextInt(5) == 0 ? " \t\r\n" : "\r\n");
                written.append(kind.equals("digest") ? "\r\n" + message(depth + 1) : entity(depth + 1));
                written.append("\r\n");
            }
            return written.append("--")
                    .append(boundary)
                    .append("--\r\n")
                    .append(random.nextBoolean() ? "" : "after it\r\n")
                    .toString();
        }

        private String text() {
            List<String> lines = new ArrayList<>();
            for (int line = random.nextInt(40); line > 0; line--) {
                lines.add(
                        switch (random.nextInt(8)) {
                            case 0 -> "";
                            case 1 -> "--";
                            case 2 -> "--b0nly almost";
                            case 3 -> "x".repeat(random.nextInt(9_000));
                            default -> "line " + line;
                        });
            }
            return String.join(random.nextInt(10) == 0 ? "\n" : "\r\n", lines);
        }
    }
}
