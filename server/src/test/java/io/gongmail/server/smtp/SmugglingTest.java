package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A message ends in CRLF.CRLF and nowhere else (RFC 5321 §4.1.1.4), however its octets come in: what other servers took for its end
 * (CVE-2023-51764, CVE-2023-51765, CVE-2023-51766) is refused.
 */
class SmugglingTest {
    private static Submission submission;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
    }

    /** What other servers have taken for the end of a message, with a second message behind it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\r.\r",
                "\n.\r\n",
                "\r\n.\n",
                "\r.\r\n",
                "\r\n.\r",
                "\n.\r",
                "\r.\n",
                "\r\n.\r\r\n",
                "\r\r\n.\r\r\n",
                "\r\n\0.\r\n",
                "\r\n.\0\r\n",
                "\0\r\n",
                "\n\n.\n\n",
                "\r",
                "\n"
            })
    @Adversary("an end of data that is none")
    void whatOnlyLooksLikeTheEndRefusesTheWholeMessage(String end) {
        TestPerson recipient = submission.server().person("recipient");
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 ");
            smtp.hears("RCPT TO:<" + recipient.address() + ">").says("250 ");
            smtp.hears("DATA").says("354 ");
            smtp.hearsRaw("From: <" + hong.address() + ">\r\n\r\nfirst" + end + "MAIL FROM:<" + hong.address()
                            + ">\r\nRCPT TO:<" + recipient.address()
                            + ">\r\nDATA\r\nFrom: <boss@moe.gongmail.example>\r\n\r\nsecond"
                            + "\r\n.\r\nNOOP\r\n")
                    .says("554 5.6.0", Replies.BARE_CONTROL)
                    .says("250 2.0.0");
            assertThat(submission.arrivals().queued(recipient.address())).isZero();
        }
    }

    @Test
    void theEndIsFoundWhereverTheOctetsAreCut() {
        TestPerson recipient = submission.server().person("recipient");
        String data = "From: <" + hong.address() + ">\r\n\r\n..\r\nx\r\n.\r\n";
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            for (int cut = 1; cut < data.length(); cut++) {
                smtp.hears("MAIL FROM:<" + hong.address() + ">", "RCPT TO:<" + recipient.address() + ">", "DATA")
                        .says("250 ")
                        .says("250 ")
                        .says("354 ");
                smtp.hearsRaw(data.substring(0, cut))
                        .hearsRaw(data.substring(cut))
                        .says("250 2.6.0");
            }
        }
        assertThat(submission.arrivals().all(recipient.address(), data.length() - 1))
                .hasSize(data.length() - 1)
                .allSatisfy(mail -> assertThat(mail.body()).isEqualTo(".\r\nx\r\n"));
    }

    @Test
    void theEndIsFoundWhenEachOctetComesAlone() {
        TestPerson recipient = submission.server().person("recipient");
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 ");
            smtp.hears("RCPT TO:<" + recipient.address() + ">").says("250 ");
            smtp.hears("DATA").says("354 ");
            for (char octet : ("From: <" + hong.address() + ">\r\n\r\n.\r\n").toCharArray()) {
                smtp.hearsRaw(String.valueOf(octet));
            }
            smtp.says("250 2.6.0");
        }
        assertThat(submission.arrivals().only(recipient.address()).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n.\n", "\r.\r", "\n.\r\n", "\r\n.\n", "\r\n.\r\r\n"})
    void whatOnlyLooksLikeTheEndIsNoEndWhereverItIsCut(String end) {
        TestPerson recipient = submission.server().person("recipient");
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            for (int cut = 1; cut < end.length(); cut++) {
                smtp.hears("MAIL FROM:<" + hong.address() + ">", "RCPT TO:<" + recipient.address() + ">", "DATA")
                        .says("250 ")
                        .says("250 ")
                        .says("354 ");
                smtp.hearsRaw("From: <" + hong.address() + ">\r\n\r\nx" + end.substring(0, cut))
                        .hearsRaw(end.substring(cut))
                        .hearsRaw("NOOP\r\n.\r\n")
                        .says("554 5.6.0", Replies.BARE_CONTROL);
            }
            assertThat(submission.arrivals().queued(recipient.address())).isZero();
        }
    }

    /** RFC 2920 §3.1: envelope, both messages and what follows in one write. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\r.\r",
                "\n.\r\n",
                "\r\n.\n",
                "\r.\r\n",
                "\r\n.\r",
                "\r\n\0.\r\n",
                "\r\n.\0\r\n",
                "\n",
                "\r"
            })
    void pipelinedItIsRefusedAsAWhole(String end) {
        TestPerson recipient = submission.server().person("recipient");
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hearsRaw(envelope(recipient) + "DATA\r\n" + smuggled(recipient, end) + "\r\n.\r\nNOOP\r\nRSET\r\n")
                    .says("250 2.1.0")
                    .says("250 2.1.5")
                    .says("354 ")
                    .says("554 5.6.0", Replies.BARE_CONTROL)
                    .says("250 2.0.0")
                    .says("250 2.0.0");
            assertThat(submission.arrivals().queued(recipient.address())).isZero();
        }
    }

    /** RFC 3030 §2: a chunk has no end but its length, and its lines are judged as those of DATA. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\r.\r",
                "\n.\r\n",
                "\r\n.\n",
                "\r.\r\n",
                "\r\n.\r",
                "\n.\r",
                "\r.\n",
                "\r\n.\r\r\n",
                "\r\r\n.\r\r\n",
                "\r\n\0.\r\n",
                "\r\n.\0\r\n",
                "\n",
                "\r"
            })
    @Adversary("an end of data that is none")
    void inAChunkItRefusesTheWholeMessage(String end) {
        TestPerson recipient = submission.server().person("recipient");
        String message = smuggled(recipient, end) + "\r\n";
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hearsRaw(envelope(recipient) + "BDAT " + message.length() + " LAST\r\n" + message + "NOOP\r\n")
                    .says("250 2.1.0")
                    .says("250 2.1.5")
                    .says("554 5.6.0", Replies.BARE_CONTROL)
                    .says("250 2.0.0");
            for (int cut = message.indexOf(end); cut <= message.indexOf(end) + end.length(); cut++) {
                smtp.hearsRaw(envelope(recipient) + "BDAT " + cut + "\r\n" + message.substring(0, cut) + "BDAT "
                                + (message.length() - cut) + " LAST\r\n" + message.substring(cut))
                        .says("250 2.1.0")
                        .says("250 2.1.5")
                        .says("250 2.0.0")
                        .says("554 5.6.0", Replies.BARE_CONTROL);
            }
            assertThat(submission.arrivals().queued(recipient.address())).isZero();
        }
    }

    /** In a chunk the true end of data is a line like others; for who takes the message it has two dots. */
    @Test
    @Adversary("an end of data that is none")
    void inAChunkTheEndOfDataIsALine() {
        TestPerson recipient = submission.server().person("recipient");
        String message = smuggled(recipient, "\r\n.\r\n") + "\r\n";
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hearsRaw(envelope(recipient) + "BDAT " + message.length() + " LAST\r\n" + message + "NOOP\r\n")
                    .says("250 2.1.0")
                    .says("250 2.1.5")
                    .says("250 2.6.0")
                    .says("250 2.0.0");
        }
        assertThat(submission.arrivals().only(recipient.address()).body())
                .isEqualTo(message.substring(message.indexOf("\r\n\r\n") + 4));
    }

    /** What is hidden in a line of a command is not another one. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\0", "\n\r", "\r\r", "\n.\n"})
    @Adversary("a command within a command")
    void aCommandWithABareLineEndIsRefusedAsAWhole(String within) {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            for (String command : List.of(
                    "NOOP" + within + "MAIL FROM:<" + hong.address() + ">",
                    "MAIL FROM:<" + hong.address() + ">" + within + "RCPT TO:<" + hong.address() + ">",
                    "EHLO x" + within + "QUIT",
                    within + "QUIT",
                    "RSET" + within)) {
                smtp.hears(command).says("500 5.5.2");
            }
            smtp.hears("RCPT TO:<" + hong.address() + ">").says("503 ");
        }
    }

    private static String envelope(TestPerson recipient) {
        return "MAIL FROM:<" + hong.address() + ">\r\nRCPT TO:<" + recipient.address() + ">\r\n";
    }

    private static String smuggled(TestPerson recipient, String end) {
        return "From: <" + hong.address() + ">\r\n\r\nfirst" + end + envelope(recipient)
                + "DATA\r\nFrom: <boss@moe.gongmail.example>\r\n\r\nsecond";
    }
}
