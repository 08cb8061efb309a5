package io.gongmail.server.imap;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** IDLE (RFC 2177, RFC 9051 §6.3.13). */
class IdleTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void newMailIsToldAtOnce() {
        try (ImapTalk imap = ImapTalk.signedIn(hong);
                ImapTalk other = ImapTalk.signedIn(hong)) {
            imap.does("a1 SELECT INBOX");
            imap.hears("a2 IDLE").says("+");
            other.appends("INBOX", MESSAGE);
            imap.says("* 1 EXISTS").says("* RECENT");
            imap.hears("DONE").says("a2 OK");
            imap.does("a3 FETCH 1 UID");
        }
    }

    @Test
    void whatIsPipelinedBehindItIsAnswered() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 SELECT INBOX");
            imap.hears("a2 IDLE\r\nDONE\r\na3 NOOP").says("+").says("a2 OK").says("a3 OK");
        }
    }

    @Test
    void anythingButDoneEndsItBadly() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 SELECT INBOX");
            imap.hears("a2 IDLE").says("+");
            imap.hears("a3 NOOP").says("a2 BAD");
            imap.does("a4 NOOP");
        }
    }

    @Test
    void itNeedsNoMailbox() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 IDLE").says("+");
            imap.hears("done").says("a1 OK");
        }
    }
}
