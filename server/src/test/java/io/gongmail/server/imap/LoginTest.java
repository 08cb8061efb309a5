package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** LOGIN (RFC 9051 §6.2.3). */
@Tag("either-provider")
class LoginTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void certificateAndPasswordOpenTheMailbox() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN " + hong.address() + " " + hong.password()).says("a1 OK LOGIN completed.");
            imap.hears("a2 SELECT INBOX").says("a2 OK [READ-WRITE]");
        }
    }

    @Test
    void aWrongPasswordOpensNothing() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN " + hong.address() + " wrong").says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
            imap.hears("a2 SELECT INBOX").says("a2 NO");
            imap.does("a3 LOGIN " + hong.address() + " " + hong.password());
        }
    }

    /** Neither with the other's right password nor with one's own. */
    @Test
    @Adversary("certificate of A with login B, with and without authorisation identity, by every mechanism")
    void aCertificateOfSomebodyElseOpensNothing() {
        TestPerson kim = server.person("kim");
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN " + kim.address() + " " + kim.password()).says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
            imap.hears("a2 LOGIN " + kim.address() + " " + hong.password())
                    .says("a2 NO [AUTHENTICATIONFAILED] (G-201)");
            imap.hears("a3 LIST \"\" *").says("a3 NO");
            assertThat(imap.told()).isEmpty();
        }
    }

    @Test
    void theLoginMayBeQuotedAndTheDomainInAnyCase() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN \"" + hong.address().toUpperCase(java.util.Locale.ROOT) + "\" \"" + hong.password()
                            + "\"")
                    .says("a1 OK");
        }
    }

    @Test
    void loginAndPasswordMayBeLiterals() {
        String password = hong.password();
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN {" + hong.address().length() + "}").says("+");
            imap.hears(hong.address() + " {" + password.length() + "+}\r\n" + password)
                    .says("a1 OK");
        }
    }

    @Test
    void commandsPipelinedBehindItMeetTheSessionItOpens() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN " + hong.address() + " " + hong.password()
                            + "\r\na2 SELECT INBOX\r\na3 NOOP\r\na4 STATUS Sent (MESSAGES)")
                    .says("a1 OK")
                    .says("a2 OK [READ-WRITE]")
                    .says("a3 OK")
                    .says("a4 OK");
        }
    }

    @Test
    void theThirdFailureEndsTheConnection() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN " + hong.address() + " wrong1").says("a1 NO");
            imap.hears("a2 LOGIN " + hong.address() + " wrong2").says("a2 NO");
            imap.hears("a3 LOGIN " + hong.address() + " wrong3").says("a3 NO").says("* BYE");
            assertThat(imap.closes()).isEmpty();
        }
    }

    @Test
    void aSecondLoginIsRefused() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 LOGIN " + hong.address() + " " + hong.password()).says("a1 NO");
        }
    }

    @Test
    void argumentsThatAreNoneAreBad() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN").says("a1 BAD");
            imap.hears("a2 LOGIN \"\" x").says("a2 BAD");
            imap.hears("a3 LOGIN a b c").says("a3 BAD");
        }
    }
}
