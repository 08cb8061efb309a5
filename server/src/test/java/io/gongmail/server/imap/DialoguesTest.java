package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What programs say that cannot be run here, by their sources or their makers' documents: {@code dialogues/*.txt}, each with its source
 * at its head.
 *
 * <pre>
 *   C  the program says so; $ADDRESS, $PASSWORD, $PLAIN (SASL), $ADDRESS64 and $SIZE are filled in
 *   S  the server answers with these words in their order, be it tagged, untagged or a continuation
 *   T  among the untagged answers before that one is a line with these words
 *   N  among them is none with these
 *   B  the program sends a message of $SIZE octets as a literal
 *   Z  both compress from here on
 *   M  somebody else puts a message into INBOX
 * </pre>
 */
class DialoguesTest {
    private static final String LETTER = "Message-ID: <one@moe.example>\r\nDate: Mon, 2 Nov 2026 09:00:00 +0900\r\n"
            + "From: kim@moe.example\r\nTo: hong@moe.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";
    private static final String ATTACHED =
            "Message-ID: <two@moe.example>\r\nFrom: kim@moe.example\r\nSubject: Report\r\n"
                    + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                    + "Content-Type: text/plain; charset=utf-8\r\n\r\nAttached.\r\n--b\r\n"
                    + "Content-Type: application/pdf; name=\"r.pdf\"\r\nContent-Transfer-Encoding: base64\r\n"
                    + "Content-Disposition: attachment; filename=\"r.pdf\"\r\n\r\nJVBERi0xLjQ=\r\n--b--\r\n";

    private final TestServer server = TestServer.shared();

    @ParameterizedTest
    @ValueSource(strings = {"thunderbird-android", "outlook", "apple-mail"})
    void aProgramIsAnsweredAsItExpects(String program) throws IOException {
        goes(program, server.person("hong"));
    }

    /** RFC 4422 appendix A: where an agency's certificate suffices. */
    @Test
    void aProgramSignsInByItsCertificateAlone() throws IOException {
        goes("thunderbird-android-external", server.agency("ministry"));
    }

    private static List<String> lines(String program) throws IOException {
        String file = "dialogues/" + program + ".txt";
        try (InputStream in = Objects.requireNonNull(DialoguesTest.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }

    private static void goes(String program, TestPerson person) throws IOException {
        try (ImapTalk before = ImapTalk.signedIn(person)) {
            before.appends("INBOX", LETTER).appends("INBOX", ATTACHED);
        }
        List<String> lines = lines(program);
        assertThat(lines.get(0)).as("whose it is").startsWith("# ");
        assertThat(lines).as("where it is from").anyMatch(line -> line.startsWith("# Source: "));
        try (ImapTalk imap = ImapTalk.of(person);
                ImapTalk other = ImapTalk.signedIn(person)) {
            for (String line : lines) {
                if (!line.startsWith("#")) {
                    goes(line.charAt(0), filled(line.substring(Math.min(3, line.length())), person), imap, other);
                }
            }
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String filled(String line, TestPerson person) {
        return line.replace("$ADDRESS64", base64(person.address()))
                .replace("$ADDRESS", person.address())
                .replace("$PASSWORD", person.password())
                .replace("$PLAIN", base64("\0" + person.address() + "\0" + person.password()))
                .replace("$SIZE", String.valueOf(LETTER.length()));
    }

    private static void goes(char what, String words, ImapTalk imap, ImapTalk other) {
        switch (what) {
            case 'C' -> imap.hears(words);
            case 'S' -> imap.says(words);
            case 'T' ->
                assertThat(imap.told())
                        .as(words)
                        .anyMatch(line -> ("\n" + line).startsWith("\n" + words.split(" ", 2)[0]) && has(line, words));
            case 'N' -> assertThat(imap.told()).as("not " + words).noneMatch(line -> has(line, words));
            case 'B' -> imap.hears(LETTER);
            case 'Z' -> imap.compresses();
            case 'M' -> other.appends("INBOX", LETTER);
            default -> throw new IllegalArgumentException("a line of no kind: " + what + ": " + words);
        }
    }

    /** In whatever case, as names of types and encodings are told. */
    private static boolean has(String told, String words) {
        String line =
                new String(told.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        int from = 0;
        for (String word : words.toLowerCase(Locale.ROOT).split(" ")) {
            int at = line.indexOf(word, from);
            if (at < 0) {
                return false;
            }
            from = at + word.length();
        }
        return true;
    }
}
