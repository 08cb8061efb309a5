package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message ends in CRLF.CRLF and nowhere else (RFC 5321 §4.1.1.4), however its octets come in. */
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
}
