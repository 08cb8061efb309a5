package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** COPY (RFC 9051 §6.4.7) with COPYUID (RFC 4315 §3). */
class CopyTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void flagsGoWithIt() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE);
            imap.does("a1 SELECT INBOX").does("a2 STORE 2 +FLAGS (\\Flagged)");
            imap.hears("a3 COPY 1:2 Archive").says("a3 OK [COPYUID 1:2 1:2]");
            imap.does("a4 SELECT Archive").does("a5 FETCH 2 (FLAGS BODY.PEEK[])");
            assertThat(imap.told("* 2 FETCH").get(0)).contains("\\Flagged", "The plan.");
            imap.does("a6 STATUS INBOX (MESSAGES)");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"INBOX\" (MESSAGES 2)");
        }
    }

    @Test
    void aMissingMailboxIsToldWithTryCreate() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).does("a1 SELECT INBOX");
            imap.hears("a2 COPY 1 nowhere").says("a2 NO [TRYCREATE]");
        }
    }
}
