package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** STATUS (RFC 9051 §6.3.11). */
class StatusTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void itCountsWithoutSelecting() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("Sent", MESSAGE).appends("Sent", MESSAGE);
            imap.does("a1 SELECT INBOX").does("a2 STATUS Sent (MESSAGES UNSEEN UIDNEXT)");
            assertThat(imap.told()).containsExactly("* STATUS \"Sent\" (MESSAGES 2 UIDNEXT 3 UNSEEN 2)");
        }
    }

    @Test
    void uidValidityIsThatOfSelect() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 STATUS INBOX (UIDVALIDITY)");
            String validity = imap.told().get(0).replaceAll("\\D", "");
            imap.does("a2 SELECT INBOX");
            assertThat(imap.told("* OK [UIDVALIDITY " + validity + "]")).hasSize(1);
        }
    }

    @Test
    void theHighestModSeqIsPositiveEvenWhenEmpty() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 STATUS Drafts (HIGHESTMODSEQ)");
            assertThat(imap.told("* STATUS")).singleElement().asString().matches(".*HIGHESTMODSEQ [1-9]\\d*\\)");
        }
    }

    @Test
    void aMailboxThatIsNotThereIsRefused() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 STATUS nowhere (MESSAGES)").says("a1 NO");
        }
    }
}
