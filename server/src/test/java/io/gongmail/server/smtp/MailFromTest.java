package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEntry;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.Registry;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MAIL: RFC 5321 §4.1.1.2, RFC 1870 (SIZE), RFC 6152 (BODY), RFC 6409 §6.1. */
class MailFromTest {
    private static Submission submission;
    private static TestPerson hong;
    private static TestPerson kim;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
        kim = submission.server().person("kim");
    }

    private static SmtpTalk hears(SmtpTalk smtp, String parameters) {
        return smtp.hears("MAIL FROM:<" + hong.address() + ">" + parameters);
    }

    @Test
    void onesOwnAddressIsTaken() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, "").says("250 2.1.0");
        }
    }

    @Test
    void onesOwnAddressIsTakenInAnyCase() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("mail from:<" + hong.address().toUpperCase(Locale.ROOT) + ">")
                    .says("250 2.1.0");
        }
    }

    @Test
    void aReceiptHasNoSender() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<>").says("250 2.1.0");
            smtp.hears("RCPT TO:<" + kim.address() + ">").says("250 2.1.5");
        }
    }

    /** RFC 5322 §3.6.2: the role is the author, and may be the sender. */
    @Test
    void aRoleIsSentAsByWhoHasTheRightAndTheTrailKnowsWhoItWas() {
        TestPerson role = submission.server().agency("minwon");
        Registry registry = submission.server().registry();
        String message = "From: <" + role.address() + ">\r\nSender: <" + hong.address()
                + ">\r\nMessage-ID: <role@client.example>\r\n\r\nx";
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + role.address() + ">").says("553 5.7.1", "G-403");
            smtp.submits(hong.address(), kim.address(), message).says("550 5.7.1", "G-407");
            registry.sentAs().give(Address.of(role.address()), Address.of(hong.address()), "test");
            smtp.submits(role.address(), kim.address(), message).says("250 2.6.0");
            assertThat(registry.audit().list(registry.audit().lastNumber(), 1))
                    .extracting(AuditEntry::event)
                    .containsExactly(new AuditEvent(
                            "sent-as.used",
                            hong.address(),
                            role.address(),
                            Map.of("message-id", "<role@client.example>")));
            registry.sentAs().withdraw(Address.of(role.address()), Address.of(hong.address()), "test");
            smtp.hears("MAIL FROM:<" + role.address() + ">").says("553 5.7.1", "G-403");
        }
    }

    @Test
    void somebodyElsesAddressIsRefusedAndTheConnectionGoesOn() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + kim.address() + ">").says("553 5.7.1", "G-403");
            smtp.hears("MAIL FROM:<hong@elsewhere.example>").says("553 5.7.1", "G-403");
            smtp.hears("RCPT TO:<" + kim.address() + ">").says("503 5.5.");
            hears(smtp, "").says("250 2.1.0");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL",
                "MAIL FROM",
                "MAIL FROM:",
                "MAIL TO:<hong@moe.gongmail.example>",
                "MAIL FROM:hong@moe.gongmail.example",
                "MAIL FROM:<hong@moe.gongmail.example",
                "MAIL FROM:<hong@moe.gongmail.example>>",
                "MAIL FROM:<hong@moe.gongmail.example>SIZE=1",
                "MAIL FROM:<hong@moe.gongmail.example> <kim@moe.gongmail.example>",
                "MAIL FROM:<hong@>",
                "MAIL FROM:<@moe.gongmail.example>",
                "MAIL FROM:<hong@a@b>"
            })
    void whatIsNoPathIsRefused(String command) {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears(command).says("5");
            smtp.hears("RCPT TO:<" + kim.address() + ">").says("503 5.5.");
        }
    }

    @Test
    void aSourceRouteDoesNotHideWhoSends() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<@" + hong.address() + ":" + kim.address() + ">")
                    .says("5");
            smtp.hears("MAIL FROM:<\"" + hong.address() + "\"@elsewhere.example>")
                    .says("5");
        }
    }

    @Test
    void theSizeTheClientTellsIsCompared() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, " SIZE=" + (Submission.MESSAGE_SIZE + 1)).says("552 5.3.4", Replies.TOO_LARGE);
            hears(smtp, " SIZE=99999999999999999999").says("5");
            hears(smtp, " SIZE=").says("501 5.5.4");
            hears(smtp, " SIZE=many").says("501 5.5.4");
            hears(smtp, " SIZE=-1").says("501 5.5.4");
            hears(smtp, " SIZE=" + Submission.MESSAGE_SIZE).says("250 2.1.0");
        }
    }

    /** RFC 5321 §4.1.1.11. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                " SIZE=1 SIZE=1",
                " SIZE=1 size=2",
                " BODY=7BIT body=8BITMIME",
                " SIZE",
                " =1",
                " SIZE==1",
                " BODY=A=B"
            })
    void aParameterStandsThereOnceAndIsWellFormed(String parameters) {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, parameters).says("501 5.5.4");
            smtp.hears("RCPT TO:<" + kim.address() + ">").says("503 5.5.");
            hears(smtp, "  SIZE=1   BODY=8BITMIME  ").says("250 2.1.0");
        }
    }

    @Test
    void whatIsWrongIsNamed() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, " SIZE=1 XFORWARD=1").says("555 5.5.4 XFORWARD: ", Replies.UNKNOWN_PARAMETER);
            hears(smtp, " SIZE=1 SIZE=1").says("501 5.5.4 The parameter SIZE ");
        }
    }

    /** A command line far over the bound is one refusal, and the next command is heard. */
    @Test
    void anEndlessCommandIsRefusedOnce() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, " X=" + "x".repeat(64 * 1024)).says("500 5.5.2");
            smtp.hears("NOOP").says("250 2.0.0");
        }
    }

    /** RFC 6152 §3; that they arrive as they were sent is told in {@link DataTest}. */
    @Test
    void theBodyMayHaveEightBits() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, " BODY=8BITMIME").says("250 2.1.0").hears("RSET").says("250 ");
            hears(smtp, " body=7bit SIZE=100").says("250 2.1.0").hears("RSET").says("250 ");
            hears(smtp, " AUTH=<>").says("250 2.1.0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" BODY=BINARY", " X=1", " SIZE=1 X", " BY=120;R"})
    void aParameterThatWasNotAnnouncedIsRefused(String parameter) {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, parameter).says("555 5.5.4", Replies.UNKNOWN_PARAMETER);
            hears(smtp, "").says("250 2.1.0");
        }
    }

    @Test
    void transactionsDoNotNest() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, "").says("250 2.1.0");
            smtp.hears("RCPT TO:<" + kim.address() + ">").says("250 2.1.5");
            hears(smtp, "").says("503 5.5.");
            hears(smtp, " X").says("503 5.5.");
            smtp.hears("DATA").says("354 "); // RFC 5321 §4.1.4: the first one goes on
        }
    }
}
