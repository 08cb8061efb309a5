package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** APPEND (RFC 9051 §6.3.12, UIDPLUS RFC 4315 §3, LITERAL+ RFC 7888, MULTIAPPEND RFC 3502). */
class AppendTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void theUidIsTold() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent (\\Seen) {" + MESSAGE.length() + "}").says("+");
            imap.hears(MESSAGE).says("a1 OK [APPENDUID");
            assertThat(imap.answer()).containsPattern("\\[APPENDUID \\d+ 1]");
            imap.does("a2 SELECT Sent").does("a3 FETCH 1 FLAGS");
            assertThat(imap.told("* 1 FETCH")).singleElement().asString().contains("\\Seen");
        }
    }

    @Test
    void itNeedNotWaitForTheContinuation() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent {" + MESSAGE.length() + "+}\r\n" + MESSAGE + "\r\na2 STATUS Sent (MESSAGES)")
                    .says("a1 OK [APPENDUID")
                    .says("a2 OK");
            assertThat(imap.told()).contains("* STATUS \"Sent\" (MESSAGES 1)");
        }
    }

    @Test
    void dateAndFlagsAreKept() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent (\\Flagged work) \" 5-Mar-2026 09:10:11 +0900\" {" + MESSAGE.length() + "+}\r\n"
                            + MESSAGE)
                    .says("a1 OK");
            imap.does("a2 SELECT Sent").does("a3 FETCH 1 (FLAGS INTERNALDATE)");
            assertThat(imap.told("* 1 FETCH"))
                    .singleElement()
                    .asString()
                    .contains("\\Flagged", "work")
                    .containsPattern("INTERNALDATE \" ?0?5-Mar-2026 0[09]:10:11 \\+0[09]00\"");
        }
    }

    @Test
    void everyOctetButNulIsKeptAsSent() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write("Subject: octets\r\n\r\nbare LF\nbare CR\rend\r\n".getBytes(StandardCharsets.US_ASCII));
        for (int octet = 1; octet < 256; octet++) {
            message.write(octet);
        }
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears(command("a1 APPEND Drafts {" + message.size() + "+}\r\n", message.toByteArray()))
                    .says("a1 OK");
            imap.does("a2 SELECT Drafts").does("a3 FETCH 1 (RFC822.SIZE BODY.PEEK[])");
            assertThat(imap.toldOctets()).contains(message.toByteArray());
            assertThat(imap.told().get(0)).contains("RFC822.SIZE " + message.size());
        }
    }

    @Test
    void nulIsRefusedAndTheNextCommandWorks() {
        byte[] message = "Subject: nul\r\n\r\n\0\r\n".getBytes(StandardCharsets.US_ASCII);
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears(command("a1 APPEND Drafts {" + message.length + "+}\r\n", message))
                    .says("a1 BAD NUL");
            imap.does("a2 STATUS Drafts (MESSAGES)");
            assertThat(imap.told()).containsExactly("* STATUS \"Drafts\" (MESSAGES 0)");
        }
    }

    private static byte[] command(String line, byte[] literal) {
        byte[] start = line.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(start, start.length + literal.length + 2);
        System.arraycopy(literal, 0, whole, start.length, literal.length);
        whole[whole.length - 2] = '\r';
        whole[whole.length - 1] = '\n';
        return whole;
    }

    @Test
    void aLargeMessageComesBackTheSame() {
        String large = MESSAGE + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd\r\n".repeat(16_000);
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("Archive", large).does("a1 SELECT Archive").does("a2 FETCH 1 BODY.PEEK[]");
            assertThat(imap.told().get(0)).endsWith("{" + large.length() + "}\r\n" + large + ")");
        }
    }

    @Test
    void aMissingMailboxIsToldWithTryCreate() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND nowhere {" + MESSAGE.length() + "+}\r\n" + MESSAGE)
                    .says("a1 NO [TRYCREATE]");
        }
    }

    @Test
    void anythingBehindTheMessageRefusesIt() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent {" + MESSAGE.length() + "+}\r\n" + MESSAGE + " (x)")
                    .says("a1 BAD");
            imap.does("a2 STATUS Sent (MESSAGES)");
            assertThat(imap.told()).containsExactly("* STATUS \"Sent\" (MESSAGES 0)");
        }
    }

    @Test
    void aMessageOverTheLimitIsRefusedBeforeItIsSent() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent {4194305}").says("a1 NO [TOOBIG]");
            imap.does("a2 NOOP");
        }
    }

    @Test
    void oneThatIsSentUnaskedEndsTheConnection() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent {4194305+}").says("a1 NO [TOOBIG]").says("* BYE");
            assertThat(imap.closes()).isEmpty();
        }
    }

    /** RFC 3502 §6.3.11. */
    @Test
    void severalMessagesGoInTogether() {
        String literal = " {" + MESSAGE.length() + "+}\r\n" + MESSAGE;
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent (\\Seen)" + literal + " \" 5-Mar-2026 09:10:11 +0900\"" + literal + literal)
                    .says("a1 OK");
            assertThat(imap.answer()).containsPattern("\\[APPENDUID \\d+ 1:3]");
            imap.does("a2 SELECT Sent").does("a3 FETCH 1:3 FLAGS");
            assertThat(imap.told("* 1 FETCH").get(0)).contains("\\Seen");
            assertThat(imap.told("* 2 FETCH").get(0)).doesNotContain("\\Seen");
            imap.hears("a4 APPEND Sent {" + MESSAGE.length() + "}").says("+");
            imap.hears(MESSAGE + " {" + MESSAGE.length() + "}").says("+");
            imap.hears(MESSAGE).says("a4 OK");
            assertThat(imap.answer()).containsPattern("\\[APPENDUID \\d+ 4:5]");
            assertThat(imap.told()).contains("* 5 EXISTS");
        }
    }

    /** RFC 3502 §6.3.11: "the server MUST ... restore the mailbox to its state before". */
    @Test
    void ofSeveralThatDoNotFitNoneGoesIn() {
        String large = MESSAGE + "x".repeat(3_000);
        String literal = " {" + large.length() + "+}\r\n" + large;
        server.mail().accountQuotas().limit(Username.of(hong.address()), 8_000);
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent" + literal + literal + literal).says("a1 NO [OVERQUOTA]");
            imap.hears("a2 APPEND Sent" + literal + " {0+}\r\n").says("a2 NO");
            imap.hears("a3 APPEND Sent" + literal + " (x)").says("a3 BAD");
            imap.hears("a4 APPEND nowhere" + literal + literal).says("a4 NO [TRYCREATE]");
            imap.does("a5 STATUS Sent (MESSAGES)");
            assertThat(imap.told()).containsExactly("* STATUS \"Sent\" (MESSAGES 0)");
            imap.hears("a6 APPEND Sent" + literal + literal).says("a6 OK");
        }
    }

    @Test
    void severalAreBoundedTogether() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent {" + MESSAGE.length() + "}").says("+");
            imap.hears(MESSAGE + " {4194300}").says("a1 NO [TOOBIG]");
            imap.hears("a2 APPEND Sent" + " {1+}\r\nx".repeat(101)).says("a2 NO [LIMIT]");
            imap.does("a3 STATUS Sent (MESSAGES)");
            assertThat(imap.told()).containsExactly("* STATUS \"Sent\" (MESSAGES 0)");
        }
    }
}
