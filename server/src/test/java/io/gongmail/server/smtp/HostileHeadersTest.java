package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.DataSize;
import io.gongmail.server.config.SubmissionConfig;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Headers that nobody could hold: refused at the message's end, whatever its size may be. */
class HostileHeadersTest {
    private static Submission submission;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        SubmissionConfig usual = Submission.config(Duration.ofMinutes(5), Duration.ofMinutes(5));
        submission = Submission.with(new SubmissionConfig(
                usual.address(),
                usual.port(),
                usual.maxSessions(),
                usual.maxSessionsPerAddress(),
                usual.lineLength(),
                DataSize.mebibytes(8),
                usual.maxRecipients(),
                usual.idleTimeout(),
                usual.timeToSignIn()));
        hong = submission.server().person("hong");
    }

    @AfterAll
    static void stop() {
        submission.close();
    }

    private static String envelope(TestPerson recipient) {
        return "MAIL FROM:<" + hong.address() + ">\r\nRCPT TO:<" + recipient.address() + ">\r\n";
    }

    private static String from() {
        return "From: <" + hong.address() + ">\r\n";
    }

    @Test
    @Adversary("a header that nobody could hold")
    void aHeaderOfMoreThanAMebibyteIsRefusedByDataAndByChunks() {
        TestPerson recipient = submission.server().person("recipient");
        for (String fields : new String[] {
            "a:\r\n".repeat(500_000), "Subject: x\r\n" + (" " + "=?a".repeat(300) + "\r\n").repeat(2_000)
        }) {
            try (SmtpTalk smtp = submission.signedIn(hong)) {
                smtp.hearsRaw(envelope(recipient) + "DATA\r\n" + from() + fields + "\r\ntext\r\n.\r\nNOOP\r\n");
                smtp.says("250 2.1.0").says("250 2.1.5").says("354 ");
                smtp.says("554 5.6.0", Replies.HEADER_TOO_LARGE).says("250 2.0.0");
                String message = from() + fields + "\r\ntext\r\n";
                smtp.hearsRaw(envelope(recipient) + "BDAT " + message.length() + " LAST\r\n" + message + "NOOP\r\n");
                smtp.says("250 2.1.0").says("250 2.1.5");
                smtp.says("554 5.6.0", Replies.HEADER_TOO_LARGE).says("250 2.0.0");
                // Without an end it is all header.
                smtp.hearsRaw(envelope(recipient) + "DATA\r\n" + from() + fields + ".\r\nNOOP\r\n");
                smtp.says("250 2.1.0").says("250 2.1.5").says("354 ");
                smtp.says("554 5.6.0", Replies.HEADER_TOO_LARGE).says("250 2.0.0");
            }
        }
        assertThat(submission.arrivals().queued(recipient.address())).isZero();
    }

    @Test
    void aBodyMayBeAsLargeAsTheMessage() {
        TestPerson recipient = submission.server().person("recipient");
        String body = ("x".repeat(900) + "\r\n").repeat(5_000);
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hearsRaw(envelope(recipient) + "DATA\r\n" + from() + "X: " + "y\r\n ".repeat(100_000) + "y\r\n\r\n"
                    + body + ".\r\n");
            smtp.says("250 2.1.0").says("250 2.1.5").says("354 ").says("250 2.6.0");
        }
        assertThat(submission.arrivals().only(recipient.address()).body()).isEqualTo(body);
    }
}
