package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** CONDSTORE (RFC 7162). */
class CondstoreTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void changedSinceFetchesOnlyWhatChanged() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE).does("a1 SELECT INBOX (CONDSTORE)");
            String highest = imap.told("* OK [HIGHESTMODSEQ").get(0).replaceAll("\\D", "");
            imap.does("a2 STORE 2 +FLAGS.SILENT (\\Flagged)");
            imap.does("a3 FETCH 1:* (FLAGS) (CHANGEDSINCE " + highest + ")");
            assertThat(imap.told("* "))
                    .filteredOn(line -> line.contains("FETCH"))
                    .singleElement()
                    .asString()
                    .startsWith("* 2 FETCH")
                    .contains("\\Flagged", "MODSEQ (");
        }
    }

    @Test
    void modSequencesRiseWithEachChange() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).does("a1 SELECT INBOX");
            long first = modSeq(imap);
            imap.does("a2 STORE 1 +FLAGS.SILENT (\\Seen)");
            assertThat(modSeq(imap)).isGreaterThan(first);
        }
    }

    private static long modSeq(ImapTalk imap) {
        imap.does("m1 FETCH 1 MODSEQ");
        return Long.parseLong(imap.told("* 1 FETCH").get(0).replaceAll(".*MODSEQ \\((\\d+)\\).*", "$1"));
    }

    @Test
    void searchTellsTheHighestOfWhatItFound() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).does("a1 SELECT INBOX").does("a2 SEARCH MODSEQ 1");
            assertThat(imap.told("* SEARCH")).singleElement().asString().matches("\\* SEARCH 1 \\(MODSEQ \\d+\\)");
        }
    }
}
