package io.gongmail.server.imap;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** AUTHENTICATE PLAIN (RFC 9051 §6.2.2, RFC 4616, RFC 4959). */
@Tag("either-provider")
class AuthenticateTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private String plain(String identity, String login, String password) {
        return Base64.getEncoder()
                .encodeToString((identity + "\0" + login + "\0" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anInitialResponseSignsIn() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.does("a1 AUTHENTICATE PLAIN " + plain("", hong.address(), hong.password()))
                    .does("a2 SELECT INBOX");
        }
    }

    @Test
    void aResponseAfterTheContinuationSignsIn() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 AUTHENTICATE PLAIN").says("+");
            imap.hears(plain("", hong.address(), hong.password())).says("a1 OK").does("a2 SELECT INBOX");
        }
    }

    @Test
    void commandsPipelinedBehindItMeetTheSession() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 AUTHENTICATE PLAIN " + plain("", hong.address(), hong.password())
                            + "\r\na2 SELECT INBOX\r\na3 NOOP")
                    .says("a1 OK")
                    .says("a2 OK")
                    .says("a3 OK");
        }
    }

    @Test
    void responseAndCommandsMayComeBeforeTheContinuation() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 AUTHENTICATE PLAIN\r\n" + plain("", hong.address(), hong.password()) + "\r\na2 SELECT INBOX")
                    .says("+")
                    .says("a1 OK")
                    .says("a2 OK");
        }
    }

    /** It tries the password it was given by each way it knows, and comes again. */
    @Test
    void aMailProgramBeingSetUpLocksNobodyOut() {
        for (int i = 0; i < 8; i++) {
            try (ImapTalk imap = ImapTalk.of(hong)) {
                imap.hears("a1 AUTHENTICATE PLAIN " + plain("", hong.address(), "wrong"))
                        .says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
                imap.hears("a2 LOGIN " + hong.address() + " wrong").says("a2 NO [AUTHENTICATIONFAILED] (G-201)");
            }
        }
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.does("a1 AUTHENTICATE PLAIN " + plain("", hong.address(), hong.password()));
        }
    }

    @Test
    void tenDifferentGuessesCloseTheCertificateForAWhile() {
        for (int i = 0; i < 10; i++) {
            try (ImapTalk imap = ImapTalk.of(hong)) {
                imap.hears("a1 LOGIN " + hong.address() + " guess" + i).says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
            }
        }
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN " + hong.address() + " " + hong.password()).says("a1 NO [UNAVAILABLE] (G-203)");
        }
    }

    @Test
    void theOwnAccountMayBeNamedAsAuthorizationIdentity() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.does("a1 AUTHENTICATE PLAIN " + plain(hong.address(), hong.address(), hong.password()));
        }
    }

    @Test
    @Adversary("certificate of A with login B, with and without authorisation identity, by every mechanism")
    void anotherAuthorizationIdentityOpensNothing() {
        TestPerson kim = server.person("kim");
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 AUTHENTICATE PLAIN " + plain(kim.address(), hong.address(), hong.password()))
                    .says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
            imap.hears("a2 SELECT INBOX").says("a2 NO");
        }
    }

    /** Somebody else's login with one's own good certificate, with either's password, whoever it is to be for. */
    @Test
    @Adversary("certificate of A with login B, with and without authorisation identity, by every mechanism")
    void aCertificateOfSomebodyElseOpensNothing() {
        TestPerson kim = server.person("kim");
        for (String password : new String[] {kim.password(), hong.password()}) {
            for (String identity : new String[] {"", kim.address(), hong.address()}) {
                try (ImapTalk imap = ImapTalk.of(hong)) {
                    String response = plain(identity, kim.address(), password);
                    imap.hears("a1 AUTHENTICATE PLAIN " + response).says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
                    imap.hears("a2 AUTHENTICATE PLAIN").says("+");
                    imap.hears(response).says("a2 NO [AUTHENTICATIONFAILED] (G-201)");
                    imap.hears("a3 SELECT INBOX").says("a3 NO");
                }
            }
        }
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 AUTHENTICATE PLAIN " + plain(kim.address(), hong.address(), kim.password()))
                    .says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
        }
    }

    @Test
    @Adversary("SASL abort")
    void aStarCancels() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 AUTHENTICATE PLAIN").says("+");
            imap.hears("*").says("a1 BAD Cancelled");
            imap.hears("a2 SELECT INBOX").says("a2 NO");
            imap.does("a3 AUTHENTICATE PLAIN " + plain("", hong.address(), hong.password()));
        }
    }

    @Test
    void whatIsNoMessageOfPlainIsBad() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 AUTHENTICATE PLAIN !!!!").says("a1 BAD");
            imap.hears("a2 AUTHENTICATE PLAIN =").says("a2 BAD");
            imap.hears("a3 AUTHENTICATE PLAIN").says("+");
            imap.hears("").says("a3 BAD");
            imap.hears("a4 AUTHENTICATE PLAIN "
                            + Base64.getEncoder().encodeToString("no nul".getBytes(StandardCharsets.UTF_8)))
                    .says("a4 BAD");
        }
    }

    /** However well it is formed: it is not looked into. */
    @Test
    @Adversary("SASL oversize responses")
    void aResponseOverTheBoundIsBad() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 AUTHENTICATE PLAIN " + plain("", "h".repeat(2_000), hong.password()))
                    .says("a1 BAD");
            imap.hears("a2 AUTHENTICATE PLAIN").says("+");
            imap.hears(plain("h".repeat(2_000), hong.address(), hong.password()))
                    .says("a2 BAD");
            imap.does("a3 NOOP");
        }
    }

    @Test
    void otherMechanismsAreRefused() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 AUTHENTICATE XOAUTH2 dXNlcj1ob25nAQE=").says("a1 NO");
            imap.hears("a2 AUTHENTICATE OAUTHBEARER").says("a2 NO");
            imap.hears("a3 AUTHENTICATE EXTERNAL =").says("a3 NO");
            imap.hears("a4 AUTHENTICATE CRAM-MD5").says("a4 NO");
            imap.hears("a5 SELECT INBOX").says("a5 NO");
        }
    }
}
