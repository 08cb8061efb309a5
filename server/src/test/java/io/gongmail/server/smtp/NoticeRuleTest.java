package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.NoticeApproval;
import io.gongmail.server.notice.NoticeRules;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeAcceptance;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticePriority;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail to audiences, by agencies' systems and in agencies' names. */
class NoticeRuleTest {
    private static final String NOBODY = "notice@" + TestServer.SECOND_DOMAIN;
    private static final String DESK = "notice@" + TestServer.DOMAIN;
    private static final String OWN = "notice+rule-own@" + TestServer.DOMAIN;
    private static final Pattern NUMBER = Pattern.compile("Notice ([0-9a-f-]{36}) is taken for (\\d+) people");

    private static Submission relay;
    private static Registry registry;
    private static TestPerson system;
    private static TestPerson ministry;
    private static TestPerson hong;

    private final String id = "<" + UUID.randomUUID() + "@system.example>";

    @BeforeAll
    static void start() {
        relay = Submission.relay();
        TestServer server = relay.server();
        registry = server.registry();
        system = server.system("notice-system");
        ministry = server.agency("notice-ministry");
        hong = server.person("notice-hong");
        registry.audiences().save("rule-own", TestServer.MINISTRY, hong.address(), "test");
        registry.audiences().save("rule-other", "", "all", "test");
    }

    private static SmtpTalk signedIn() {
        return relay.greeted(system.certificate()).hears("AUTH EXTERNAL =").says("235 2.7.0");
    }

    private String message(String... fields) {
        return "From: <" + NOBODY + ">\r\nTo: all of us <" + OWN + ">\r\nMessage-ID: " + id + "\r\nSubject: notice\r\n"
                + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n") + "\r\nfor all\r\n";
    }

    private static OfficialNotice taken(SmtpTalk said) {
        Matcher matcher = NUMBER.matcher(said.last());
        assertThat(matcher.find()).as(said.last()).isTrue();
        return registry.notices()
                .find(NoticeNumber.parse(matcher.group(1)).orElseThrow())
                .orElseThrow();
    }

    private OfficialNotice submitted(String to, String message) {
        try (SmtpTalk smtp = signedIn()) {
            return taken(smtp.submits(NOBODY, to, message).says("250 2.6.0"));
        }
    }

    @Test
    void aSystemHandsInANoticeWhichWaitsForASecondPerson() {
        try (SmtpTalk smtp = signedIn()) {
            smtp.hears("MAIL FROM:<" + NOBODY + "> ENVID=e-77").says("250 ");
            smtp.hears("RCPT TO:<" + OWN + ">").says("250 ");
            smtp.hears("DATA").says("354 ");
            OfficialNotice notice = taken(smtp.hearsRaw(message() + ".\r\n").says("250 2.6.0"));
            assertThat(smtp.last()).endsWith("for 1 people, and waits for approval");
            assertThat(notice.state()).isEqualTo(OfficialNoticeState.SUBMITTED);
            assertThat(notice.sender()).isEqualTo(Address.of(system.address()));
            assertThat(notice.author()).isEqualTo(Address.of(NOBODY));
            assertThat(notice.audience()).isEqualTo("rule-own");
            assertThat(notice.envelopeId()).isEqualTo("e-77");
            assertThat(notice.subject()).isEqualTo("notice");
            assertThat(registry.notices().members(notice.number())).containsExactly(Address.of(hong.address()));
        }
        assertThat(relay.arrivals().queued(OWN)).as("it is no mail").isZero();
    }

    @Test
    void whatTheMessageTellsIsRead() {
        Instant at = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        Instant end = at.plus(1, ChronoUnit.DAYS);
        OfficialNotice notice = submitted(
                DESK,
                message(
                        "X-Gongmail-Audience: =?UTF-8?Q?agency:1342000?=\r\n & " + hong.address(),
                        "X-Gongmail-Notice-At: " + at,
                        "Expires: " + end,
                        "X-Gongmail-Must-Read: yes",
                        "Importance: high"));
        assertThat(notice.audience()).contains("agency:1342000").contains("& " + hong.address());
        assertThat(notice.due()).isEqualTo(at);
        assertThat(notice.expires()).contains(end);
        assertThat(notice.mustRead()).isTrue();
        assertThat(notice.priority()).isEqualTo(NoticePriority.URGENT);
    }

    @Test
    void whatIsSentAgainIsTheSameNotice() {
        OfficialNotice first = submitted(OWN, message());
        assertThat(submitted(OWN, message("X-Trace: another attempt")).number()).isEqualTo(first.number());
        try (SmtpTalk smtp = signedIn()) {
            smtp.submits(NOBODY, OWN, message() + "and more\r\n").says("554 5.6.0", "G-942");
        }
        assertThat(submitted(OWN, message("X-Gongmail-Notice-Id: " + UUID.randomUUID()))
                        .number())
                .as("called otherwise")
                .isNotEqualTo(first.number());
    }

    @Test
    void whatAnAgencyMayNotAddressIsRefusedAtRcpt() {
        try (SmtpTalk smtp = signedIn()) {
            smtp.hears("MAIL FROM:<" + NOBODY + ">").says("250 ");
            smtp.hears("RCPT TO:<notice+rule-other@" + TestServer.DOMAIN + ">").says("550 5.7.1", "G-935");
            smtp.hears("RCPT TO:<notice+rule-none@" + TestServer.DOMAIN + ">").says("550 5.1.1", "G-933");
            smtp.hears("RCPT TO:<notice+rule-own+rule-own@" + TestServer.DOMAIN + ">")
                    .says("550 5.1.1", "G-933");
            smtp.hears("RCPT TO:<notice+all@" + TestServer.DOMAIN + ">").says("550 5.1.1", "G-933");
            smtp.hears("RCPT TO:<notice+@" + TestServer.DOMAIN + ">").says("250 ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "X-Gongmail-Audience: all ~ 550 5.7.1 ~ G-935",
                "X-Gongmail-Audience: agency:1342000 | ~ 550 5.6.0 ~ G-931",
                "X-Trace: no audience ~ 550 5.6.0 ~ G-931",
                "X-Gongmail-Audience: agency:1342000 & nobody@x.example ~ 550 5.1.1 ~ G-936",
                "X-Gongmail-Audience: rule-own\\r\\nX-Gongmail-Audience: rule-own ~ 550 5.6.0 ~ G-946",
                "X-Gongmail-Audience: rule-own\\r\\nX-Gongmail-Notice-At: tomorrow ~ 550 5.6.0 ~ G-943",
                "X-Gongmail-Audience: rule-own\\r\\nX-Gongmail-Notice-At: 2090-01-01T00:00:00Z ~ 550 5.6.0 ~ G-943",
                "X-Gongmail-Audience: rule-own\\r\\nExpires: never ~ 550 5.6.0 ~ G-944",
                "X-Gongmail-Audience: rule-own\\r\\nExpires: Sat, 1 Nov 2025 09:00:00 +0900 ~ 550 5.6.0 ~ G-944"
            })
    void whatTheMessageTellsWrongIsRefusedInWords(String fields, String status, String code) {
        try (SmtpTalk smtp = signedIn()) {
            smtp.submits(NOBODY, DESK, message(fields.replace("\\r\\n", "\r\n")))
                    .says(status, code);
        }
    }

    @Test
    void anAudienceIsTheOnlyRecipient() {
        try (SmtpTalk smtp = signedIn()) {
            smtp.hears("MAIL FROM:<" + NOBODY + ">").says("250 ");
            smtp.hears("RCPT TO:<" + OWN + ">").says("250 ");
            smtp.hears("RCPT TO:<" + OWN + ">").says("250 ");
            smtp.hears("RCPT TO:<" + hong.address() + ">").says("452 4.5.3", "G-941");
            smtp.hears("RCPT TO:<" + DESK + ">").says("452 4.5.3", "G-941");
            smtp.hears("RSET").says("250 ");
            smtp.hears("MAIL FROM:<" + NOBODY + ">").says("250 ");
            smtp.hears("RCPT TO:<" + hong.address() + ">").says("250 ");
            smtp.hears("RCPT TO:<" + OWN + ">").says("452 4.5.3", "G-941");
        }
    }

    @Test
    void anOfficialHandsInNoticesInTheNameOfTheAgencyAlone() {
        TestPerson kim = relay.server().person("notice-kim");
        try (SmtpTalk smtp = Submission.shared().signedIn(kim)) {
            smtp.hears("MAIL FROM:<" + kim.address() + ">").says("250 ");
            smtp.hears("RCPT TO:<" + OWN + ">").says("550 5.7.1", "G-939");
        }
        registry.sentAs().give(Address.of(ministry.address()), Address.of(kim.address()), "test");
        String role = message().replace(NOBODY, ministry.address());
        try (SmtpTalk smtp = Submission.shared().signedIn(kim)) {
            OfficialNotice notice =
                    taken(smtp.submits(ministry.address(), OWN, role).says("250 2.6.0"));
            assertThat(notice.sender()).isEqualTo(Address.of(kim.address()));
            assertThat(notice.author()).isEqualTo(Address.of(ministry.address()));
            // The envelope names the agency, and the message does not.
            smtp.submits(ministry.address(), OWN, message().replace(NOBODY, kim.address()))
                    .says("550 5.7.1", "G-939");
        }
    }

    /** RFC 6710 §4.1: as with other mail, it is lowered, and X.3.6 tells to what. */
    @ParameterizedTest
    @ValueSource(strings = {"Importance: high", "X-Priority: 1", "Priority: urgent"})
    @Adversary("an official who would have their mail go before that of others")
    void toGoBeforeOthersIsTheRightOfThoseWhoSendForTheAgency(String field) {
        TestPerson kim = relay.server().person("notice-hurried");
        registry.sentAs().give(Address.of(ministry.address()), Address.of(kim.address()), "test");
        String message = message(field).replace(NOBODY, ministry.address());
        try (SmtpTalk smtp = Submission.shared().signedIn(kim)) {
            OfficialNotice notice =
                    taken(smtp.submits(ministry.address(), OWN, message).says("250 2.3.6 0 "));
            assertThat(notice.priority()).isEqualTo(NoticePriority.NORMAL);
            OfficialNotice low = taken(smtp.submits(
                            ministry.address(),
                            OWN,
                            message.replace(id, "<low" + id.substring(1)).replace(field, "Importance: low"))
                    .says("250 2.6.0"));
            assertThat(low.priority()).as("all may let others go first").isEqualTo(NoticePriority.LOW);
        }
        String own = message.replace(id, "<own" + id.substring(1));
        try (SmtpTalk smtp = Submission.shared().signedIn(ministry)) {
            OfficialNotice notice =
                    taken(smtp.submits(ministry.address(), OWN, own).says("250 2.6.0"));
            assertThat(notice.priority()).as("the agency itself").isEqualTo(NoticePriority.URGENT);
        }
    }

    @Test
    void whoeverHasTheAddressOfTheDeskGetsTheMail() {
        // Only the bare name: what stands behind a plus is never a person's.
        assertThat(List.of(OWN, "notice+x@" + TestServer.DOMAIN))
                .allSatisfy(
                        address -> assertThat(relay.server().notices(rules()).audienceOf(Address.of(address)))
                                .isPresent());
        assertThat(relay.server().notices(rules()).audienceOf(Address.of(hong.address())))
                .isEmpty();
        assertThat(relay.server().notices(rules()).audienceOf(Address.of(DESK))).contains("");
    }

    private static NoticeRules rules() {
        return new NoticeRules(
                NoticeApproval.NONE,
                "INBOX",
                new NoticeAcceptance.Limits(Duration.ofDays(1), 1, 1),
                Duration.ofDays(1));
    }
}
