package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CHUNKING: RFC 3030 §2. */
class BdatTest {
    private static Submission submission;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
    }

    private static TestPerson recipient() {
        return submission.server().person("recipient");
    }

    private static String head() {
        return "From: <" + hong.address() + ">\r\n\r\n";
    }

    private static String envelope(TestPerson recipient) {
        return "MAIL FROM:<" + hong.address() + ">\r\nRCPT TO:<" + recipient.address() + ">\r\n";
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

    private static void isRefused(SmtpTalk smtp, TestPerson recipient) {
        assertThat(submission.arrivals().queued(recipient.address())).isZero();
        // And the connection goes on in step.
        smtp.hears("RSET").says("250 2.0.0");
        smtp.hearsRaw(envelope(recipient) + chunk(head() + "after\r\n", true))
                .says("250 2.1.0")
                .says("250 2.1.5")
                .says("250 2.6.0");
        assertThat(submission.arrivals().only(recipient.address()).body()).isEqualTo("after\r\n");
    }

    /** RFC 3030 §4.2: everything at once, as pipelining allows. */
    @Test
    void aMessageComesInChunksAsItWasSent() {
        TestPerson recipient = recipient();
        String body = ".\r\n..\r\n.x\r\n\r\n\u00ec\u0095\u0088\r\nMAIL FROM:<>\r\nQUIT\r\n.\r\n";
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hearsRaw(envelope(recipient) + chunk(head(), false) + chunk(body, true) + "NOOP\r\n");
            smtp.says("250 2.1.0")
                    .says("250 2.1.5")
                    .says("250 2.0.0")
                    .says("250 2.6.0")
                    .says("250 2.0.0");
        }
        assertThat(submission.arrivals().only(recipient.address()).body()).isEqualTo(body);
    }

    @Test
    void aMessageIsTheSameWhereverItsChunksAreCut() {
        String message = head() + "..\r\n.\r\nx\r\n";
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
        assertThat(submission.arrivals().all(recipient.address(), message.length() + 1))
                .hasSize(message.length() + 1)
                .allSatisfy(mail -> assertThat(mail.body()).isEqualTo("..\r\n.\r\nx\r\n"));
    }

    @Test
    void aTransactionIsTheSameWhereverItsSegmentsAreCut() {
        TestPerson recipient = recipient();
        String all = envelope(recipient) + chunk(head() + "a\r", false) + chunk("\nb\r\n", true);
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            for (int cut = 1; cut < all.length(); cut++) {
                smtp.hearsRaw(all.substring(0, cut)).hearsRaw(all.substring(cut));
                smtp.says("250 2.1.0").says("250 2.1.5").says("250 2.0.0").says("250 2.6.0");
            }
            smtp.hearsRaw(envelope(recipient)).says("250 2.1.0").says("250 2.1.5");
            for (char octet : (chunk(head() + "a\r\nb\r\n", true)).toCharArray()) {
                smtp.hearsRaw(String.valueOf(octet));
            }
            smtp.says("250 2.6.0");
        }
        assertThat(submission.arrivals().all(recipient.address(), all.length()))
                .hasSize(all.length())
                .allSatisfy(mail -> assertThat(mail.body()).isEqualTo("a\r\nb\r\n"));
    }

    /** RFC 3030 §2: an empty last chunk ends a message, and one without an end of line is given it. */
    @Test
    void theLastChunkMayBeEmpty() {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(chunk("", false)).says("250 2.0.0");
            smtp.hearsRaw(chunk(head() + "no end", false)).says("250 2.0.0");
            smtp.hears("bdat 0 last").says("250 2.6.0");
            smtp.hears("BDAT 0 LAST").says("503 5.5.");
        }
        assertThat(submission.arrivals().only(recipient.address()).body()).isEqualTo("no end\r\n");
    }

    @Test
    void rsetForgetsTheChunks() {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(chunk(head() + "half", false)).says("250 2.0.0");
            smtp.hears("RSET").says("250 2.0.0");
            smtp.hearsRaw(chunk("half\r\n", true)).says("503 5.5.");
            isRefused(smtp, recipient);
        }
    }

    @Test
    void dataAndRecipientsComeBeforeTheFirstChunkOrNotAtAll() {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(chunk(head(), false)).says("250 2.0.0");
            smtp.hears("DATA").says("503 5.5.1");
            smtp.hears("RCPT TO:<" + hong.address() + ">").says("503 5.5.1");
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("503 5.5.");
            smtp.hearsRaw(chunk("x\r\n", true)).says("250 2.6.0");
            assertThat(submission.arrivals().only(recipient.address()).recipients())
                    .containsExactly(recipient.address());
        }
    }

    /** What a refused chunk holds is no command. */
    @Test
    void withoutATransactionTheChunkIsReadAndRefused() {
        TestPerson recipient = recipient();
        String commands = "RSET\r\nQUIT\r\n" + envelope(recipient);
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hearsRaw(chunk(commands, true) + "NOOP\r\n").says("503 5.5.").says("250 2.0.0");
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 2.1.0");
            smtp.hearsRaw(chunk(commands, false) + "NOOP\r\n").says("503 5.5.").says("250 2.0.0");
            smtp.hears("DATA").says("503 5.5.");
        }
        try (SmtpTalk smtp = submission.greeted(hong.certificate())) {
            smtp.hearsRaw(chunk(commands, true) + "NOOP\r\n")
                    .says("530 5.7.0", "G-205")
                    .says("250 2.0.0");
        }
    }

    /** RFC 1870 §6.4 with RFC 3030 §2. */
    @Test
    void aChunkLargerThanAMessageMayBeIsReadAndRefused() {
        TestPerson recipient = recipient();
        String line = "QUIT\r\n";
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(chunk(line.repeat(Submission.MESSAGE_SIZE), false) + "NOOP\r\n")
                    .says("552 5.3.4", Replies.TOO_LARGE)
                    .says("250 2.0.0");
            smtp.hearsRaw(chunk(head() + "x\r\n", false)).says("552 5.3.4", Replies.TOO_LARGE);
            isRefused(smtp, recipient);
        }
    }

    @Test
    void chunksTogetherAreNoLargerThanAMessageMayBe() {
        TestPerson recipient = recipient();
        String body = "y".repeat(998) + "\r\n";
        String whole = head() + body.repeat((Submission.MESSAGE_SIZE - head().length()) / 1_000);
        String rest = "z".repeat(Submission.MESSAGE_SIZE - whole.length() - 2) + "\r\n";
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(chunk(whole, false) + chunk(rest, false) + chunk("x", true))
                    .says("250 2.0.0")
                    .says("250 2.0.0")
                    .says("552 5.3.4", Replies.TOO_LARGE);
            isRefused(smtp, recipient);
        }
        TestPerson other = recipient();
        try (SmtpTalk smtp = begun(other)) {
            smtp.hearsRaw(chunk(whole, false) + chunk(rest, true))
                    .says("250 2.0.0")
                    .says("250 2.6.0");
        }
        assertThat(submission.arrivals().only(other.address()).body()).endsWith("y\r\n" + rest);
    }

    /** RFC 3030 §3: bare CR, LF and NUL are for BINARYMIME, see {@link BinaryMimeTest}. */
    @ParameterizedTest
    @ValueSource(strings = {"a\nb\r\n", "a\rb\r\n", "a\0b\r\n", "a\r", "\n.\n", "\r\n.\r\r\n"})
    void whatOnlyBinarymimeMayHoldIsRefused(String body) {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(chunk(head() + body, true) + "NOOP\r\n")
                    .says("554 5.6.0", Replies.BARE_CONTROL)
                    .says("250 2.0.0");
            isRefused(smtp, recipient);
        }
    }

    @Test
    void aLineBeyondTheBoundRefusesTheMessage() {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(chunk(head() + "x".repeat(2 * Submission.LINE_LENGTH), false))
                    .says("250 2.0.0");
            smtp.hearsRaw(chunk("\r\nx\r\n", true)).says("554 5.6.0", Replies.LINE_TOO_LONG);
            isRefused(smtp, recipient);
        }
    }

    /** Where the length is not known what follows cannot be told from commands: the connection ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "BDAT",
                "BDAT ",
                "BDAT -1",
                "BDAT -1 LAST",
                "BDAT +5",
                "BDAT 0x5",
                "BDAT 5.0",
                "BDAT many",
                "BDAT LAST",
                "BDAT 5 FIRST",
                "BDAT 5 LAST LAST",
                "BDAT 5LAST",
                "BDAT 5 5",
                "BDAT\t5",
                " BDAT 5",
                "BDAT 5\n",
                "BDAT 5 \0",
                "BDAT5",
                "BDATX 5",
                "BDAT 999999999999999999999999",
                "bdat \u00b2"
            })
    void aLengthThatIsNoneEndsTheConnection(String command) {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(command + "\r\nNOOP\r\n").says("501 5.5.4").hangsUp();
        }
        try (SmtpTalk smtp = submission.greeted(hong.certificate())) {
            smtp.hearsRaw(command + "\r\nNOOP\r\n").says("501 5.5.4").hangsUp();
        }
        assertThat(submission.arrivals().queued(recipient.address())).isZero();
    }

    @Test
    void aHugeLengthIsNotWaitedFor() {
        try (SmtpTalk smtp = begun(recipient())) {
            smtp.hears("BDAT 999999999999999999", "NOOP").says("552 5.3.4").hangsUp();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BDAT 1", "BDAT ", "BDAT 5 LAST", "bdat x"})
    void aCommandWithoutEndEndsTheConnection(String start) {
        for (char more : new char[] {'1', ' '}) {
            try (SmtpTalk smtp = begun(recipient())) {
                smtp.hearsRaw(start + String.valueOf(more).repeat(Submission.LINE_LENGTH) + "\r\nNOOP\r\n")
                        .says("500 5.5.2")
                        .hangsUp();
            }
        }
    }

    @Test
    void betweenChunksALongCommandIsAnswered() {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(chunk(head(), false)).says("250 2.0.0");
            smtp.hears("NOOP " + "x".repeat(64 * 1024)).says("500 5.5.2");
            smtp.hears("BDAT 0 LAST").says("250 2.6.0");
        }
        assertThat(submission.arrivals().only(recipient.address()).body()).isEmpty();
    }

    @Test
    void aChunkCutOffIsForgotten() {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw("BDAT 1000 LAST\r\n" + head() + "half\r\n");
        }
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(chunk(head() + "whole\r\n", true)).says("250 2.6.0");
        }
        assertThat(submission.arrivals().only(recipient.address()).body()).isEqualTo("whole\r\n");
    }

    @Test
    void theRulesOfDataHold() {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = begun(recipient)) {
            smtp.hearsRaw(chunk("From: <kim@moe.gongmail.example>\r\n\r\nx\r\n", true))
                    .says("550 5.7.1", "G-407");
            smtp.hearsRaw(envelope(recipient)
                            + chunk("Bcc: kim@moe.gongmail.example\r\nReturn-Path: <x@y.example>\r\n" + head(), true))
                    .says("250 2.1.0")
                    .says("250 2.1.5")
                    .says("250 2.6.0");
        }
        Arrivals.Arrived arrived = submission.arrivals().only(recipient.address());
        assertThat(arrived.message()).doesNotContain("kim@moe", "x@y").startsWith("Received: ");
        assertThat(arrived.header("Message-ID")).hasSize(1);
    }

    /** Far more than is held in memory of one connection. */
    @Test
    void whatIsDroppedIsNotKept() {
        byte[] much = "QUIT\r\n".repeat(2_000_000).getBytes(StandardCharsets.US_ASCII);
        try (SmtpTalk smtp = begun(recipient())) {
            smtp.hearsRaw("BDAT " + much.length + " LAST\r\n").hearsBytes(much);
            smtp.says("552 5.3.4").hears("NOOP").says("250 2.0.0");
        }
    }
}
