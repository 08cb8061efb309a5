package io.gongmail.store.mail.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookingTest {
    private static boolean found(String message, TextQuestion question) throws Exception {
        Key.Text text = new Key.Text(question);
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        return Looking.at(new ByteArrayInputStream(octets), List.of(text)).of(text) == Answer.YES;
    }

    @Test
    void aHitIsFoundWhereverPiecesOfTheTextEnd() throws Exception {
        for (int before = 8_150; before < 8_250; before++) {
            String message = "Subject: x\r\n\r\n" + "a".repeat(before / 2) + " " + "b".repeat(before / 2) + "needle c";
            assertThat(found(message, TextQuestion.text("bneedle C", false)))
                    .as("%s", before)
                    .isTrue();
            assertThat(found(message, TextQuestion.text("needlec", false))).isFalse();
        }
    }

    @Test
    void twoPartsAreNotOneText() throws Exception {
        String message =
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nnee\r\n--b\r\n\r\ndle\r\n--b--\r\n";
        assertThat(found(message, TextQuestion.text("needle", false))).isFalse();
        assertThat(found(message, TextQuestion.text("dle", false))).isTrue();
    }

    @Test
    void theBodyIsNotReadWhereHeadersAnswer() throws Exception {
        InputStream failing = new SequenceInputStream(
                new ByteArrayInputStream("Subject: budget\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("read beyond the header");
                    }
                });
        Key.Text text = new Key.Text(TextQuestion.header("SUBJECT", "udge"));
        assertThat(Looking.at(failing, List.of(text)).of(text)).isEqualTo(Answer.YES);
    }

    @Test
    void aDayIsTheOneThatIsWrittenAndOfTheFirstField() throws Exception {
        String message = "Date: Sat, 7 Mar 2026 23:30:00 -0500\r\nDate: Sun, 8 Mar 2026 00:00:00 +0000\r\n\r\n";
        LocalDate seventh = LocalDate.of(2026, 3, 7);
        assertThat(found(message, TextQuestion.day("date", seventh, seventh))).isTrue();
        assertThat(found(message, TextQuestion.day("date", seventh.plusDays(1), seventh.plusDays(1))))
                .isFalse();
        assertThat(found("Date: never\r\n\r\n", TextQuestion.day("date", seventh, seventh)))
                .isFalse();
    }

    @Test
    void headersOfPartsAreTextAndNotHeadersOfTheMessage() throws Exception {
        String message = "Subject: outer\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nx";
        assertThat(found(message, TextQuestion.header("subject", "inner"))).isFalse();
        assertThat(found(message, TextQuestion.text("subject: inner", true))).isTrue();
        assertThat(found(message, TextQuestion.text("inner", false))).isFalse();
    }
}
