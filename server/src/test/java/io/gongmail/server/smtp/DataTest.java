package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.smtp.Arrivals.Arrived;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.james.queue.api.MailQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DATA: RFC 5321 §4.1.1.4, RFC 6409 §6 and §8, RFC 1870. */
class DataTest {
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

    private static String from(TestPerson person) {
        return "From: <" + person.address() + ">\r\n";
    }

    private static void isRefused(String message, String reply, String code) {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.submits(hong.address(), recipient.address(), message).says(reply, code);
            assertThat(submission.arrivals().queued(recipient.address())).isZero();
            // And the connection goes on in step.
            smtp.submits(hong.address(), recipient.address(), from(hong) + "\r\nafter")
                    .says("250 2.6.0");
            assertThat(submission.arrivals().only(recipient.address()).body()).isEqualTo("after\r\n");
        }
    }

    private static Arrived isTaken(String message) {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.submits(hong.address(), recipient.address(), message).says("250 2.6.0");
        }
        return submission.arrivals().only(recipient.address());
    }

    @Test
    void aMessageIsQueuedForItsRecipientsAsItWasSent() {
        TestPerson one = recipient();
        TestPerson two = recipient();
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 ");
            smtp.hears("RCPT TO:<" + one.address() + ">").says("250 ");
            smtp.hears("RCPT TO:<" + two.address() + ">").says("250 ");
            smtp.hears("DATA").says("354 ");
            smtp.hearsRaw(from(hong) + "Subject: \u00ea\u00b3\u00b5\r\n\r\n\u00ec\u0095\u0088\r\n\r\n .\r\n.\r\n")
                    .says("250 2.6.0");
        }
        Arrived arrived = submission.arrivals().only(one.address());
        assertThat(arrived.sender()).isEqualTo(hong.address());
        assertThat(arrived.recipients()).containsExactlyInAnyOrder(one.address(), two.address());
        assertThat(arrived.header("Subject")).containsExactly("\u00ea\u00b3\u00b5");
        assertThat(arrived.body()).isEqualTo("\u00ec\u0095\u0088\r\n\r\n .\r\n");
    }

    @Test
    void dotsAreUnstuffed() {
        assertThat(isTaken(from(hong) + "\r\n..\r\n...\r\n..x\r\n.y\r\n. ").body())
                .as("RFC 5321 §4.5.2")
                .startsWith(".\r\n..\r\n.x\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bcc: kim@moe.gongmail.example\r\n",
                "BCC : kim@moe.gongmail.example,\r\n lee@moe.gongmail.example,\r\n\tpark@moe.gongmail.example\r\n",
                "Resent-Bcc: kim@moe.gongmail.example\r\n",
                "Return-Path: <somebody@elsewhere.example>\r\n"
            })
    void whatRecipientsMustNotSeeIsTakenOut(String hidden) {
        String before = from(hong) + "Subject: x\r\n y\r\n";
        String after = "To: all@moe.gongmail.example\r\nX-Bcc: stays\r\n";
        String body = "\r\nBcc: a line of the text stays";
        for (String sent : List.of(before + hidden + after, hidden + before + after, before + after + hidden)) {
            String arrived = isTaken(sent + body).message();
            assertThat(arrived).contains(before + after).endsWith(body + "\r\n");
            assertThat(arrived).doesNotContain("kim@moe", "lee@moe", "park@moe", "somebody@elsewhere");
        }
    }

    @Test
    void traceDateAndMessageIdAreAdded() {
        Arrived arrived = isTaken(from(hong) + "Subject: x\r\n\r\nx");
        assertThat(arrived.header("Received")).hasSize(1);
        assertThat(arrived.header("Received").get(0))
                .contains("client.example", "by " + Submission.HOST, "with ESMTPSA", "[127.0.0.1]");
        assertThat(arrived.message()).startsWith("Received: ");
        assertThat(arrived.header("Date")).hasSize(1);
        assertThat(arrived.header("Message-ID")).hasSize(1);
        assertThat(arrived.header("Message-ID").get(0)).matches("<[^<>@]+@" + Submission.HOST + ">");
    }

    @Test
    void dateAndMessageIdStayWhereTheyAre() {
        Arrived arrived = isTaken(from(hong)
                + "Date: Tue, 24 Nov 2026 22:00:00 +0900\r\nMessage-Id: <a@b.example>\r\nSubject: x\r\n\r\nx");
        assertThat(arrived.header("Date")).containsExactly("Tue, 24 Nov 2026 22:00:00 +0900");
        assertThat(arrived.header("Message-ID")).containsExactly("<a@b.example>");
    }

    @Test
    void aReceiptWithoutSenderIsTaken() {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.submits("", recipient.address(), from(hong) + "\r\nread").says("250 2.6.0");
        }
        assertThat(submission.arrivals().only(recipient.address()).sender()).isEmpty();
    }

    @Test
    void onesOwnAddressMayBeWrittenInManyWays() {
        String own = hong.address();
        isTaken("From: " + own + "\r\n\r\nx");
        isTaken("From: \"Hong, Gildong\" <" + own.toUpperCase(Locale.ROOT) + ">\r\n\r\nx");
        isTaken("From: =?UTF-8?B?7ZmN6ri464+Z?=\r\n <" + own + ">\r\nSender: " + own + "\r\n\r\nx");
        isTaken("From: \u00ed\u0099\u008d <" + own + ">\r\n\r\nx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: <kim@moe.gongmail.example>",
                "From: kim@moe.gongmail.example",
                "From: <OWN>, <kim@moe.gongmail.example>",
                "From: <kim@moe.gongmail.example>, <OWN>",
                "From: \"<OWN>\" <kim@moe.gongmail.example>",
                "From: OWN <kim@moe.gongmail.example>",
                "From: <OWN> <kim@moe.gongmail.example>",
                "From: <kim@moe.gongmail.example> (OWN)",
                "From: group: <OWN>;",
                "From: <OWN>\r\nSender: <kim@moe.gongmail.example>",
                "From: <OWN>\r\nSender: <OWN>\r\nSender: <kim@moe.gongmail.example>",
                "From: <@OWN:kim@moe.gongmail.example>",
                "From: <>",
                "From:",
                "Sender: <OWN>\r\nFrom: <kim@moe.gongmail.example>"
            })
    void anAuthorWhoIsSomebodyElseIsRefused(String header) {
        isRefused(header.replace("OWN", hong.address()) + "\r\n\r\nx", "550 5.7.1", "G-407");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: x",
                "From: <OWN>\r\nFrom: <OWN>",
                "From: <OWN>\r\nfrom: <kim@moe.gongmail.example>",
                "From: <OWN>\r\nFrom : <kim@moe.gongmail.example>",
                "\r\nFrom: <OWN>",
                ""
            })
    void aMessageWithoutOneSingleAuthorIsRefused(String header) {
        isRefused(header.replace("OWN", hong.address()) + "\r\n\r\nx", "550 5.6.0", Replies.NO_SINGLE_FROM);
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedAtItsEnd() {
        String line = "x".repeat(998) + "\r\n";
        isRefused(
                from(hong) + "\r\n" + line.repeat(Submission.MESSAGE_SIZE / 1_000 + 1), "552 5.3.4", Replies.TOO_LARGE);
        isRefused(from(hong) + "\r\n" + line.repeat(1_000), "552 5.3.4", Replies.TOO_LARGE);
    }

    @Test
    void aMessageAsLargeAsAnnouncedIsTaken() {
        String head = from(hong) + "\r\n";
        String line = "x".repeat(998) + "\r\n";
        String rest = line.repeat((Submission.MESSAGE_SIZE - head.length()) / 1_000);
        String last = "y".repeat(Submission.MESSAGE_SIZE - head.length() - rest.length() - 2);
        assertThat(isTaken(head + rest + last).body()).isEqualTo(rest + last + "\r\n");
    }

    /** RFC 1870 §3: the dots that SMTP adds do not count. */
    @Test
    void doubledDotsCountOnce() {
        String head = from(hong) + "\r\n";
        String line = "..\r\n";
        int lines = (Submission.MESSAGE_SIZE - head.length() - 100) / 3;
        String last = "y".repeat(Submission.MESSAGE_SIZE - head.length() - 3 * lines - 2);
        assertThat(isTaken(head + line.repeat(lines) + last).body()).isEqualTo(".\r\n".repeat(lines) + last + "\r\n");
        isRefused(head + line.repeat(lines) + last + "y", "552 5.3.4", Replies.TOO_LARGE);
    }

    @Test
    void aLongLineIsKeptWhole() {
        String line = "x".repeat(8_000);
        assertThat(isTaken(from(hong) + "\r\n" + line).body()).isEqualTo(line + "\r\n");
    }

    @Test
    void aLineBeyondTheBoundRefusesTheMessageInOneReplyAtItsEnd() {
        isRefused(
                from(hong) + "\r\n" + "x".repeat(2 * Submission.LINE_LENGTH) + "\r\ny",
                "554 5.6.0",
                Replies.LINE_TOO_LONG);
    }

    @Test
    void thereIsNoDataWithoutRecipientsOrWithArguments() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("DATA").says("503 5.5.");
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 ");
            smtp.hears("DATA").says("503 5.5.");
            smtp.hears("RCPT TO:<" + hong.address() + ">").says("250 ");
            smtp.hears("DATA now").says("50");
            smtp.hears("NOOP").says("250 ");
        }
    }

    @Test
    void transactionsFollowOneAnotherAndMayBePipelined() {
        TestPerson recipient = recipient();
        String envelope = "MAIL FROM:<" + hong.address() + ">\r\nRCPT TO:<" + recipient.address() + ">\r\nDATA\r\n";
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            for (int i = 0; i < 3; i++) {
                smtp.hearsRaw(envelope).says("250 2.1.0").says("250 2.1.5").says("354 ");
                smtp.hearsRaw(from(hong) + "\r\n" + i + "\r\n.\r\nNOOP\r\n")
                        .says("250 2.6.0")
                        .says("250 2.0.0");
            }
            smtp.hears("RCPT TO:<" + recipient.address() + ">").says("503 5.5.");
        }
        assertThat(submission.arrivals().all(recipient.address(), 3))
                .extracting(Arrived::body)
                .containsExactlyInAnyOrder("0\r\n", "1\r\n", "2\r\n");
    }

    @Test
    void aMessageCutOffIsForgotten() {
        TestPerson recipient = recipient();
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("250 ");
            smtp.hears("RCPT TO:<" + recipient.address() + ">").says("250 ");
            smtp.hears("DATA").says("354 ").hearsRaw(from(hong) + "\r\nhalf\r\n.\r");
        }
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.submits(hong.address(), recipient.address(), from(hong) + "\r\nwhole")
                    .says("250 ");
        }
        assertThat(submission.arrivals().only(recipient.address()).body()).isEqualTo("whole\r\n");
    }

    @Test
    void whatCannotBeQueuedIsNotAcknowledged() {
        TestPerson recipient = recipient();
        try (Submission broken = Submission.with(submission.server().signIn());
                SmtpTalk smtp = broken.signedIn(hong)) {
            broken.arrivals().trouble(mail -> {
                throw new MailQueue.MailQueueException("the disk is full");
            });
            smtp.submits(hong.address(), recipient.address(), from(hong) + "\r\nx")
                    .says("451 4.3.0", Replies.NOT_QUEUED);
            assertThat(smtp.last()).doesNotContain("disk");
            broken.arrivals().trouble(mail -> {});
            smtp.submits(hong.address(), recipient.address(), from(hong) + "\r\nagain")
                    .says("250 ");
            assertThat(broken.arrivals().only(recipient.address()).body()).isEqualTo("again\r\n");
        }
    }

    @Test
    void acknowledgementWaitsForTheQueueAndOtherConnectionsDoNot() throws InterruptedException {
        TestPerson recipient = recipient();
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (Submission slow = Submission.with(submission.server().signIn());
                SmtpTalk smtp = slow.signedIn(hong)) {
            slow.arrivals().trouble(mail -> {
                reached.countDown();
                AuthTest.awaitQuietly(go);
            });
            smtp.submits(hong.address(), recipient.address(), from(hong) + "\r\nx");
            assertThat(reached.await(1, TimeUnit.MINUTES)).isTrue();
            for (int other = 0; other < 8; other++) {
                try (SmtpTalk another = slow.greeted(hong.certificate())) {
                    another.hears("NOOP").says("250 ");
                }
            }
            assertThat(smtp.hasBeenAnswered()).isFalse();
            go.countDown();
            smtp.says("250 2.6.0");
        } finally {
            go.countDown();
        }
    }

    @Test
    void everyCodeOfTheListenerHasWords() {
        assertThat(TestServer.shared().words().sentence("G-403").text()).contains("sender");
        for (String code : new String[] {
            "G-403",
            Replies.NO_SUCH_MAILBOX,
            Replies.DOMAIN_NOT_SERVED,
            "G-407",
            Replies.NO_SINGLE_FROM,
            Replies.BARE_CONTROL,
            Replies.TOO_MANY_RECIPIENTS,
            Replies.TOO_LARGE,
            "G-205",
            Replies.TOO_LATE,
            Replies.IDLE,
            Replies.UNKNOWN_PARAMETER,
            Replies.LINE_TOO_LONG
        }) {
            assertThat(TestServer.shared().words().sentence(code).text()).endsWith("(" + code + ")");
        }
    }
}
