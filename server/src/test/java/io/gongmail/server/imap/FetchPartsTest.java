package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Sections of parts (RFC 9051 §6.4.5.1). */
class FetchPartsTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private static final String FORWARDED = """
            Subject: Fwd: plan
            Content-Type: multipart/mixed; boundary="b"

            --b
            Content-type:  text/plain;
             charset=us-ascii

            see below
            --b
            Content-Type: message/rfc822

            From: Kim <kim@moe.gongmail.example>
            Subject: plan
            Content-Type: multipart/alternative; boundary="c"

            --c

            plain
            --c
            Content-Type: text/html

            <p>html
            --c--
            --b--
            """.replace("\n", "\r\n");

    /** What is in it is encoded, which RFC 2046 §5.2.1 forbids: its parts are nowhere in the octets. */
    private static final String ENCODED = """
            Subject: odd
            Content-Type: multipart/mixed; boundary="b"

            --b

            odd text
            --b
            Content-Type: message/rfc822
            Content-Transfer-Encoding: base64

            U3ViamVjdDogaW5uZXINCg0KdGV4dA0K
            --b--
            """.replace("\n", "\r\n");

    private ImapTalk filled() {
        return ImapTalk.signedIn(hong)
                .appends("INBOX", FORWARDED)
                .appends("INBOX", ENCODED)
                .does("f1 SELECT INBOX");
    }

    private static String fetch(ImapTalk imap, String items) {
        imap.does("a1 FETCH 1 " + items);
        return imap.told("* 1 FETCH").get(0);
    }

    private static String literal(String name, String octets) {
        return name + " {" + octets.length() + "}\r\n" + octets;
    }

    @Test
    void everyPartIsToldAsItStands() {
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "(BODY.PEEK[1] BODY.PEEK[1.MIME] BODY.PEEK[2.1] BODY.PEEK[2.2.MIME])"))
                    .isEqualTo("* 1 FETCH ("
                            + String.join(
                                    " ",
                                    literal("BODY[1]", "see below"),
                                    literal("BODY[1.MIME]", "Content-type:  text/plain;\r\n charset=us-ascii\r\n\r\n"),
                                    literal("BODY[2.1]", "plain"),
                                    literal("BODY[2.2.MIME]", "Content-Type: text/html\r\n\r\n"))
                            + ")");
        }
    }

    @Test
    void aMessageWithinHasHeaderFieldsAndTextOfItsOwn() {
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "BODY.PEEK[2.HEADER.FIELDS (SUBJECT)]"))
                    .isEqualTo(
                            "* 1 FETCH (" + literal("BODY[2.HEADER.FIELDS (SUBJECT)]", "Subject: plan\r\n\r\n") + ")");
            assertThat(fetch(imap, "BODY.PEEK[2.HEADER]"))
                    .startsWith("* 1 FETCH (BODY[2.HEADER] {")
                    .contains("From: Kim", "boundary=\"c\"")
                    .doesNotContain("Fwd", "plain");
            assertThat(fetch(imap, "BODY.PEEK[2.TEXT]"))
                    .contains("]" + " {", "--c--")
                    .doesNotContain("From: Kim", "--b");
        }
    }

    @Test
    void onlyThoseOctetsOfAPartAreToldThatAreAskedFor() {
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "BODY.PEEK[1]<4.3>")).isEqualTo("* 1 FETCH (" + literal("BODY[1]<4>", "bel") + ")");
            assertThat(fetch(imap, "BODY.PEEK[1]<4.900>"))
                    .isEqualTo("* 1 FETCH (" + literal("BODY[1]<4>", "below") + ")");
            assertThat(fetch(imap, "BODY.PEEK[1]<900.3>")).isEqualTo("* 1 FETCH (" + literal("BODY[1]<900>", "") + ")");
        }
    }

    @Test
    void aPartThatIsNotThereIsNil() {
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "(BODY.PEEK[3] BODY.PEEK[1.HEADER] BODY.PEEK[1] BODY.PEEK[2.3.MIME])"))
                    .isEqualTo("* 1 FETCH (BODY[3] NIL BODY[1.HEADER] NIL " + literal("BODY[1]", "see below")
                            + " BODY[2.3.MIME] NIL)");
        }
    }

    @Test
    void readingAPartMarksTheMessageSeen() {
        try (ImapTalk imap = filled()) {
            assertThat(fetch(imap, "BODY[1]"))
                    .startsWith("* 1 FETCH (FLAGS (\\Recent \\Seen)")
                    .contains(literal("BODY[1]", "see below"));
        }
    }

    @Test
    void aMessageWhosePartsAreNotInItsOctetsIsToldNeverthelessAndItsNeighboursToo() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 UID FETCH 1:* (FLAGS BODY.PEEK[1])");
            assertThat(String.join("", imap.told("* 1 FETCH")))
                    .contains("FLAGS (", literal("BODY[1]", "see below"), "UID ");
            assertThat(String.join("", imap.told("* 2 FETCH")))
                    .contains("FLAGS (", literal("BODY[1]", "odd text"), "UID ");
            assertThat(imap.answer()).startsWith("a1 OK");
        }
    }

    @Test
    void partsOfALargeMessageAreReadWhereTheyStand() {
        String large = "0123456789".repeat(40_000);
        try (ImapTalk imap = ImapTalk.signedIn(hong)
                .appends("INBOX", FORWARDED.replace("see below", large))
                .does("f1 SELECT INBOX")) {
            imap.does("a1 FETCH * (BODY.PEEK[1] BODY.PEEK[2.1] BODY.PEEK[1]<399995.100>)");
            assertThat(imap.told("* ").get(0))
                    .endsWith(literal("BODY[1]", large) + " " + literal("BODY[2.1]", "plain") + " "
                            + literal("BODY[1]<399995>", "56789") + ")");
        }
    }
}
