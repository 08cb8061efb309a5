package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.apache.james.imap.api.display.ModifiedUtf7;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Names that look like the account's own, or are no names. All else is right, certificate and password: so whoever took one
 * for the account's would let it in.
 */
@Tag("either-provider")
class UserNamesTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final char KELVIN = '\u212A';

    private final TestServer server = TestServer.shared();

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String identity, String login, String password) {
        return base64(identity + "\0" + login + "\0" + password);
    }

    /** By each mechanism, and as whom to act. What becomes US-ASCII where letters are made small is none for LOGIN. */
    private void opensNothing(String name, TestPerson person) {
        byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        try (ImapTalk imap = ImapTalk.of(person)) {
            imap.hears("a1 LOGIN {" + octets.length + "+}\r\n" + name + " " + person.password())
                    .says(name.indexOf(KELVIN) < 0 ? "a1 NO [AUTHENTICATIONFAILED] (G-201)" : "a1 BAD");
            imap.hears("a2 AUTHENTICATE PLAIN " + plain("", name, person.password()))
                    .says("a2 NO [AUTHENTICATIONFAILED] (G-201)");
            imap.hears("a3 SELECT INBOX").says("a3 NO");
        }
        try (ImapTalk imap = ImapTalk.of(person)) {
            imap.hears("a1 AUTHENTICATE PLAIN " + plain(name, person.address(), person.password()))
                    .says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
            imap.hears("a2 SELECT INBOX").says("a2 NO");
        }
    }

    private static void opensNothingAlone(String name, TestPerson agency) {
        try (ImapTalk imap = ImapTalk.of(agency)) {
            imap.hears("a1 AUTHENTICATE EXTERNAL " + base64(name)).says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
            imap.hears("a2 SELECT INBOX").says("a2 NO");
        }
    }

    @Test
    @Adversary("user name with NUL")
    void aNameWithNulIsNone() {
        TestPerson kim = server.person("kim");
        String password = kim.password();
        for (String name :
                List.of(kim.address() + "\0", "\0" + kim.address(), kim.address() + "\0@elsewhere.example")) {
            try (ImapTalk imap = ImapTalk.of(kim)) {
                imap.hears("a1 LOGIN " + name + " " + password).says("a1 BAD NUL");
                imap.hears("a2 LOGIN \"" + name + "\" " + password).says("a2 BAD NUL");
                imap.hears("a3 LOGIN {" + name.length() + "+}\r\n" + name + " " + password)
                        .says("a3 BAD NUL");
                imap.hears("a4 AUTHENTICATE PLAIN " + plain("", name, password)).says("a4 BAD");
                imap.hears("a5 AUTHENTICATE PLAIN " + plain(name, kim.address(), password))
                        .says("a5 BAD");
                imap.hears("a6 SELECT INBOX").says("a6 NO");
            }
        }
        TestPerson agency = server.agency("agency");
        try (ImapTalk imap = ImapTalk.of(agency)) {
            imap.hears("a1 AUTHENTICATE EXTERNAL " + base64(agency.address() + "\0"))
                    .says("a1 BAD");
            imap.hears("a2 SELECT INBOX").says("a2 NO");
        }
    }

    /** As mailboxes are written (RFC 3501 §5.1.3), and as RFC 2152 has it. */
    @Test
    @Adversary("user name in UTF-7")
    void aNameInUtf7IsNotRead() {
        TestPerson kim = server.person("kim");
        String written = "&AGs-" + kim.address().substring(1);
        assertThat(ModifiedUtf7.decodeModifiedUTF7(written)).isEqualTo(kim.address());
        opensNothing(written, kim);
        TestPerson lee = server.person("lee");
        opensNothing("+AGw-" + lee.address().substring(1), lee);
        TestPerson agency = server.agency("agency");
        opensNothingAlone("&AGE-" + agency.address().substring(1), agency);
    }

    @Test
    @Adversary("user name with homoglyphs")
    void aNameThatLooksLikeOnesOwnIsNot() {
        for (String k : List.of("\u212A", "\uFF4B", "\u043A", "k\u200B", "k\u0301")) {
            TestPerson kim = server.person("kim");
            opensNothing(k + kim.address().substring(1), kim);
        }
        for (String at : List.of("\uFF20", "\uFE6B")) {
            TestPerson lee = server.person("lee");
            opensNothing(lee.address().replace("@", at), lee);
        }
        TestPerson agency = server.agency("kagency");
        opensNothingAlone("\u212A" + agency.address().substring(1), agency);
    }

    @Test
    @Adversary("user name of 1 MiB")
    void aNameOfAMebibyteIsNotTakenIn() {
        TestPerson kim = server.person("kim");
        try (ImapTalk imap = ImapTalk.of(kim)) {
            imap.hears("a1 LOGIN {" + MEBIBYTE + "}").says("a1 BAD [TOOBIG]").says("* BYE");
        }
        try (ImapTalk imap = ImapTalk.of(kim)) {
            imap.hears("a1 LOGIN {" + MEBIBYTE + "+}").says("a1 BAD [TOOBIG]").says("* BYE");
        }
        for (String command : List.of("LOGIN ", "LOGIN \"", "AUTHENTICATE PLAIN ", "AUTHENTICATE PLAIN\r\n")) {
            try (ImapTalk imap = ImapTalk.of(kim)) {
                boolean asked = command.endsWith("\n");
                imap.hears(("a1 " + command).getBytes(StandardCharsets.US_ASCII));
                if (asked) {
                    imap.says("+");
                }
                // Its beginning is answered; who went on to the end would be cut off before it could read that.
                imap.hears("A".repeat(9_000).getBytes(StandardCharsets.US_ASCII));
                imap.says(asked ? "* BAD" : "a1 BAD").says("* BYE");
            }
        }
        try (ImapTalk imap = ImapTalk.of(kim)) {
            imap.does("a1 LOGIN " + kim.address() + " " + kim.password());
        }
    }
}
