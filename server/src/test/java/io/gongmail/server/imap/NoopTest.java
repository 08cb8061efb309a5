package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** NOOP (RFC 9051 §6.1.2). */
class NoopTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void itIsAnsweredInEveryState() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.does("a1 NOOP");
            imap.does("a2 LOGIN " + hong.address() + " " + hong.password()).does("a3 NOOP");
            imap.does("a4 SELECT INBOX").does("a5 NOOP");
        }
    }

    @Test
    void itTellsOfMailThatCameMeanwhile() {
        try (ImapTalk imap = ImapTalk.signedIn(hong);
                ImapTalk other = ImapTalk.signedIn(hong)) {
            imap.does("a1 SELECT INBOX");
            other.appends("INBOX", MESSAGE);
            Awaitility.await().untilAsserted(() -> {
                imap.does("a2 NOOP");
                assertThat(imap.told()).contains("* 1 EXISTS");
            });
        }
    }

    @Test
    void itTellsOfMailThatWasRemovedMeanwhile() {
        try (ImapTalk imap = ImapTalk.signedIn(hong);
                ImapTalk other = ImapTalk.signedIn(hong)) {
            other.appends("INBOX", MESSAGE);
            imap.does("a1 SELECT INBOX");
            other.does("b1 SELECT INBOX").does("b2 STORE 1 +FLAGS (\\Deleted)").does("b3 EXPUNGE");
            Awaitility.await().untilAsserted(() -> {
                imap.does("a2 NOOP");
                assertThat(imap.told()).contains("* 1 EXPUNGE");
            });
        }
    }
}
