package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BINARYMIME: RFC 3030 §3. Octets are characters up to U+00FF. */
class BinaryMimeTest {
    /** Each octet there is, and what would end a message or begin a command where lines are read. */
    private static final String BINARY = everyOctet() + "\r\n.\r\n\n.\n\r.\r\nMAIL FROM:<>\r\n" + everyOctet() + "\r";

    private static Submission submission;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
    }

    private static String everyOctet() {
        StringBuilder octets = new StringBuilder();
        for (char octet = 0; octet < 256; octet++) {
            octets.append(octet);
        }
        return octets.toString();
    }

    private static TestPerson recipient() {
        return submission.server().person("recipient");
    }

    private static String head() {
        return "From: <" + hong.address() + ">\r\nMIME-Version: 1.0\r\n";
    }

    private static String mixed(String... parts) {
        StringBuilder message = new StringBuilder(head()
                + "Content-Type: multipart/mixed; boundary=\"==a\"\r\nContent-Transfer-Encoding: BINARY\r\n\r\n");
        for (String part : parts) {
            message.append("--==a\r\n").append(part).append("\r\n");
        }
        return message.append("--==a--\r\n").toString();
    }

    private static String part(String type, String encoding, String octets) {
        return "Content-Type: " + type + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + octets;
    }

    private static String base64(String octets) {
        return Base64.getMimeEncoder().encodeToString(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String envelope(TestPerson recipient) {
        return "MAIL FROM:<" + hong.address() + "> BODY=BINARYMIME\r\nRCPT TO:<" + recipient.address() + ">\r\n";
    }

    private static String chunk(String octets, boolean last) {
        return "BDAT " + octets.length() + (last ? " LAST" : "") + "\r\n" + octets;
    }

    private static SmtpTalk begun(TestPerson recipient) {
        return submission
                .signedIn(hong)
                .hearsRaw(envelope(recipient))
                .says("250 2.1.0")
                .says("250 2.1.5");
    }

    /** What arrives of a message that is sent so. */
    private static String arrived(String message) {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(chunk(message, true) + "NOOP\r\n").says("250 2.6.0").says("250 2.0.0");
        }
        return submission.arrivals().only(recipient.address()).message();
    }

    private static void isRefused(String message, String reply, String code) {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(chunk(message, true) + "NOOP\r\n").says(reply, code).says("250 2.0.0");
            assertThat(submission.arrivals().queued(recipient.address())).isZero();
            // And the connection goes on in step, without BINARYMIME.
            smtp.submits(hong.address(), recipient.address(), "From: <" + hong.address() + ">\r\n\r\nafter")
                    .says("250 2.6.0");
        }
        assertThat(submission.arrivals().only(recipient.address()).body()).isEqualTo("after\r\n");
    }

    private static void isInLines(String message) {
        for (String line : message.split("\r\n", -1)) {
            assertThat(line).doesNotContain("\r", "\n", "\0").hasSizeLessThanOrEqualTo(998);
        }
    }

    /** §3: "a server that supports BINARYMIME MUST also support CHUNKING". */
    @Test
    void itIsAnnouncedBesideChunkingToPeopleAndToSystems() {
        TestPerson system = submission.server().system("system");
        try (SmtpTalk people = submission.greeted(hong.certificate());
                SmtpTalk systems = Submission.relay().greeted(system.certificate())) {
            assertThat(people.texts()).contains("BINARYMIME", "CHUNKING");
            assertThat(systems.texts()).contains("BINARYMIME", "CHUNKING");
        }
    }

    /** §3: "501/503 to DATA"; what is meant to come by BDAT may still do so. */
    @Test
    void dataIsRefusedAndBdatIsTaken() {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hears("DATA").says("503 5.5.1");
            smtp.hearsRaw(chunk(head() + "\r\nx\r\n", true)).says("250 2.6.0");
            smtp.hears("MAIL FROM:<" + hong.address() + "> body=binarymime").says("250 2.1.0");
            smtp.hears("RCPT TO:<" + recipient.address() + ">").says("250 2.1.5");
            smtp.hears("DATA").says("503 5.5.1");
            smtp.hears("RSET").says("250 2.0.0");
            smtp.hears("MAIL FROM:<" + hong.address() + "> BODY=8BITMIME").says("250 2.1.0");
            smtp.hears("RCPT TO:<" + recipient.address() + ">").says("250 2.1.5");
            smtp.hears("DATA").says("354");
        }
    }

    @Test
    void whatIsLinesStaysAsItIsWhateverItCallsItself() {
        String message = mixed(
                part("text/plain; charset=utf-8", "binary", ".\r\n..\r\n\u00ec\u0095\u0088\r\n" + "x".repeat(998)),
                part("application/octet-stream", "binary", "\u0001\u00ff\t\f"));
        String body = message.substring(message.indexOf("\r\n\r\n"));
        assertThat(arrived(message))
                .contains("\r\nContent-Transfer-Encoding: BINARY\r\n")
                .endsWith(body);
    }

    @Test
    @Adversary("an end of data that is none")
    void aPartThatIsNoLinesArrivesInBase64AndTheOthersAsTheyAre() {
        String text = part("text/plain; charset=utf-8", "8bit", "\u00ec\u0095\u0088\r\n.\r\n..\r\n");
        String other =
                "X-Kept: a\r\n folded\r\nContent-Type: image/png;\r\n name=\"x\"\r\nContent-transfer-encoding:\r\n binary"
                        + "\r\nX-Also: kept\r\n\r\n" + BINARY;
        String message = arrived(mixed(text, other, part("text/plain", "quoted-printable", "=00\r\n")));
        isInLines(message);
        assertThat(message)
                .contains("boundary=\"==a\"\r\nContent-Transfer-Encoding: 8bit\r\n")
                .contains("\r\n\r\n--==a\r\n" + text + "\r\n--==a\r\nX-Kept: a\r\n folded\r\n"
                        + "Content-Type: image/png;\r\n name=\"x\"\r\nContent-Transfer-Encoding: base64\r\nX-Also: kept\r\n\r\n"
                        + base64(BINARY) + "\r\n--==a\r\n"
                        + part("text/plain", "quoted-printable", "=00\r\n") + "\r\n--==a--\r\n");
    }

    /** All octets, and none more: whether or not there is a CRLF at the end, the first chunk or the last is empty, or it is long. */
    @ParameterizedTest
    @ValueSource(strings = {"\0", "\0\r\n", "a\nb\nc", "\r", "a\rb\r\n", "\r\n\n"})
    void aMessageOfOneBodyArrivesToTheOctet(String body) {
        String head = "From: <" + hong.address() + ">\r\nSubject: x\r\n\r\n";
        for (String octets : new String[] {body, body.repeat(20_000 / body.length()), body + "y".repeat(57 * 512)}) {
            String message = arrived(head + octets);
            assertThat(message)
                    .contains("Subject: x\r\n", "\r\nMIME-Version: 1.0\r\n")
                    .contains("\r\nContent-Transfer-Encoding: base64\r\n");
            assertThat(message.substring(message.indexOf("\r\n\r\n") + 4)).isEqualTo(base64(octets) + "\r\n");
        }
    }

    /** RFC 2045 §6.2: what says that it is binary may end without CRLF, and is not given one. */
    @Test
    void whatIsBinaryIsNotGivenAnEndOfLine() {
        String head = head() + "Content-Transfer-Encoding: binary\r\n\r\n";
        assertThat(arrived(head + "no end")).endsWith("\r\n\r\n" + base64("no end") + "\r\n");
        assertThat(arrived(head + "an end\r\n")).endsWith("\r\n\r\nan end\r\n");
        assertThat(arrived(head() + "\r\nno end")).endsWith("\r\n\r\nno end\r\n");
    }

    @Test
    void itIsTheSameWhereverItsChunksAreCut() {
        String message = mixed(part("text/plain", "7bit", "a\r\n"), part("image/png", "binary", "\r\n--==\0\r"));
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            for (int cut = 0; cut <= message.length(); cut++) {
                smtp.hearsRaw(envelope(recipient)
                                + chunk(message.substring(0, cut), false)
                                + chunk(message.substring(cut), true))
                        .says("250 2.1.0")
                        .says("250 2.1.5")
                        .says("250 2.0.0")
                        .says("250 2.6.0");
            }
        }
        String body = submission
                .arrivals()
                .all(recipient.address(), message.length() + 1)
                .get(0)
                .body();
        assertThat(body).contains("\r\n\r\n" + base64("\r\n--==\0\r") + "\r\n--==a--\r\n");
        assertThat(submission.arrivals().all(recipient.address(), message.length() + 1))
                .hasSize(message.length() + 1)
                .allSatisfy(mail -> assertThat(mail.body()).isEqualTo(body));
    }

    /** RFC 2046 §5.2.1: a message in a message is not encoded, what is in it is. */
    @Test
    void whatIsInAForwardedMessageIsEncodedThere() {
        String inner =
                "Subject: inner\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: binary\r\n\r\n" + BINARY;
        String message = arrived(mixed(part("message/rfc822", "binary", inner)));
        isInLines(message);
        assertThat(message)
                .contains(part(
                        "message/rfc822",
                        "8bit",
                        inner.replace("binary\r\n\r\n" + BINARY, "base64\r\n\r\n" + base64(BINARY))
                                + "\r\n--==a--\r\n"));
    }

    /** RFC 2045 §2.8: 998 octets; a longer line that the server takes elsewhere does not go to everybody. */
    @Test
    void aLongLineIsEncoded() {
        for (int length : new int[] {999, 3 * Submission.LINE_LENGTH}) {
            String message = arrived(mixed(part("text/plain", "8bit", "x".repeat(length))));
            isInLines(message);
            assertThat(message).contains(part("text/plain", "base64", base64("x".repeat(length))));
        }
    }

    /** RFC 1847 §2.1: what is signed is not changed, though all beside it is. */
    @Test
    void aSignedPartIsNeverChanged() {
        String content = part("text/plain", "binary", "signed\r\n");
        String signed =
                "Content-Type: multipart/signed; boundary=s; protocol=\"application/pkcs7-signature\"\r\n\r\n--s\r\n"
                        + content + "\r\n--s\r\n" + part("application/pkcs7-signature", "base64", "AAAA\r\n")
                        + "\r\n--s--\r\n";
        assertThat(arrived(mixed(signed, part("image/png", "binary", BINARY))))
                .contains("--==a\r\n" + signed + "\r\n--==a\r\n" + part("image/png", "base64", base64(BINARY)));
        isRefused(mixed(signed.replace("signed\r\n\r\n--s", "si\0gned\r\n\r\n--s")), "554 5.6.2", "G-416");
        isRefused(
                mixed(part(
                        "message/rfc822",
                        "8bit",
                        signed.replace("AAAA", "AA\nAA").replace("base64", "binary"))),
                "554 5.6.2",
                "G-416");
    }

    /** What stands outside of parts that may be encoded is held to the rules of all messages. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: a\nBcc: b\r\n\r\nx\r\n",
                "Subject: \0\r\n\r\nx\r\n",
                "Subject: a\n\nx\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n\0\r\n--b\r\n\r\nx\r\n--b--\r\n",
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n\n.\n",
                "Content-Type: multipart/mixed\r\n\r\n\0\r\n",
                "Content-Transfer-Encoding: base64\r\n\r\nAAAA\nAAAA\r\n",
                "Content-Transfer-Encoding: x-unknown\r\n\r\n\0\r\n",
                "Content-Transfer-Encoding: 8bit\r\nContent-Transfer-Encoding: binary\r\n\r\n\0\r\n",
                "Content-Type: message/delivery-status\r\n\r\na\nb\r\n"
            })
    @Adversary("an end of data that is none")
    void whatCannotBeEncodedIsRefused(String message) {
        isRefused("From: <" + hong.address() + ">\r\n" + message, "554 5.6.0", Replies.BARE_CONTROL);
    }

    /** Deeper than anybody looks. */
    @Test
    void whatIsPastTheBoundsIsNotLookedInto() {
        StringBuilder deep = new StringBuilder(head());
        for (int i = 0; i < 60; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n");
        }
        isRefused(deep + "\r\n\0\r\n", "554 5.6.0", Replies.BARE_CONTROL);
        String many = "--b\r\n\r\nx\r\n".repeat(1_100);
        isRefused(
                head() + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + many + "--b\r\n\r\n\0\r\n",
                "554 5.6.0",
                Replies.BARE_CONTROL);
    }

    /** RFC 1870 §6.4: it is as large as it is kept. */
    @Test
    void whatIsTooLargeInBase64IsRefused() {
        isRefused(head() + "\r\n" + "\0".repeat(Submission.MESSAGE_SIZE * 4 / 5), "552 5.3.4", Replies.TOO_LARGE);
    }

    @Test
    void rsetForgetsWhatHasCome() {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(chunk(head() + "\r\n\0", false)).says("250 2.0.0");
            smtp.hears("DATA").says("503 5.5.1");
            smtp.hears("RSET").says("250 2.0.0");
            smtp.hearsRaw(envelope(recipient)).says("250 2.1.0").says("250 2.1.5");
            smtp.hearsRaw(chunk("", false)).says("250 2.0.0");
            smtp.hearsRaw(chunk(head() + "\r\nsecond\r\n", false)).says("250 2.0.0");
            smtp.hearsRaw(chunk("", true)).says("250 2.6.0");
        }
        assertThat(submission.arrivals().only(recipient.address()).body()).isEqualTo("second\r\n");
    }

    @Test
    void theRulesOfDataHold() {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(chunk("From: <kim@moe.gongmail.example>\r\n\r\n\0", true))
                    .says("550 5.7.1", "G-407");
            smtp.hearsRaw(envelope(recipient) + chunk("Bcc: kim@moe.gongmail.example\r\n" + head() + "\r\n\0", true))
                    .says("250 2.1.0")
                    .says("250 2.1.5")
                    .says("250 2.6.0");
        }
        Arrivals.Arrived arrived = submission.arrivals().only(recipient.address());
        assertThat(arrived.message()).doesNotContain("kim@moe").startsWith("Received: ");
        assertThat(arrived.header("Message-ID")).hasSize(1);
    }
}
