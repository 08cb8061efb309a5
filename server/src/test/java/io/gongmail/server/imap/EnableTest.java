package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** ENABLE (RFC 5161, RFC 9051 §6.3.1). */
class EnableTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void condstoreIsEnabledAndShows() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).does("a1 ENABLE CONDSTORE");
            assertThat(imap.told("* ENABLED")).containsExactly("* ENABLED CONDSTORE");
            imap.does("a2 SELECT INBOX").does("a3 STORE 1 +FLAGS (\\Seen)");
            assertThat(imap.told("* 1 FETCH").get(0)).contains("MODSEQ (");
        }
    }

    @Test
    void whatIsNotServedIsNotEnabled() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 ENABLE ESEARCH X-NONE");
            assertThat(imap.told()).noneMatch(line -> line.contains("ESEARCH") || line.contains("X-NONE"));
        }
    }
}
