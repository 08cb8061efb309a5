package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.InternationalAddress;
import io.gongmail.store.registry.InternationalAddresses;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SMTPUTF8: RFC 6531, RFC 6532. */
class SmtpUtf8Test {
    private static Submission submission;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
    }

    /** The octets of UTF-8, one character for each. */
    static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static SmtpTalk hears(SmtpTalk smtp, String line) {
        return smtp.hearsRaw(octets(line) + "\r\n");
    }

    /** RFC 6531 §3.5. */
    @Test
    void withoutTheParameterSuchPathsAreRefused() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, "MAIL FROM:<홍길동@moe.gongmail.example>").says("553 5.6.7");
            hears(smtp, "MAIL FROM:<hong@교육부.example> BODY=8BITMIME").says("553 5.6.7");
            hears(smtp, "MAIL FROM:<" + hong.address() + ">").says("250 2.1.0");
            hears(smtp, "RCPT TO:<홍길동@moe.gongmail.example>").says("553 5.6.7");
            hears(smtp, "RCPT TO:<hong@교육부.example>").says("553 5.6.7");
            hears(smtp, "DATA").says("503 5.5.");
        }
    }

    /** RFC 6531 §3.3: with it they are looked for as any other. */
    @Test
    void withTheParameterSuchPathsAreLookedFor() {
        TestPerson kim = submission.server().person("kim");
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, "MAIL FROM:<홍길동@moe.gongmail.example> SMTPUTF8").says("553 5.7.1", "G-403");
            hears(smtp, "MAIL FROM:<" + hong.address() + "> SMTPUTF8").says("250 2.1.0");
            hears(smtp, "RCPT TO:<홍길동@moe.gongmail.example>").says("550 5.1.1", Replies.NO_SUCH_MAILBOX);
            hears(smtp, "RCPT TO:<홍길동@교육부.example>").says("550 5.7.1", Replies.DOMAIN_NOT_SERVED);
            hears(smtp, "RCPT TO:<hong@교육부.example>").says("550 5.7.1", Replies.DOMAIN_NOT_SERVED);
            // U+FF0E and full-width letters mean the same domain (RFC 5895 §2).
            hears(smtp, "RCPT TO:<" + kim.address().replace("@moe.", "@ｍｏｅ．") + ">")
                    .says("250 2.1.5");
        }
    }

    /** RFC 6531 §3.3: an account has another name, by which it is reached and writes; what is queued goes by the one in US-ASCII. */
    @Test
    void anAccountIsReachedAndWritesByItsKoreanName() {
        TestPerson kim = submission.server().person("kim");
        named(hong, "박영희");
        named(kim, "최철수");
        String from = "박영희@moe.gongmail.example";
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, "MAIL FROM:<" + from + "> SMTPUTF8").says("250 2.1.0");
            hears(smtp, "RCPT TO:<" + Normalizer.normalize("최철수", Normalizer.Form.NFD) + "@MOE.gongmail.example>")
                    .says("250 2.1.5");
            hears(smtp, "RCPT TO:<" + kim.address() + ">").says("250 2.1.5 Recipient known");
            smtp.hears("DATA").says("354 ");
            hears(smtp, "From: 박영희 <" + from + ">\r\nSender: " + from + "\r\nSubject: 한글\r\n\r\n안녕\r\n.")
                    .says("250 2.6.0");
            hears(smtp, "MAIL FROM:<최철수@moe.gongmail.example> SMTPUTF8").says("553 5.7.1", "G-403");
            hears(smtp, "MAIL FROM:<" + from + ">").says("553 5.6.7");
        }
        Arrivals.Arrived arrived = submission.arrivals().only(kim.address());
        assertThat(arrived.sender()).isEqualTo(hong.address());
        assertThat(arrived.recipients()).containsExactly(kim.address());
        assertThat(arrived.header("From")).containsExactly(octets("박영희 <" + from + ">"));
    }

    private static void named(TestPerson person, String name) {
        assertThat(submission
                        .server()
                        .registry()
                        .internationalAddresses()
                        .give(
                                Address.of(person.address()),
                                new InternationalAddress(name, "moe.gongmail.example"),
                                "test"))
                .isEqualTo(InternationalAddresses.Outcome.GIVEN);
    }

    /** Nor beside one's own, nor as a letter that another server would read as one. */
    @Test
    void anotherAccountsKoreanNameIsNobodyElsesToWriteBy() {
        TestPerson lee = submission.server().person("lee");
        named(lee, "이순신");
        for (String field : List.of(
                "From: <이순신@moe.gongmail.example>",
                "From: " + hong.address() + ", <이순신@moe.gongmail.example>",
                "From: <" + hong.address() + ">\r\nSender: <이순신@moe.gongmail.example>",
                "From: <이순신@moe.gongmail.example> <" + hong.address() + ">",
                "From: <없음@moe.gongmail.example>")) {
            try (SmtpTalk smtp = submission.signedIn(hong)) {
                hears(smtp, "MAIL FROM:<" + hong.address() + "> SMTPUTF8").says("250 2.1.0");
                hears(smtp, "RCPT TO:<" + lee.address() + ">").says("250 2.1.5");
                smtp.hears("DATA").says("354 ");
                hears(smtp, field + "\r\n\r\nx\r\n.").says("550 5.7.1", "G-407");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCPT TO:<\u00ed\u0099@moe.gongmail.example>",
                "RCPT TO:<\u00ff@moe.gongmail.example>",
                "RCPT TO:<\u00c0\u00ae@moe.gongmail.example>",
                "RCPT TO:<\u00ed\u00a0\u0080@moe.gongmail.example>"
            })
    void whatIsNoUtf8IsRefused(String command) {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, "MAIL FROM:<" + hong.address() + "> SMTPUTF8").says("250 2.1.0");
            smtp.hearsRaw(command + "\r\n").says("501 5.5.2");
            smtp.hears("NOOP").says("250 ");
        }
    }

    /** RFC 6531 §3.1. */
    @Test
    void theParameterHasNoValueAndHoldsForOneTransaction() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, "MAIL FROM:<" + hong.address() + "> SMTPUTF8=yes").says("501 5.5.4");
            hears(smtp, "MAIL FROM:<" + hong.address() + "> SMTPUTF8 SMTPUTF8").says("501 5.5.4");
            hears(smtp, "MAIL FROM:<" + hong.address() + "> SMTPUTF8").says("250 2.1.0");
            smtp.hears("RSET").says("250 ");
            hears(smtp, "MAIL FROM:<" + hong.address() + ">").says("250 2.1.0");
            hears(smtp, "RCPT TO:<홍길동@moe.gongmail.example>").says("553 5.6.7");
        }
    }

    /** RFC 6532 §3.2; RFC 6531 §4.3. */
    @Test
    void aHeaderInUtf8ArrivesAsItWasSent() {
        TestPerson recipient = submission.server().person("recipient");
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, "MAIL FROM:<" + hong.address() + "> BODY=8BITMIME SMTPUTF8")
                    .says("250 2.1.0");
            hears(smtp, "RCPT TO:<" + recipient.address() + ">").says("250 2.1.5");
            smtp.hears("DATA").says("354 ");
            hears(smtp, "From: 홍길동 <" + hong.address() + ">\r\nTo: 김철수@교육부.example\r\nSubject: 공지\r\n\r\n안녕\r\n.")
                    .says("250 2.6.0");
        }
        Arrivals.Arrived arrived = submission.arrivals().only(recipient.address());
        assertThat(arrived.header("Subject")).containsExactly(octets("공지"));
        assertThat(arrived.header("To")).containsExactly(octets("김철수@교육부.example"));
        assertThat(arrived.body()).isEqualTo(octets("안녕\r\n"));
        assertThat(arrived.header("Received").get(0)).contains("with UTF8SMTPSA id");
    }

    @Test
    void anAuthorWithSuchANameIsSomebodyElse() {
        TestPerson recipient = submission.server().person("recipient");
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, "MAIL FROM:<" + hong.address() + "> SMTPUTF8").says("250 2.1.0");
            hears(smtp, "RCPT TO:<" + recipient.address() + ">").says("250 2.1.5");
            smtp.hears("DATA").says("354 ");
            hears(smtp, "From: <홍길동@moe.gongmail.example>\r\n\r\nx\r\n.").says("550 5.7.1", "G-407");
        }
    }

    /** RFC 4616 §2, RFC 4954: by that name an account is signed in to too, and no other by it. */
    @Test
    void anAccountIsSignedInToByItsKoreanName() {
        TestPerson yun = submission.server().person("yun");
        named(yun, "윤동주");
        String name = Normalizer.normalize("윤동주", Normalizer.Form.NFD) + "@moe.gongmail.example";
        try (SmtpTalk smtp = submission.greeted(yun.certificate())) {
            smtp.hears("AUTH PLAIN " + SmtpTalk.base64("\0" + name + "\0wrong")).says("535 5.7.8", "G-201");
            smtp.hears("AUTH PLAIN " + SmtpTalk.base64("\0" + name + "\0" + yun.password()))
                    .says("235 2.7.0");
            smtp.hears("MAIL FROM:<" + yun.address() + ">").says("250 2.1.0");
        }
        try (SmtpTalk smtp = submission.greeted(yun.certificate())) {
            smtp.hears("AUTH LOGIN").says("334 ");
            smtp.hears(SmtpTalk.base64(name)).says("334 ");
            smtp.hears(SmtpTalk.base64(yun.password())).says("235 2.7.0");
        }
        try (SmtpTalk smtp = submission.greeted(hong.certificate())) {
            smtp.hears("AUTH PLAIN " + SmtpTalk.base64("\0" + name + "\0" + hong.password()))
                    .says("535 5.7.8", "G-201");
        }
    }

    /** RFC 6531 §3.4: mail of who has signed in goes on to such names too; whether there is one the other server says. */
    @Test
    void mailGoesOnToKoreanNamesAtOtherServers() {
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            hears(smtp, "MAIL FROM:<" + hong.address() + "> SMTPUTF8").says("250 2.1.0");
            hears(smtp, "RCPT TO:<이영희@" + TestServer.ELSEWHERE + ">").says("250 2.1.5");
            hears(smtp, "RCPT TO:<이 영희@" + TestServer.ELSEWHERE + ">").says("5");
            hears(smtp, "RCPT TO:<이영희@sub." + TestServer.ELSEWHERE + ">").says("550 5.7.1", Replies.DOMAIN_NOT_SERVED);
            hears(smtp, "MAIL FROM:<" + hong.address() + ">").says("503");
            smtp.hears("RSET").says("250 ");
            hears(smtp, "MAIL FROM:<" + hong.address() + ">").says("250 2.1.0");
            hears(smtp, "RCPT TO:<이영희@" + TestServer.ELSEWHERE + ">").says("553 5.6.7");
        }
    }
}
