package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The listener of agencies' systems: by the certificate alone, and in the agency's name. */
@Tag("either-provider")
class RelayTest {
    private static final String NOBODY = "notice@" + TestServer.SECOND_DOMAIN;

    private static Submission relay;
    private static TestPerson system;
    private static TestPerson ministry;
    private static TestPerson hong;

    @BeforeAll
    static void start() {
        relay = Submission.relay();
        TestServer server = relay.server();
        system = server.system("system");
        ministry = server.agency("ministry");
        hong = server.person("hong");
        server.registry().agencies().put(new Agency("1741000", "행정안전부", Set.of("mois.gongmail.example")), "test");
    }

    private static SmtpTalk signedIn() {
        return relay.greeted(system.certificate()).hears("AUTH EXTERNAL =").says("235 2.7.0");
    }

    private static String message(String from) {
        return "From: <" + from + ">\r\nSubject: notice\r\n\r\nfor all\r\n";
    }

    @Test
    void aSystemSignsInByItsCertificateAndSends() {
        TestPerson recipient = relay.server().person("recipient");
        try (SmtpTalk smtp = signedIn()) {
            smtp.submits(NOBODY, recipient.address(), message(NOBODY)).says("250 2.6.0");
        }
        assertThat(relay.arrivals().only(recipient.address()).sender()).isEqualTo(NOBODY);
    }

    @Test
    void onlyItsMechanismIsAnnouncedAndTaken() {
        try (SmtpTalk smtp = relay.greeted(system.certificate())) {
            assertThat(smtp.hears("EHLO system.example").says("250 ").texts()).contains("AUTH EXTERNAL");
            smtp.authPlain(system.address(), system.password()).says("504 5.5.4");
            smtp.hears("AUTH LOGIN").says("504 5.5.4");
            smtp.hears("MAIL FROM:<" + NOBODY + ">").says("530 5.7.0", "G-207");
        }
    }

    @Test
    void aPersonsCertificateIsOfferedNothing() {
        try (SmtpTalk smtp = relay.greeted(hong.certificate())) {
            assertThat(smtp.hears("EHLO pc.example").says("250 ").texts()).noneMatch(line -> line.startsWith("AUTH"));
            smtp.authPlain(hong.address(), hong.password()).says("504 5.5.4");
            smtp.hears("AUTH EXTERNAL =").says("504 5.5.4");
            smtp.hears("MAIL FROM:<" + hong.address() + ">").says("530 5.7.0", "G-207");
        }
    }

    /** Its policy is one of those for systems, so the mechanism is there; its account is not. */
    @Test
    void anAgencysRepresentativeIsNoSystem() {
        try (SmtpTalk smtp = relay.greeted(ministry.certificate())) {
            smtp.hears("AUTH EXTERNAL =").says("535 5.7.8", "G-201");
            smtp.hears("MAIL FROM:<" + ministry.address() + ">").says("530 5.7.0", "G-207");
        }
    }

    @Test
    @Adversary("certificate of A with login B, with and without authorisation identity, by every mechanism")
    void aCertificateOfAnotherSystemOpensNothing() {
        TestPerson other = relay.server().system("other");
        try (SmtpTalk smtp = relay.greeted(other.certificate())) {
            String name = Base64.getEncoder().encodeToString(system.address().getBytes(StandardCharsets.UTF_8));
            smtp.hears("AUTH EXTERNAL " + name).says("535 5.7.8", "G-201");
            smtp.hears("AUTH EXTERNAL").says("334 ");
            smtp.hears(name).says("535 5.7.8", "G-201");
            smtp.hears("MAIL FROM:<" + system.address() + ">").says("530 5.7.0", "G-207");
        }
    }

    @Test
    void aSystemDoesNotEnterWherePeopleDo() {
        try (SmtpTalk smtp = Submission.shared().greeted(system.certificate())) {
            smtp.authPlain(system.address(), system.password()).says("535 5.7.8", "G-201");
            smtp.hears("AUTH EXTERNAL =").says("504 5.5.4");
        }
    }

    @Test
    void itMaySendAsItselfAsARepresentativeAndAsNobodyInPerson() {
        for (String from : new String[] {system.address(), ministry.address(), NOBODY}) {
            try (SmtpTalk smtp = signedIn()) {
                smtp.hears("MAIL FROM:<" + from + ">").says("250 2.1.0");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "notice@elsewhere.example",
                "notice@mois.gongmail.example",
                "notice@sub." + TestServer.DOMAIN,
                "postmaster@" + TestServer.DOMAIN,
                "MAILER-DAEMON@" + TestServer.SECOND_DOMAIN
            })
    void anAddressTheAgencyDoesNotOwnIsRefused(String from) {
        try (SmtpTalk smtp = signedIn()) {
            smtp.hears("MAIL FROM:<" + from + ">").says("553 5.7.1", "G-413");
            smtp.hears("MAIL FROM:<" + NOBODY + ">").says("250 2.1.0");
        }
    }

    @Test
    void itSendsAsNoPersonNotEvenAsOneWhoHasLeft() {
        TestPerson kim = relay.server().person("kim");
        isNotTakenFrom(kim);
        relay.server().registry().accounts().close(Address.of(kim.address()), "test", "left");
        isNotTakenFrom(kim);
    }

    private static void isNotTakenFrom(TestPerson person) {
        try (SmtpTalk smtp = signedIn()) {
            smtp.hears("MAIL FROM:<" + person.address() + ">").says("553 5.7.1", "G-413");
            smtp.submits(NOBODY, hong.address(), message(person.address())).says("550 5.7.1", "G-414");
            smtp.submits(NOBODY, hong.address(), "Sender: <" + person.address() + ">\r\n" + message(NOBODY))
                    .says("550 5.7.1", "G-414");
        }
    }

    @Test
    void recipientsAreOfThisServerAndSystemsAreNone() {
        try (SmtpTalk smtp = signedIn()) {
            smtp.hears("MAIL FROM:<" + NOBODY + ">").says("250 ");
            smtp.hears("RCPT TO:<somebody@elsewhere.example>").says("550 5.7.1", "G-402");
            smtp.hears("RCPT TO:<nobody@" + TestServer.DOMAIN + ">").says("550 5.1.1", "G-401");
            smtp.hears("RCPT TO:<" + system.address() + ">").says("550 5.1.1", "G-401");
            smtp.hears("RCPT TO:<" + hong.address() + ">").says("250 2.1.5");
        }
    }

    @Test
    void oneMessageHasABoundedNumberOfRecipients() {
        try (SmtpTalk smtp = signedIn()) {
            smtp.hears("MAIL FROM:<" + NOBODY + ">").says("250 ");
            for (int i = 0; i < Submission.MAX_RECIPIENTS; i++) {
                smtp.hears("RCPT TO:<" + relay.server().person("many").address() + ">")
                        .says("250 ");
            }
            smtp.hears("RCPT TO:<" + hong.address() + ">").says("452 4.5.3", "G-408");
        }
    }
}
