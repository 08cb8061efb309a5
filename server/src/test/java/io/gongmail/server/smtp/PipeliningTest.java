package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PIPELINING: RFC 2920. */
class PipeliningTest {
    private static Submission submission;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
    }

    private static String envelope(TestPerson recipient) {
        return "MAIL FROM:<" + hong.address() + ">\r\nRCPT TO:<nobody@moe.gongmail.example>\r\nRCPT TO:<"
                + recipient.address() + ">\r\nDATA\r\n";
    }

    private static String message(String body) {
        return "From: <" + hong.address() + ">\r\n\r\n" + body + "\r\n.\r\n";
    }

    /** RFC 2920 §3.1: a group of commands, each answered, in order. */
    @Test
    void aGroupIsAnsweredInOrderWhereverItIsCut() {
        TestPerson recipient = submission.server().person("recipient");
        String group = envelope(recipient);
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            for (int cut = 1; cut < group.length(); cut++) {
                smtp.hearsRaw(group.substring(0, cut)).hearsRaw(group.substring(cut));
                smtp.says("250 2.1.0").says("550 5.1.1").says("250 2.1.5").says("354 ");
                smtp.hearsRaw(message("cut " + cut)).says("250 2.6.0");
            }
        }
        assertThat(submission.arrivals().all(recipient.address(), group.length() - 1))
                .extracting(Arrivals.Arrived::body)
                .doesNotHaveDuplicates()
                .hasSize(group.length() - 1);
    }

    /** RFC 2920 §3.1: what stands behind DATA is the message, and behind its end the next commands. */
    @Test
    void wholeTransactionsInOneSegmentAreKeptApart() {
        TestPerson recipient = submission.server().person("recipient");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            all.append(envelope(recipient)).append(message("QUIT\r\nRSET\r\n" + i));
        }
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hearsRaw(all + "NOOP\r\nQUIT\r\n");
            for (int i = 0; i < 20; i++) {
                smtp.says("250 2.1.0")
                        .says("550 5.1.1")
                        .says("250 2.1.5")
                        .says("354 ")
                        .says("250 2.6.0");
            }
            smtp.says("250 2.0.0").says("221 2.0.0").hangsUp();
        }
        assertThat(submission.arrivals().all(recipient.address(), 20)).hasSize(20);
    }

    /** RFC 2920 §3.1: when DATA is refused, what stands behind it is commands. */
    @Test
    void behindARefusedDataStandCommands() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + hong.address() + ">", "RCPT TO:<nobody@moe.gongmail.example>", "DATA", "NOOP");
            smtp.says("250 2.1.0").says("550 5.1.1").says("503 5.5.").says("250 2.0.0");
        }
    }

    /** RFC 2920 §3.2: nothing is lost while an earlier command waits for the disk. */
    @Test
    void whatIsSentWhileAMessageIsQueuedIsAnsweredBehindIt() {
        TestPerson recipient = submission.server().person("recipient");
        CountDownLatch go = new CountDownLatch(1);
        try (Submission slow = Submission.with(submission.server().signIn());
                SmtpTalk smtp = slow.signedIn(hong)) {
            slow.arrivals().trouble(mail -> AuthTest.awaitQuietly(go));
            smtp.hearsRaw(envelope(recipient) + message("x") + "NOOP\r\n".repeat(60_000));
            go.countDown();
            smtp.says("250 2.1.0")
                    .says("550 5.1.1")
                    .says("250 2.1.5")
                    .says("354 ")
                    .says("250 2.6.0");
            for (int i = 0; i < 60_000; i++) {
                smtp.says("250 2.0.0");
            }
            smtp.hears("QUIT").says("221 ");
        } finally {
            go.countDown();
        }
    }
}
