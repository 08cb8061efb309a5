package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** EXPUNGE (RFC 9051 §6.4.3) and UID EXPUNGE (RFC 4315 §2.1). */
class ExpungeTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void whatIsMarkedDeletedIsRemovedAndTold() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE).appends("INBOX", MESSAGE);
            imap.does("a1 SELECT INBOX")
                    .does("a2 STORE 1,3 +FLAGS.SILENT (\\Deleted)")
                    .does("a3 EXPUNGE");
            assertThat(String.join(", ", imap.told("* ")))
                    .satisfiesAnyOf(
                            told -> assertThat(told).contains("* 1 EXPUNGE, * 2 EXPUNGE"),
                            told -> assertThat(told).contains("* 3 EXPUNGE, * 1 EXPUNGE"));
            imap.does("a4 FETCH 1:* UID");
            assertThat(imap.told()).containsExactly("* 1 FETCH (UID 2)");
        }
    }

    @Test
    void byUidOnlyThoseNamedAreRemoved() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE).appends("INBOX", MESSAGE);
            imap.does("a1 SELECT INBOX")
                    .does("a2 STORE 1:3 +FLAGS.SILENT (\\Deleted)")
                    .does("a3 UID EXPUNGE 2");
            assertThat(imap.told()).contains("* 2 EXPUNGE");
            imap.does("a4 UID FETCH 1:* UID");
            assertThat(imap.told()).containsExactly("* 1 FETCH (UID 1)", "* 2 FETCH (UID 3)");
        }
    }

    @Test
    void nothingMarkedRemovesNothing() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).does("a1 SELECT INBOX").does("a2 EXPUNGE");
            assertThat(imap.told()).noneMatch(line -> line.contains("EXPUNGE"));
        }
    }

    /** RFC 4315 §2.1: what is named and not marked, or not there, is left alone and is no error. */
    @Test
    void byUidWhatIsNotThereOrNotMarkedIsNoError() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE).does("a1 SELECT INBOX");
            imap.does("a2 STORE 1 +FLAGS.SILENT (\\Deleted)").does("a3 UID EXPUNGE 2,9:12,*");
            assertThat(imap.told()).noneMatch(line -> line.contains("EXPUNGE"));
            imap.does("a4 UID EXPUNGE 1:*");
            assertThat(imap.told()).contains("* 1 EXPUNGE");
            imap.hears("a5 UID EXPUNGE").says("a5 BAD");
            imap.does("a6 EXAMINE INBOX").hears("a7 UID EXPUNGE 2").says("a7 NO [READ-ONLY]");
        }
    }
}
