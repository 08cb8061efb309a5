package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BINARY (RFC 3516; its side of FETCH is in RFC 9051 §6.4.5 too). */
class BinaryTest {
    private static final byte[] PICTURE = new byte[300];

    static {
        for (int i = 0; i < PICTURE.length; i++) {
            PICTURE[i] = (byte) i; // with a NUL at 0 and 256
        }
    }

    private static String latin(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static String base64(byte[] octets) {
        return Base64.getMimeEncoder().encodeToString(octets);
    }

    private static final String MESSAGE = """
            Subject: parts
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: Quoted-Printable

            =EC=98=88=EC=82=B0 is=
             one line
            --b
            Content-Type: image/png
            Content-Transfer-Encoding: BASE64

            <PICTURE>
            --b
            Content-Type: message/rfc822

            Content-Transfer-Encoding: base64

            aW5uZXI=
            --b
            Content-Type: text/plain
            Content-Transfer-Encoding: x-uuencode

            begin 644 x
            --b--
            """.replace("\n", "\r\n").replace("<PICTURE>", base64(PICTURE));

    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private ImapTalk filled() {
        return ImapTalk.signedIn(hong).appends("INBOX", MESSAGE).does("f1 SELECT INBOX");
    }

    private static String fetch(ImapTalk imap, String items) {
        imap.does("a1 FETCH 1 " + items);
        return imap.told("* 1 FETCH").get(0);
    }

    private static String literal(String name, String octets) {
        return name + (octets.indexOf('\0') < 0 ? " {" : " ~{") + octets.length() + "}\r\n" + octets;
    }

    /** §4.2: "after performing content-transfer-encoding-related decoding". */
    @Test
    void aPartIsToldWithoutItsEncoding() {
        String text = latin("예산 is one line".getBytes(StandardCharsets.UTF_8));
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "(BINARY.PEEK[1] BINARY.PEEK[2] UID)"))
                    .isEqualTo("* 1 FETCH (UID 1 " + literal("BINARY[1]", text) + " "
                            + literal("BINARY[2]", latin(PICTURE)) + ")");
            assertThat(fetch(imap, "(BINARY.SIZE[1] BINARY.SIZE[2] BINARY.SIZE[3.1] BINARY.SIZE[7])"))
                    .isEqualTo("* 1 FETCH (BINARY.SIZE[1] " + text.length()
                            + " BINARY.SIZE[2] 300 BINARY.SIZE[3.1] 5 BINARY.SIZE[7] 0)");
            assertThat(fetch(imap, "BINARY.PEEK[3.1]"))
                    .isEqualTo("* 1 FETCH (" + literal("BINARY[3.1]", "inner") + ")");
            assertThat(fetch(imap, "(BINARY.PEEK[7] FLAGS)")).endsWith(" BINARY[7] NIL)");
        }
    }

    /** §4.2: what has parts of its own is not encoded (RFC 2045 §6.4). */
    @Test
    void whatIsNotEncodedIsToldAsItStands() {
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "BINARY.PEEK[3]"))
                    .isEqualTo("* 1 FETCH (" + literal("BINARY[3]", "Content-Transfer-Encoding: base64\r\n\r\naW5uZXI=")
                            + ")");
            assertThat(fetch(imap, "BINARY.PEEK[]")).isEqualTo("* 1 FETCH (" + literal("BINARY[]", MESSAGE) + ")");
            assertThat(fetch(imap, "BINARY.SIZE[]")).isEqualTo("* 1 FETCH (BINARY.SIZE[] " + MESSAGE.length() + ")");
        }
    }

    /** §4.2: the numbers of a partial FETCH are of what was decoded. */
    @Test
    void someOfItIsCountedInWhatWasDecoded() {
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "BINARY.PEEK[2]<250.10>"))
                    .isEqualTo("* 1 FETCH ("
                            + literal("BINARY[2]<250>", latin(PICTURE).substring(250, 260)) + ")");
            // Without a NUL among them there is no need of a literal8.
            assertThat(fetch(imap, "BINARY.PEEK[2]<1.5>")).isEqualTo("* 1 FETCH (BINARY[2]<1> {5}\r\n\1\2\3\4\5)");
            assertThat(fetch(imap, "BINARY.PEEK[2]<290.900>"))
                    .isEqualTo("* 1 FETCH ("
                            + literal("BINARY[2]<290>", latin(PICTURE).substring(290)) + ")");
            assertThat(fetch(imap, "BINARY.PEEK[2]<900.1>")).isEqualTo("* 1 FETCH (BINARY[2]<900> {0}\r\n)");
        }
    }

    /** §4.2 */
    @Test
    void readingItMarksTheMessageSeenAndPeekingDoesNot() {
        try (ImapTalk imap = filled()) {
            fetch(imap, "(BINARY.PEEK[2] BINARY.SIZE[2])");
            assertThat(fetch(imap, "FLAGS")).doesNotContain("Seen");
            assertThat(fetch(imap, "BINARY[1]")).contains("\\Seen", "BINARY[1] {");
            imap.does("a2 STORE 1 -FLAGS (\\Seen)").does("a3 EXAMINE INBOX");
            fetch(imap, "BINARY[1]");
            assertThat(fetch(imap, "FLAGS")).doesNotContain("Seen");
        }
    }

    /** §4.3: "NO" with UNKNOWN-CTE; what else was asked for is told. */
    @Test
    void anEncodingThatIsNotKnownIsToldSo() {
        try (ImapTalk imap = filled()) {
            imap.hears("a1 FETCH 1 (BINARY.PEEK[4] BINARY.PEEK[3.1])").says("a1 NO [UNKNOWN-CTE]");
            assertThat(imap.told()).containsExactly("* 1 FETCH (" + literal("BINARY[3.1]", "inner") + ")");
            imap.hears("a2 FETCH 1 BINARY.SIZE[4]").says("a2 NO [UNKNOWN-CTE]");
            assertThat(imap.told()).isEmpty();
            imap.does("a3 FETCH 1 BODY.PEEK[4]");
        }
    }

    /** Its parts are nowhere in its octets (RFC 2046 §5.2.1 forbids it). */
    @Test
    void aMessageWithAnEncodedOneInItIsNotDecoded() {
        String odd = """
                Content-Type: multipart/mixed; boundary=b

                --b

                text
                --b
                Content-Type: message/rfc822
                Content-Transfer-Encoding: base64

                U3ViamVjdDogaW5uZXINCg0KdGV4dA0K
                --b--
                """.replace("\n", "\r\n");
        try (ImapTalk imap = filled().appends("INBOX", odd).does("f2 NOOP")) {
            imap.hears("a1 FETCH 1:2 (BINARY.PEEK[1] UID)").says("a1 NO [UNKNOWN-CTE]");
            assertThat(imap.told("* 1 FETCH").get(0)).contains("BINARY[1] {");
            assertThat(imap.told("* 2 FETCH")).containsExactly("* 2 FETCH (UID 2)");
        }
    }

    /** RFC 9051 §9, section-binary: parts alone, and no origin where the size is asked. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "BINARY[HEADER]",
                "BINARY[1.MIME]",
                "BINARY.PEEK[TEXT]",
                "BINARY.SIZE[1]<0.1>",
                "BINARY.SIZE",
                "BINARY",
                "BINARY[x]",
                "BINARY[1]<1>",
                "ENVELOPE[1]"
            })
    void whatDoesNotFitIsBad(String item) {
        try (ImapTalk imap = filled()) {
            imap.hears("a1 FETCH 1 " + item).says("a1 BAD");
            imap.does("a2 NOOP");
        }
    }

    /** It is never held: decoded once to count it, and once to tell it. */
    @Test
    void aLargePartIsToldWhole() {
        byte[] large = new byte[2_000_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 + i / 251);
        }
        String message =
                "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64(large) + "\r\n";
        try (ImapTalk imap = ImapTalk.signedIn(hong).appends("INBOX", message).does("f1 SELECT INBOX")) {
            assertThat(fetch(imap, "BINARY.PEEK[1]"))
                    .isEqualTo("* 1 FETCH (" + literal("BINARY[1]", latin(large)) + ")");
            assertThat(fetch(imap, "BINARY.PEEK[1]<1999990.20>"))
                    .isEqualTo("* 1 FETCH ("
                            + literal("BINARY[1]<1999990>", latin(large).substring(1_999_990))
                            + ")");
        }
    }

    /** §4.4: "If the destination mailbox does not support the storage of binary data". */
    @Test
    void aMessageAsALiteralOfAnyOctetsIsTakenButForNul() {
        String message = "Subject: x\r\n\r\ntext\r\n";
        String nul = "Subject: x\r\n\r\nte\0t\r\n";
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 APPEND Sent (\\Seen) ~{" + message.length() + "+}\r\n" + message)
                    .says("a1 OK [APPENDUID");
            imap.hears("a2 APPEND Sent ~{" + nul.length() + "}").says("+");
            imap.hears(nul).says("a2 NO [UNKNOWN-CTE]");
            imap.hears("a3 APPEND Sent ~{" + message.length() + "+}\r\n" + message + " ~{" + nul.length() + "+}\r\n"
                            + nul)
                    .says("a3 NO [UNKNOWN-CTE]");
            imap.hears("a4 APPEND nowhere ~{" + nul.length() + "+}\r\n" + nul).says("a4 NO [TRYCREATE]");
            imap.does("a5 SELECT Sent");
            assertThat(imap.told()).contains("* 1 EXISTS");
            imap.hears("a6 REPLACE 1 Sent ~{" + nul.length() + "+}\r\n" + nul).says("a6 NO [UNKNOWN-CTE]");
            imap.does("a7 FETCH 1:* UID");
            assertThat(imap.told()).containsExactly("* 1 FETCH (UID 1)");
        }
    }

    @Test
    void octetsAreCountedWhereTheyAreAskedFor() throws IOException {
        assertThat(count("abcdef", 0, Long.MAX_VALUE)).isEqualTo(new DecodedOctets(6, 6, false));
        assertThat(count("a\0cdef", 1, 1)).isEqualTo(new DecodedOctets(6, 1, true));
        assertThat(count("a\0cdef", 2, 100)).isEqualTo(new DecodedOctets(6, 4, false));
        assertThat(count("a\0cdef", 0, 1)).isEqualTo(new DecodedOctets(6, 1, false));
        assertThat(count("a\0cdef", 9, 1)).isEqualTo(new DecodedOctets(6, 0, false));
        assertThat(count("x".repeat(20_000) + "\0", 20_000, Long.MAX_VALUE))
                .isEqualTo(new DecodedOctets(20_001, 1, true));
    }

    private static DecodedOctets count(String octets, long first, long most) throws IOException {
        return DecodedOctets.count(new ByteArrayInputStream(octets.getBytes(StandardCharsets.US_ASCII)), first, most);
    }
}
