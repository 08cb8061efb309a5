package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** PREVIEW (RFC 8970): the beginning of a message's text. */
class PreviewTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private ImapTalk filled(String message) {
        return ImapTalk.signedIn(hong).appends("INBOX", message).does("s1 SELECT INBOX");
    }

    private static String preview(ImapTalk imap) {
        imap.does("a1 FETCH 1 PREVIEW");
        return imap.told("* 1 FETCH").get(0);
    }

    /** §5 */
    @Test
    void itIsTheTextWithoutItsWhiteSpace() {
        try (ImapTalk imap = filled("Subject: x\r\n\r\nThe \"plan\" \\ is\r\n\r\n   here.\r\n")) {
            assertThat(preview(imap)).isEqualTo("* 1 FETCH (PREVIEW \"The \\\"plan\\\" \\\\ is here.\")");
            imap.does("a2 FETCH 1 FLAGS");
            assertThat(imap.told("* 1 FETCH").get(0)).doesNotContain("Seen");
        }
    }

    /** §3.1: at most 200 characters, in UTF-8; what is not US-ASCII is a literal. */
    @Test
    void ofALongTextTwoHundredCharactersAreTold() {
        try (ImapTalk imap = filled("Content-Type: text/plain; charset=utf-8\r\n\r\n" + "예산 ".repeat(400) + "\r\n")) {
            String expected = "예산 ".repeat(67).substring(0, 200).strip();
            String literal = new String(expected.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            assertThat(preview(imap)).isEqualTo("* 1 FETCH (PREVIEW {" + literal.length() + "}\r\n" + literal + ")");
        }
    }

    /** §6: beside others, and with its modifier. */
    @Test
    void itIsAskedForAloneOrAmongOthers() {
        try (ImapTalk imap = filled("Subject: x\r\n\r\nText\r\n")) {
            String told = "* 1 FETCH (UID 1 PREVIEW \"Text\")";
            for (String fetch : new String[] {
                "FETCH 1 (UID PREVIEW)",
                "FETCH 1 (PREVIEW UID)",
                "FETCH 1 (PREVIEW (LAZY) UID)",
                "FETCH 1 (UID PREVIEW (LAZY))",
                "fetch 1 (uid preview (lazy))",
                "UID FETCH 1 PREVIEW",
                "UID FETCH 1 PREVIEW (LAZY)",
                "UID FETCH 1 (PREVIEW (LAZY))"
            }) {
                imap.does("a1 " + fetch);
                assertThat(imap.told("* 1 FETCH")).as(fetch).containsExactly(told);
            }
            imap.does("a2 FETCH 1 PREVIEW (CHANGEDSINCE 1)");
            assertThat(imap.told("* 1 FETCH").get(0)).contains("MODSEQ (", "PREVIEW \"Text\"");
            imap.does("a3 FETCH 1 (BODY[TEXT] PREVIEW)");
            assertThat(imap.told("* 1 FETCH").get(0)).contains("PREVIEW \"Text\"", "BODY[TEXT] {6}\r\nText");
        }
    }

    @Test
    void whatIsNoModifierIsBad() {
        try (ImapTalk imap = filled("Subject: x\r\n\r\nText\r\n")) {
            for (String fetch : new String[] {
                "PREVIEW (EAGER)",
                "(PREVIEW (EAGER))",
                "(PREVIEW ())",
                "PREVIEW ()",
                "PREVIEW(LAZY)",
                "(PREVIEW (LAZY)",
                "(PREVIEW LAZY)",
                "PREVIEW[1]",
                "(PREVIEW (LAZY LAZY))",
                "PREVIEWS",
                "PREVIEW (LAZY) (LAZY)"
            }) {
                imap.hears("a1 FETCH 1 " + fetch).says("a1 BAD");
            }
        }
    }

    /** §3: text is looked for, plain before HTML, and none in attachments. */
    @Test
    void theTextOfTheMessageIsFoundAmongItsParts() {
        String parts = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                + "--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nattached\r\n"
                + "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nforwarded\r\n"
                + "--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n"
                + "--c\r\nContent-Type: text/html\r\n\r\n<p>shown</p>\r\n"
                + "--c\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\ncGxhaW4=\r\n"
                + "--c--\r\n--b--\r\n";
        try (ImapTalk imap = filled(parts)) {
            assertThat(preview(imap)).isEqualTo("* 1 FETCH (PREVIEW \"plain\")");
        }
    }

    @Test
    void ofHtmlItIsWhatIsShown() {
        String html = "Content-Type: text/html; charset=utf-8\r\n\r\n"
                + "<html><style>p {color: red}</style><body><p>Hello&amp;<b>W</b>orld</p><p>again</p></body></html>\r\n";
        try (ImapTalk imap = filled(html)) {
            assertThat(preview(imap)).isEqualTo("* 1 FETCH (PREVIEW \"Hello&World again\")");
        }
    }

    /** §5: an empty string where no text can be had; NIL is for who said LAZY. */
    @Test
    void withoutTextItIsEmpty() {
        try (ImapTalk imap = filled("Content-Type: application/pkcs7-mime\r\n\r\nAAAA\r\n")) {
            assertThat(preview(imap)).isEqualTo("* 1 FETCH (PREVIEW \"\")");
            imap.does("a2 FETCH 1 (PREVIEW (LAZY))");
            assertThat(imap.told()).containsExactly("* 1 FETCH (PREVIEW \"\")");
        }
    }

    /** §4.1: "without undue delay". */
    @Test
    void whoIsLazyDoesNotWaitForALargeMessage() {
        String large = "Subject: x\r\n\r\nText\r\n" + ("y".repeat(70) + "\r\n").repeat(1_000);
        try (ImapTalk imap = filled(large)) {
            imap.does("a1 FETCH 1 (PREVIEW (LAZY))");
            assertThat(imap.told()).containsExactly("* 1 FETCH (PREVIEW NIL)");
            assertThat(preview(imap)).startsWith("* 1 FETCH (PREVIEW \"Text yyy");
            imap.does("a2 FETCH 1 (PREVIEW (LAZY))");
            assertThat(imap.told().get(0)).startsWith("* 1 FETCH (PREVIEW \"Text yyy");
        }
    }

    /** RFC 9051 §6.3.3: with EXAMINE as well, though BODY[] marks nothing as read there. */
    @Test
    void itIsToldWhereNothingMayBeMarked() {
        try (ImapTalk imap = filled("Subject: x\r\n\r\nText\r\n")) {
            imap.does("a1 EXAMINE INBOX").does("a2 FETCH 1 (PREVIEW BODY[TEXT])");
            assertThat(imap.told("* 1 FETCH").get(0))
                    .contains("PREVIEW \"Text\"")
                    .doesNotContain("Seen");
        }
    }
}
