package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.apache.james.core.Username;
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
    void whatDoesNotFitIsRefusedWhole() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE).appends("INBOX", MESSAGE);
            server.mail().accountQuotas().limit(Username.of(hong.address()), 4L * MESSAGE.length());
            imap.does("a1 SELECT INBOX");
            imap.hears("a2 COPY 1,3 Archive").says("a2 NO [OVERQUOTA]"); // RFC 9208 §4.3.1
            imap.does("a3 STATUS Archive (MESSAGES)");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"Archive\" (MESSAGES 0)");
            imap.hears("a4 UID COPY 2 Archive").says("a4 OK [COPYUID");
            imap.hears("a5 UID COPY 2 Archive").says("a5 NO [OVERQUOTA]");
        }
    }

    @Test
    void eachIsToldUnderWhichUidItWasAndIs() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            for (int i = 1; i <= 6; i++) {
                imap.appends("INBOX", MESSAGE);
            }
            imap.does("a1 SELECT INBOX").does("a2 STORE 2,5 +FLAGS (\\Deleted)").does("a3 EXPUNGE");
            imap.hears("a4 COPY 1:* Archive").says("a4 OK [COPYUID");
            assertThat(imap.answer()).endsWith(" 1,3:4,6 1:4] COPY completed.");
            imap.hears("a5 UID COPY 6,1:2 Archive").says("a5 OK [COPYUID");
            assertThat(imap.answer()).endsWith(" 1,6 5:6] COPY completed.");
            imap.hears("a6 UID COPY 9:* Archive").says("a6 OK [COPYUID"); // The last one, RFC 9051 §6.4.9
            assertThat(imap.answer()).endsWith(" 6 7] COPY completed.");
            imap.hears("a7 UID COPY 2,5 Archive").says("a7 OK COPY completed.");
            imap.hears("a8 COPY 5 Archive").says("a8 BAD");
            imap.does("a9 STATUS Archive (MESSAGES)");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"Archive\" (MESSAGES 7)");
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
