package io.gongmail.server.smtp;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Role;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RCPT: RFC 5321 §4.1.1.3. */
class RcptToTest {
    private static Submission submission;
    private static TestPerson hong;
    private static TestPerson kim;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
        kim = submission.server().person("kim");
    }

    private static SmtpTalk fromHong() {
        return submission
                .signedIn(hong)
                .hears("MAIL FROM:<" + hong.address() + ">")
                .says("250 ");
    }

    @Test
    void aMailboxHereIsTaken() {
        try (SmtpTalk smtp = fromHong()) {
            smtp.hears("RCPT TO:<" + kim.address() + ">").says("250 2.1.5");
            smtp.hears("rcpt to:<" + hong.address().toUpperCase(Locale.ROOT) + ">")
                    .says("250 2.1.5");
        }
    }

    @Test
    void nobodyIsRefusedAndTheTransactionGoesOn() {
        try (SmtpTalk smtp = fromHong()) {
            smtp.hears("RCPT TO:<nobody@" + TestServer.DOMAIN + ">").says("550 5.1.1", Replies.NO_SUCH_MAILBOX);
            smtp.hears("DATA").says("503 5.5.");
            smtp.hears("RCPT TO:<" + kim.address() + ">").says("250 2.1.5");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "someone@elsewhere.example",
                "hong@sub.moe.gongmail.example",
                "hong@[127.0.0.1]",
                "hong%elsewhere.example@elsewhere.example"
            })
    void otherDomainsAreNotServed(String address) {
        try (SmtpTalk smtp = fromHong()) {
            smtp.hears("RCPT TO:<" + address + ">").says("550 5.7.1", Replies.DOMAIN_NOT_SERVED);
        }
    }

    /** RFC 6409 §4.3; RFC 5321 §7.1: this is no open relay. */
    @Test
    void mailGoesOnToOtherServersForWhoHasSignedInAlone() {
        String outside = "friend@" + TestServer.ELSEWHERE;
        try (SmtpTalk smtp = fromHong()) {
            smtp.hears("RCPT TO:<" + outside.toUpperCase(Locale.ROOT) + ">").says("250 2.1.5");
            smtp.hears("RCPT TO:<friend@sub." + TestServer.ELSEWHERE + ">")
                    .says("550 5.7.1", Replies.DOMAIN_NOT_SERVED);
        }
        // A good certificate is no sign-in.
        try (SmtpTalk smtp = submission.greeted(hong.certificate())) {
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("530 5.7.0");
            smtp.hears("RCPT TO:<" + outside + ">").says("530 5.7.0");
            smtp.hears("DATA").says("530 5.7.0");
        }
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<stranger@" + TestServer.ELSEWHERE + ">").says("553 5.7.1");
            smtp.hears("RCPT TO:<" + outside + ">").says("503 5.5.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<postmaster>", "<PostMaster>", " <POSTMASTER>", "<postmaster@moe.gongmail.example>"})
    void postmasterNeedsNoDomainAndIsTakenWhoeverAdministers(String path) {
        Address administrator = Address.of(kim.address());
        submission.server().registry().accounts().grant(administrator, Role.ADMINISTRATOR, "test");
        try (SmtpTalk smtp = fromHong()) {
            smtp.hears("RCPT TO:" + path).says("250 2.1.5");
        } finally {
            submission.server().registry().accounts().withdraw(administrator, Role.ADMINISTRATOR, "test");
        }
        // RFC 5321 §4.5.1: taken always; it waits for somebody to read it.
        try (SmtpTalk smtp = fromHong()) {
            smtp.hears("RCPT TO:" + path).says("250 2.1.5");
        }
    }

    /** RFC 5321 §4.5.3.1.10; as many as are announced (RFC 9422 §4.2). */
    @Test
    void recipientsAreBounded() {
        try (SmtpTalk smtp = fromHong()) {
            for (int i = 0; i < Submission.MAX_RECIPIENTS; i++) {
                TestPerson person = submission.server().person("many");
                smtp.hears("RCPT TO:<" + person.address() + ">").says("250 2.1.5");
            }
            smtp.hears("RCPT TO:<" + kim.address() + ">").says("452 4.5.3", Replies.TOO_MANY_RECIPIENTS);
            smtp.hears("DATA").says("354 ");
        }
    }

    @Test
    void aSenderComesFirst() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("RCPT TO:<" + kim.address() + ">").says("503 5.5.");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCPT",
                "RCPT TO",
                "RCPT TO:",
                "RCPT TO:<>",
                "RCPT TO:kim@moe.gongmail.example",
                "RCPT TO:<kim@moe.gongmail.example",
                "RCPT FROM:<kim@moe.gongmail.example>",
                "RCPT TO:<kim@moe.gongmail.example> <hong@moe.gongmail.example>",
                "RCPT TO:<a@b@moe.gongmail.example>"
            })
    void whatIsNoPathIsRefused(String command) {
        try (SmtpTalk smtp = fromHong()) {
            smtp.hears(command).says("5");
            smtp.hears("DATA").says("503 5.5.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" BODY=8BITMIME", " SIZE=1", " X=1", " X"})
    void aParameterThatWasNotAnnouncedIsRefused(String parameter) {
        try (SmtpTalk smtp = fromHong()) {
            smtp.hears("RCPT TO:<" + kim.address() + ">" + parameter).says("555 5.5.4", Replies.UNKNOWN_PARAMETER);
            smtp.hears("DATA").says("503 5.5.");
        }
    }

    @Test
    void theSameRecipientTwiceGetsOneCopy() {
        TestPerson twin = submission.server().person("twin");
        try (SmtpTalk smtp = fromHong()) {
            smtp.hears("RCPT TO:<" + twin.address() + ">").says("250 ");
            smtp.hears("RCPT TO:<" + twin.address() + ">").says("250 ");
            smtp.hears("DATA").says("354 ");
            smtp.hears("From: <" + hong.address() + ">", "", "x", ".").says("250 ");
        }
        org.assertj.core.api.Assertions.assertThat(
                        submission.arrivals().only(twin.address()).recipients())
                .containsExactly(twin.address());
    }
}
