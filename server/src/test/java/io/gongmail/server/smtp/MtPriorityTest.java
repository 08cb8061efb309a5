package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MT-PRIORITY (RFC 6710): the parameter of MAIL, who may give it, and what is written of it. */
class MtPriorityTest {
    private static Submission submission;
    private static TestPerson hong;
    private static TestPerson ministry;

    @BeforeAll
    static void start() {
        submission = Submission.shared();
        hong = submission.server().person("hong");
        ministry = submission.server().agency("ministry");
    }

    private static String message(String from, String header) {
        return "From: <" + from + ">\r\n" + header + "\r\nurgent\r\n";
    }

    private static SmtpTalk sends(SmtpTalk smtp, String from, TestPerson to, String parameter, String header) {
        smtp.hears("MAIL FROM:<" + from + ">" + parameter).says("250 2.1.0");
        smtp.hears("RCPT TO:<" + to.address() + ">").says("250 2.1.5");
        smtp.hears("DATA").says("354 ");
        return smtp.hearsRaw(message(from, header) + ".\r\n");
    }

    /** RFC 6710 §3: without the name of a policy, since none of those is followed. */
    @Test
    void itIsAnnouncedWithoutPolicy() {
        try (SmtpTalk smtp = submission.greeted(hong.certificate())) {
            assertThat(smtp.texts()).contains("MT-PRIORITY");
        }
    }

    @Test
    void whoSendsForAnAgencyMayGiveAny() {
        try (SmtpTalk smtp = submission.signedIn(ministry)) {
            for (int priority : new int[] {-9, -1, 1, 4, 9}) {
                TestPerson to = submission.server().person("to");
                sends(smtp, ministry.address(), to, " MT-PRIORITY=" + priority, "")
                        .says("250 2.6.0");
                Arrivals.Arrived arrived = submission.arrivals().only(to.address());
                assertThat(arrived.priority()).isEqualTo(priority);
                assertThat(arrived.header("Received"))
                        .singleElement()
                        .asString()
                        .contains(" PRIORITY " + priority + ";");
                assertThat(arrived.header("MT-Priority")).containsExactly(String.valueOf(priority));
            }
        }
    }

    @Test
    void soMayAnAgencysSystem() {
        TestPerson system = submission.server().system("system");
        TestPerson to = submission.server().person("to");
        String from = "notice@" + TestServer.SECOND_DOMAIN;
        try (SmtpTalk smtp = Submission.relay().greeted(system.certificate())) {
            smtp.hears("AUTH EXTERNAL =").says("235 2.7.0");
            sends(smtp, from, to, " MT-PRIORITY=9", "").says("250 2.6.0");
        }
        assertThat(Submission.relay().arrivals().only(to.address()).priority()).isEqualTo(9);
    }

    /** RFC 6710 §4.1: it is lowered, and X.3.6 tells to what. */
    @Test
    @Adversary("an official who would have their mail go before that of others")
    void anOfficialsIsLoweredAndTheyAreToldWhenTheMessageIsTaken() {
        TestPerson to = submission.server().person("to");
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            sends(smtp, hong.address(), to, " MT-PRIORITY=1", "").says("250 2.3.6 0 ");
            assertThat(submission.arrivals().only(to.address()).priority()).isZero();
            assertThat(submission.arrivals().only(to.address()).message())
                    .doesNotContain("PRIORITY")
                    .doesNotContain("MT-Priority");
            // What is refused is refused, and the next message is told of by itself.
            sends(smtp, hong.address(), to, " MT-PRIORITY=1", "From: <b@moe.example>\r\n")
                    .says("550 5.6.0", "G-411");
            sends(smtp, hong.address(), to, "", "").says("250 2.6.0");
        }
    }

    @Test
    void anOfficialMayLetOthersGoFirst() {
        TestPerson to = submission.server().person("to");
        TestPerson other = submission.server().person("other");
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            sends(smtp, hong.address(), to, " mt-priority=-9", "").says("250 2.6.0");
            sends(smtp, hong.address(), other, " MT-PRIORITY=0", "").says("250 2.6.0");
        }
        assertThat(submission.arrivals().only(to.address()).priority()).isEqualTo(-9);
        assertThat(submission.arrivals().only(other.address()).priority()).isZero();
        assertThat(submission.arrivals().only(other.address()).header("MT-Priority"))
                .isEmpty();
    }

    @Test
    void inChunksItIsTheSame() {
        TestPerson to = submission.server().person("to");
        String message = message(hong.address(), "");
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            smtp.hears("MAIL FROM:<" + hong.address() + "> MT-PRIORITY=9").says("250 2.1.0");
            smtp.hears("RCPT TO:<" + to.address() + ">").says("250 2.1.5");
            smtp.hearsRaw("BDAT " + message.length() + " LAST\r\n" + message).says("250 2.3.6 0 ");
        }
        assertThat(submission.arrivals().only(to.address()).priority()).isZero();
    }

    /** RFC 6758 §5: what a header says counts for nothing, and is not passed on to who might believe it. */
    @Test
    @Adversary("an official who would have their mail go before that of others")
    void aFieldOfTheHeaderGivesNone() {
        TestPerson to = submission.server().person("to");
        try (SmtpTalk smtp = submission.signedIn(hong)) {
            sends(smtp, hong.address(), to, "", "MT-Priority: 9\r\nmt-priority:\r\n 8\r\nX-Kept: yes\r\n")
                    .says("250 2.6.0");
        }
        Arrivals.Arrived arrived = submission.arrivals().only(to.address());
        assertThat(arrived.priority()).isZero();
        assertThat(arrived.header("MT-Priority")).isEmpty();
        assertThat(arrived.header("X-Kept")).containsExactly("yes");
    }

    /** RFC 6710 §3: priority-value. */
    @ParameterizedTest
    @ValueSource(strings = {"", "=", "=10", "=-10", "=+1", "=01", "=-0", "=1.5", "=high", "=--1"})
    void whatIsNoPriorityIsRefused(String value) {
        try (SmtpTalk smtp = submission.signedIn(ministry)) {
            smtp.hears("MAIL FROM:<" + ministry.address() + "> MT-PRIORITY" + value)
                    .says("501 5.5.4");
            smtp.hears("MAIL FROM:<" + ministry.address() + "> MT-PRIORITY=1 MT-PRIORITY=1")
                    .says("501 5.5.4");
            smtp.hears("MAIL FROM:<" + ministry.address() + ">").says("250 2.1.0");
        }
    }
}
