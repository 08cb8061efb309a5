package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** STORE (RFC 9051 §6.4.6), with UNCHANGEDSINCE (RFC 7162 §3.1.3). */
class StoreTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    private ImapTalk filled() {
        return ImapTalk.signedIn(hong)
                .appends("INBOX", MESSAGE)
                .appends("INBOX", MESSAGE)
                .does("f1 SELECT INBOX");
    }

    @Test
    void flagsAreSetAddedAndTakenAway() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 STORE 1 FLAGS (\\Flagged \\Answered)");
            assertThat(imap.told("* 1 FETCH").get(0)).contains("\\Flagged", "\\Answered");
            imap.does("a2 STORE 1 -FLAGS (\\Flagged)");
            assertThat(imap.told("* 1 FETCH").get(0)).contains("\\Answered").doesNotContain("Flagged");
            imap.does("a3 STORE 1 +FLAGS (work)");
            assertThat(imap.told("* 1 FETCH").get(0)).contains("\\Answered", "work");
        }
    }

    @Test
    void silentTellsNothing() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 STORE 1:2 +FLAGS.SILENT (\\Seen)");
            assertThat(imap.told("* 1 FETCH")).isEmpty();
            imap.does("a2 FETCH 1:2 FLAGS");
            assertThat(imap.told()).hasSize(2).allMatch(line -> line.contains("\\Seen"));
        }
    }

    @Test
    void otherSessionsAreTold() {
        try (ImapTalk imap = filled();
                ImapTalk other = ImapTalk.signedIn(hong).does("b1 SELECT INBOX")) {
            imap.does("a1 STORE 2 +FLAGS (\\Flagged)");
            Awaitility.await().untilAsserted(() -> {
                other.does("b2 NOOP");
                assertThat(other.told("* 2 FETCH")).singleElement().asString().contains("\\Flagged");
            });
        }
    }

    @Test
    void unchangedSinceRefusesWhatHasChanged() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 FETCH 1 MODSEQ");
            String seen = imap.told("* 1 FETCH").get(0).replaceAll(".*MODSEQ \\((\\d+)\\).*", "$1");
            imap.does("a2 STORE 1 (UNCHANGEDSINCE " + seen + ") +FLAGS (\\Flagged)");
            imap.hears("a3 STORE 1 (UNCHANGEDSINCE " + seen + ") -FLAGS (\\Flagged)")
                    .says("a3 OK [MODIFIED 1]");
            imap.does("a4 FETCH 1 FLAGS");
            assertThat(imap.told("* 1 FETCH").get(0)).contains("\\Flagged");
        }
    }
}
