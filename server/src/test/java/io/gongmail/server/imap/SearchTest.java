package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SEARCH (RFC 9051 §6.4.4, RFC 3501 §6.4.4). */
class SearchTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private ImapTalk filled() {
        ImapTalk imap = ImapTalk.signedIn(hong);
        imap.appends("INBOX", "From: kim@a.example\r\nSubject: Budget\r\n\r\nfirst apple\r\n");
        imap.appends("INBOX", "From: lee@b.example\r\nSubject: Plan\r\n\r\nsecond pear\r\n");
        imap.appends("INBOX", "From: kim@a.example\r\nSubject: Budget plan\r\n\r\nthird apple\r\n");
        return imap.does("s1 SELECT INBOX").does("s2 STORE 2 +FLAGS.SILENT (\\Seen)");
    }

    @Test
    void keysSelectMessages() {
        try (ImapTalk imap = filled()) {
            assertThat(search(imap, "ALL")).isEqualTo("* SEARCH 1 2 3");
            assertThat(search(imap, "FROM kim")).isEqualTo("* SEARCH 1 3");
            assertThat(search(imap, "SUBJECT plan")).isEqualTo("* SEARCH 2 3");
            assertThat(search(imap, "BODY apple")).isEqualTo("* SEARCH 1 3");
            assertThat(search(imap, "TEXT pear")).isEqualTo("* SEARCH 2");
            assertThat(search(imap, "UNSEEN")).isEqualTo("* SEARCH 1 3");
            assertThat(search(imap, "SEEN")).isEqualTo("* SEARCH 2");
            assertThat(search(imap, "NOT FROM kim")).isEqualTo("* SEARCH 2");
            assertThat(search(imap, "OR ( FROM lee SEEN ) ( SUBJECT plan )")).isEqualTo("* SEARCH 2 3");
            assertThat(search(imap, "OR SUBJECT Budget TEXT pear")).isEqualTo("* SEARCH 1 2 3");
            assertThat(search(imap, "2:* UNSEEN")).isEqualTo("* SEARCH 3");
            assertThat(search(imap, "UID 1")).isEqualTo("* SEARCH 1");
            assertThat(search(imap, "SINCE 1-Jan-2020")).isEqualTo("* SEARCH 1 2 3");
            assertThat(search(imap, "LARGER 100000")).isEqualTo("* SEARCH");
        }
    }

    private static String search(ImapTalk imap, String keys) {
        imap.does("a1 SEARCH " + keys);
        return imap.told("* SEARCH").get(0);
    }

    @Test
    void aLiteralInUtf8IsFound() {
        try (ImapTalk imap = filled()) {
            imap.appends(
                    "INBOX", "Content-Type: text/plain; charset=utf-8\r\nSubject: =?utf-8?B?7JiI7IKw?=\r\n\r\n예산\r\n");
            imap.does("a0 NOOP");
            imap.hears("a1 SEARCH CHARSET UTF-8 SUBJECT {6}").says("+");
            imap.hears("예산").says("a1 OK");
            assertThat(imap.told("* SEARCH")).containsExactly("* SEARCH 4");
        }
    }

    @Test
    void aCharsetThatIsUnknownIsRefused() {
        try (ImapTalk imap = filled()) {
            imap.hears("a1 SEARCH CHARSET X-NONE SUBJECT x").says("a1");
            assertThat(imap.answer()).doesNotStartWith("a1 OK");
        }
    }

    @Test
    void anEmptyMailboxHasNoMatches() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 SELECT Drafts").does("a2 SEARCH ALL");
            assertThat(imap.told("* SEARCH")).containsExactly("* SEARCH");
        }
    }

    @Test
    void aDeepKeyIsAnswered() {
        try (ImapTalk imap = filled()) {
            imap.hears("a1 SEARCH " + "NOT ".repeat(1_800) + "SEEN").says("a1");
            assertThat(imap.answer()).doesNotStartWith("a1 OK");
            imap.does("a2 NOOP");
        }
    }

    /**
     * RFC 9051 §6.4.4: BODY is "in the body of the message" and "doesn't match any header fields", which those of parts are too
     * (TEXT: "including MIME header fields"). What stands around the parts is in the body, and XML is text by any name.
     */
    @Test
    void theBodyIsAllBehindTheHeaderButHeaderFieldsOfParts() {
        String message = """
                Subject: Parts
                Content-Type: multipart/mixed; boundary=b

                before
                --b
                Content-Type: application/vnd.invoice+xml; name=named.xml
                Content-Transfer-Encoding: base64

                PGludm9pY2U+cGx1bTwvaW52b2ljZT4=
                --b
                Content-Type: image/svg+xml

                <svg>drawn</svg>
                --b
                Content-Type: application/octet-stream

                opaque
                --b--
                behind
                """.replace("\n", "\r\n");
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", message).does("a0 SELECT INBOX");
            for (String there : List.of("before", "behind", "plum", "<invoice>")) {
                assertThat(search(imap, "BODY " + there)).as(there).isEqualTo("* SEARCH 1");
                assertThat(search(imap, "TEXT " + there)).as(there).isEqualTo("* SEARCH 1");
            }
            assertThat(search(imap, "BODY named.xml")).isEqualTo("* SEARCH");
            assertThat(search(imap, "TEXT named.xml")).isEqualTo("* SEARCH 1");
            for (String none : List.of("opaque", "drawn", "--b")) {
                assertThat(search(imap, "BODY " + none)).as(none).isEqualTo("* SEARCH");
            }
        }
    }
}
