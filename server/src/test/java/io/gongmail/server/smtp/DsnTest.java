package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.delivery.NotificationRequest;
import io.gongmail.server.delivery.NotificationRequest.Event;
import io.gongmail.server.delivery.NotificationRequests;
import io.gongmail.server.testing.TestPerson;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DSN: RFC 3461 §4, as it is heard; what comes of it is told in delivery's own tests. */
class DsnTest {
    private static Submission submission;
    private static TestPerson hong;
    private static TestPerson kim;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
        kim = submission.server().person("kim");
    }

    private static SmtpTalk mail(SmtpTalk smtp, String parameters) {
        return smtp.hears("MAIL FROM:<" + hong.address() + ">" + parameters);
    }

    private static SmtpTalk rcpt(SmtpTalk smtp, String parameters) {
        return smtp.hears("RCPT TO:<" + kim.address() + ">" + parameters);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " RET=FULL",
                " ret=hdrs",
                " ENVID=QQ314159",
                " ENVID=a+2Bb+20c+3D",
                " RET=HDRS ENVID=1 SIZE=100 BODY=8BITMIME SMTPUTF8"
            })
    void whatMailAsksForIsTaken(String parameters) {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            mail(smtp, parameters).says("250 2.1.0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " RET",
                " RET=ALL",
                " RET=FULL RET=FULL",
                " ENVID",
                " ENVID=+2b",
                " ENVID=+2",
                " ENVID=+",
                " ENVID=a=b",
                " ENVID=+0D+0ABcc:+20kim",
                " ENVID=+00",
                " ENVID=LONG"
            })
    void whatMailMeansIsPlain(String parameters) {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            mail(smtp, parameters.replace("LONG", "x".repeat(101))).says("501 5.5.4");
            rcpt(smtp, "").says("503 5.5.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " NOTIFY=NEVER",
                " notify=success,Failure,DELAY",
                " NOTIFY=DELAY",
                " ORCPT=rfc822;Bob+2Bx@Example.COM",
                " ORCPT=utf-8;\\x{AC00}@example.com",
                " NOTIFY=SUCCESS ORCPT=rfc822;a>b@example.com"
            })
    void whatRcptAsksForIsTaken(String parameters) {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            mail(smtp, "").says("250 2.1.0");
            rcpt(smtp, parameters).says("250 2.1.5");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " NOTIFY",
                " NOTIFY=ALWAYS",
                " NOTIFY=NEVER,SUCCESS",
                " NOTIFY=SUCCESS,SUCCESS",
                " NOTIFY=SUCCESS,",
                " NOTIFY=,",
                " NOTIFY=NEVER NOTIFY=NEVER",
                " ORCPT",
                " ORCPT=kim@example.com",
                " ORCPT=;kim@example.com",
                " ORCPT=rfc822;",
                " ORCPT=rfc 822;x",
                " ORCPT=rfc822;a+0Ab",
                " ORCPT=rfc822;a+b",
                " ORCPT=rfc822;LONG"
            })
    void whatRcptMeansIsPlain(String parameters) {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            mail(smtp, "").says("250 2.1.0");
            rcpt(smtp, parameters.replace("LONG", "x".repeat(494))).says("501 5.5.4");
            smtp.hears("DATA").says("503 5.5.");
        }
    }

    @Test
    void whatIsAskedForIsKeptWithTheMailAndWithNoOther() {
        TestPerson one = submission.server().person("one");
        TestPerson two = submission.server().person("two");
        AtomicReference<NotificationRequests> queued = new AtomicReference<>();
        try (Submission watched = Submission.with(submission.server().signIn());
                SmtpTalk smtp = watched.signedIn(hong)) {
            watched.arrivals().trouble(mail -> queued.set(NotificationRequests.of(mail)));
            mail(smtp, " RET=FULL ENVID=QQ+2B1").says("250 2.1.0");
            rcpt(smtp, " NOTIFY=SUCCESS,DELAY ORCPT=rfc822;K+2Bim@example.com").says("250 2.1.5");
            rcpt(smtp, " NOTIFY=NEVER").says("250 2.1.5");
            smtp.hears("RCPT TO:<" + one.address() + "> NOTIFY=NEVER").says("250 2.1.5");
            smtp.hears("RCPT TO:<nobody@moe.gongmail.example> NOTIFY=SUCCESS").says("550 5.1.1");
            smtp.hears("RCPT TO:<" + two.address() + ">").says("250 2.1.5");
            smtp.hears("DATA").says("354 ").hearsRaw("From: <" + hong.address() + ">\r\n\r\nx\r\n.\r\n");
            smtp.says("250 2.6.0");
            assertThat(queued.get())
                    .isEqualTo(new NotificationRequests(
                            "QQ+2B1",
                            true,
                            Map.of(
                                    kim.address(),
                                    new NotificationRequest(
                                            Set.of(Event.SUCCESS, Event.DELAY), "rfc822;K+2Bim@example.com"),
                                    one.address(),
                                    new NotificationRequest(Set.of(), ""))));
            smtp.submits(hong.address(), kim.address(), "From: <" + hong.address() + ">\r\n\r\nx")
                    .says("250 2.6.0");
            assertThat(queued.get()).isEqualTo(new NotificationRequests("", false, Map.of()));
        }
    }
}
