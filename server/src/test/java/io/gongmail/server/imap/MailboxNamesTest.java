package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names of mailboxes in modified UTF-7 (RFC 3501 §5.1.3): one that is not written so is none, and every one that there is can be
 * listed, and named as it is listed.
 */
class MailboxNamesTest {
    private static final List<String> COMMANDS = List.of(
            "CREATE \"%s\"",
            "SELECT \"%s\"",
            "EXAMINE \"%s\"",
            "DELETE \"%s\"",
            "STATUS \"%s\" (MESSAGES)",
            "RENAME \"%s\" Fine",
            "RENAME Drafts \"%s\"",
            "SUBSCRIBE \"%s\"",
            "UNSUBSCRIBE \"%s\"",
            "GETACL \"%s\"",
            "APPEND \"%s\" {1+}\r\nx");

    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private static List<String> listed(ImapTalk imap) {
        imap.does("l1 LIST \"\" *").does("l2 LSUB \"\" *");
        imap.does("l3 LIST \"\" *");
        return imap.told("* LIST");
    }

    /** Shifts without an end, of US-ASCII, of halves of pairs, of loose bits or octets that are none, or where none is needed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "&",
                "a&b",
                "&AAA",
                "x&AAA",
                "&AGE-",
                "&AGEAYg-",
                "&ACY-",
                "&2AA-",
                "&3AA-",
                "&3ADYPQ-",
                "&2D3YPQ-",
                "a&2D0-b",
                "&rA-",
                "&r-",
                "&rAB-",
                "&rAA=-",
                "&rAA/-",
                "&rAA-&rAA-",
                "&rAA-&AGE-",
                "& -",
                "&&-",
                "&+AGE-",
                "&*-",
                "&rAA"
            })
    @Adversary("a mailbox name in malformed UTF-7")
    void aNameThatIsNotWrittenSoIsBadEverywhere(String name) {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            List<String> before = listed(imap);
            for (String command : COMMANDS) {
                imap.hears("a1 " + command.formatted(name)).says("a1 BAD");
                assertThat(imap.answer()).contains("modified UTF-7");
            }
            for (String pattern : List.of("LIST \"\" \"%s\"", "LIST \"%s\" x", "LSUB \"\" \"%s\"", "LSUB \"&-%s\" x")) {
                imap.hears("a2 " + pattern.replace("%s", name)).says("a2");
                assertThat(imap.answer()).matches("a2 (BAD|OK) .*");
            }
            assertThat(listed(imap)).isEqualTo(before);
        }
    }

    /** RFC 3501 §5.1: names are of 7 bits. */
    @Test
    void aNameOfEightBitsIsBad() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            List<String> before = listed(imap);
            for (String written :
                    List.of("\"\u00c7\u00d1\"", "\u00c7\u00d1", "{2+}\r\n\u00c7\u00d1", "\"\u00c7&-\"", "\"a\tb\"")) {
                imap.hears(("a1 CREATE " + written + "\r\n").getBytes(StandardCharsets.ISO_8859_1))
                        .says("a1 BAD");
            }
            assertThat(listed(imap)).isEqualTo(before);
        }
    }

    /** NUL, ends of lines and other control characters, C1 among them; levels without a name; wildcards; what is another's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "&AAA-",
                "a&AAA-b",
                "&AAo-",
                "&AA0ACg-",
                "&ABs-",
                "&AH8-",
                "&AIU-",
                "&ICg-",
                "&ICk-",
                "../x",
                "..",
                ".a",
                "a..b",
                "a/../b",
                "a*",
                "%",
                "#x",
                "#user.kim.x"
            })
    @Adversary("a mailbox name with control characters")
    void aNameThatNoMailboxMayHaveIsRefused(String name) {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            List<String> before = listed(imap);
            imap.hears("a1 CREATE \"" + name + "\"").says(name.equals("..") ? "a1 BAD" : "a1 NO [");
            imap.hears("a2 RENAME Drafts \"" + name + "\"").says("a2 NO");
            imap.hears("a3 SELECT \"" + name + "\"").says("a3 NO");
            assertThat(listed(imap)).isEqualTo(before);
        }
    }

    @Test
    void aNameWithControlCharactersIsNotSubscribedTo() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 SUBSCRIBE \"&AAo-\"").says("a1 NO [CANNOT]");
            imap.hears("a2 SUBSCRIBE \"" + "x".repeat(4_000) + "\"").says("a2 NO");
            imap.does("a3 LSUB \"\" *");
            assertThat(imap.told("* LSUB")).hasSize(TestServer.MAILBOXES.size());
        }
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            List<String> before = listed(imap);
            for (String name : List.of(
                    "x".repeat(201), "x".repeat(8_000), "&" + "rAAArAAA".repeat(80) + "-", "x.".repeat(101) + "y")) {
                imap.hears("a1 CREATE \"" + name + "\"").says("a1 ");
                assertThat(imap.answer()).matches("a1 (NO|BAD).*");
                imap.hears("a2 RENAME Drafts \"" + name + "\"").says("a2 ");
                assertThat(imap.answer()).matches("a2 (NO|BAD).*");
            }
            assertThat(listed(imap)).isEqualTo(before);
        }
    }

    /** Among them what only looks odd: no path is one here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "&vPStAA-",
                "R&-D",
                "&-",
                "&-&-",
                "&2D3cAA-",
                "a &rAA- b",
                "&rAA-.&rAA-",
                "/etc/passwd",
                "a/b",
                "~root",
                "CON",
                "-- x",
                "' OR 1=1",
                "(a) {5}"
            })
    void aNameThatIsWrittenSoIsListedAndNamedAsItIsWritten(String name) {
        String quoted = '"' + name + '"';
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CREATE " + quoted).does("a2 LIST \"\" " + quoted);
            assertThat(imap.told("* LIST")).singleElement().asString().endsWith("\".\" " + quoted);
            imap.does("a3 SUBSCRIBE " + quoted).does("a4 SELECT " + quoted).does("a5 CLOSE");
            imap.does("a6 RENAME " + quoted + " \"&rAGsAg-\"").does("a7 RENAME \"&rAGsAg-\" " + quoted);
            imap.does("a8 UNSUBSCRIBE " + quoted).does("a9 DELETE " + quoted);
        }
    }

    /** RFC 3501 §5.1.3 forbids it to who writes; James' users have programs that do. What is made is told as it is. */
    @Test
    void theDelimiterMayBeShiftedByItself() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CREATE \"one&AC4-two&AC4-&rAA-\"").does("a2 LIST \"\" one*");
            assertThat(imap.told("* LIST"))
                    .containsExactly(
                            "* LIST (\\HasChildren) \".\" \"one\"",
                            "* LIST (\\HasChildren) \".\" \"one.two\"",
                            "* LIST (\\HasNoChildren) \".\" \"one.two.&rAA-\"");
            imap.does("a3 SELECT \"one&AC4-two\"").does("a4 CLOSE").does("a5 SELECT one.two");
            // No other way round the names that are nobody's: it is the delimiter and nothing else.
            imap.hears("a6 CREATE \"&AC4-x\"").says("a6 NO [CANNOT]");
            imap.hears("a7 CREATE \"x&AC4-&AC4-y\"").says("a7 NO [CANNOT]");
            imap.hears("a8 CREATE \"x&AC4AYQ-\"").says("a8 BAD");
            imap.hears("a9 CREATE \"x&rAAALg-\"").says("a9 BAD");
        }
    }
}
