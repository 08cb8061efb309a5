package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** SEARCHRES (RFC 5182): what a search saved, and "$" for it. */
class SearchresTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    /** Five messages with UIDs from 2 to 6; 1, 3 and 4 of them are flagged. */
    private ImapTalk filled() {
        ImapTalk imap = ImapTalk.signedIn(hong);
        for (int i = 1; i <= 6; i++) {
            imap.appends("INBOX", "Subject: message " + i + "\r\n\r\ntext\r\n");
        }
        imap.does("f1 SELECT INBOX")
                .does("f2 STORE 1 +FLAGS.SILENT (\\Deleted)")
                .does("f3 EXPUNGE");
        return imap.does("f4 STORE 1,3:4 +FLAGS.SILENT (\\Flagged)");
    }

    private static String found(ImapTalk imap) {
        imap.does("z1 SEARCH $");
        return imap.told("* SEARCH").get(0);
    }

    /** §2.1: neither SEARCH nor ESEARCH is told. */
    @Test
    void whatIsOnlySavedIsNotTold() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 SEARCH RETURN (SAVE) FLAGGED");
            assertThat(imap.told()).isEmpty();
            assertThat(found(imap)).isEqualTo("* SEARCH 1 3 4");
        }
    }

    /** §2.1: by numbers and by UIDs, whichever way it was found. */
    @Test
    void itNamesTheSameMessagesByNumberAndByUid() {
        try (ImapTalk imap = filled()) {
            for (String search : new String[] {"SEARCH", "UID SEARCH"}) {
                imap.does("a1 " + search + " RETURN (SAVE) FLAGGED");
                imap.does("a2 FETCH $ UID");
                assertThat(imap.told()).containsExactly("* 1 FETCH (UID 2)", "* 3 FETCH (UID 4)", "* 4 FETCH (UID 5)");
                imap.does("a3 UID FETCH $ (UID)");
                assertThat(imap.told()).containsExactly("* 1 FETCH (UID 2)", "* 3 FETCH (UID 4)", "* 4 FETCH (UID 5)");
                imap.hears("a4  uid  fetch  $ (uid)").says("a4 OK");
                assertThat(imap.told()).hasSize(3);
                imap.does("a5 UID SEARCH UID $");
                assertThat(imap.told()).containsExactly("* SEARCH 2 4 5");
            }
        }
    }

    /** §2.1: STORE, COPY, MOVE and UID EXPUNGE take it. */
    @Test
    void everyCommandThatNamesMessagesTakesIt() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 SEARCH RETURN (SAVE) FLAGGED").does("a2 STORE $ +FLAGS (\\Seen)");
            assertThat(imap.told("* 4 FETCH")).hasSize(1);
            imap.does("a3 SEARCH SEEN");
            assertThat(imap.told()).containsExactly("* SEARCH 1 3 4");
            imap.hears("a4 COPY $ Sent").says("a4 OK [COPYUID 2,4:5 1:3]");
            imap.does("a5 UID STORE $ +FLAGS.SILENT (\\Deleted)").does("a6 STORE 2 +FLAGS.SILENT (\\Deleted)");
            imap.does("a7 UID EXPUNGE $");
            assertThat(imap.told("*"))
                    .contains("* 1 EXPUNGE")
                    .filteredOn(line -> line.endsWith("EXPUNGE"))
                    .hasSize(3);
            imap.does("a8 UID SEARCH ALL");
            assertThat(imap.told("* SEARCH")).containsExactly("* SEARCH 3 6");
            imap.does("a9 UID SEARCH RETURN (SAVE) ALL")
                    .hears("b1 UID MOVE $ Drafts")
                    .says("b1 OK");
            imap.does("b2 SEARCH RETURN (COUNT) ALL");
            assertThat(imap.told("* ESEARCH")).containsExactly("* ESEARCH (TAG \"b2\") COUNT 0");
        }
    }

    /** §2.1: a set that matches nothing, and no error. */
    @Test
    void anEmptyOneIsValidAndMatchesNothing() {
        try (ImapTalk imap = filled()) {
            for (String command : new String[] {
                "FETCH $ FLAGS",
                "UID FETCH $ FLAGS",
                "STORE $ +FLAGS (\\Seen)",
                "UID STORE $ +FLAGS (\\Seen)",
                "COPY $ Sent",
                "UID COPY $ Sent",
                "MOVE $ Sent",
                "UID EXPUNGE $",
                "SEARCH $",
                "UID SEARCH UID $ SEEN"
            }) {
                imap.does("a1 " + command);
                assertThat(imap.told("* ").stream().filter(line -> !line.equals("* SEARCH")))
                        .as(command)
                        .isEmpty();
            }
        }
    }

    /** §2.1: "automatically removed from the list", and numbers shift. */
    @Test
    void whatIsExpungedLeavesIt() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 SEARCH RETURN (SAVE) FLAGGED");
            imap.does("a2 STORE 1:2 +FLAGS.SILENT (\\Deleted)").does("a3 EXPUNGE");
            assertThat(found(imap)).isEqualTo("* SEARCH 1 2");
            imap.does("a4 UID FETCH $ UID");
            assertThat(imap.told()).containsExactly("* 1 FETCH (UID 4)", "* 2 FETCH (UID 5)");
            imap.appends("INBOX", "Subject: new\r\n\r\ntext\r\n").does("a5 NOOP");
            assertThat(found(imap)).isEqualTo("* SEARCH 1 2");
        }
    }

    /** §2.4 */
    @Test
    void withMinAndMaxTheEndsAreSaved() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 SEARCH RETURN (SAVE MIN) FLAGGED");
            assertThat(imap.told()).containsExactly("* ESEARCH (TAG \"a1\") MIN 1");
            assertThat(found(imap)).isEqualTo("* SEARCH 1");
            imap.does("a2 SEARCH RETURN (MAX SAVE) FLAGGED");
            assertThat(found(imap)).isEqualTo("* SEARCH 4");
            imap.does("a3 SEARCH RETURN (MIN MAX SAVE) FLAGGED");
            assertThat(found(imap)).isEqualTo("* SEARCH 1 4");
            imap.does("a4 SEARCH RETURN (MIN SAVE COUNT) FLAGGED");
            assertThat(imap.told()).containsExactly("* ESEARCH (TAG \"a4\") MIN 1 COUNT 3");
            assertThat(found(imap)).isEqualTo("* SEARCH 1 3 4");
            imap.does("a5 UID SEARCH RETURN (SAVE ALL) FLAGGED");
            assertThat(imap.told()).containsExactly("* ESEARCH (TAG \"a5\") UID ALL 2,4:5");
            assertThat(found(imap)).isEqualTo("* SEARCH 1 3 4");
            imap.does("a6 SEARCH RETURN (SAVE MIN) ANSWERED");
            assertThat(found(imap)).isEqualTo("* SEARCH");
        }
    }

    /** §2.2, examples 2 and 3. */
    @Test
    void aSearchMayGoOnFromIt() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 SEARCH RETURN (SAVE) FLAGGED").does("a2 SEARCH RETURN (SAVE) (OR $ 5) NOT 1");
            assertThat(found(imap)).isEqualTo("* SEARCH 3 4 5");
        }
    }

    /** §2.1: NO empties it if it was to be saved; BAD, and a search that saves nothing, do not. */
    @Test
    void aSearchThatFailsEmptiesIt() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 SEARCH RETURN (SAVE) FLAGGED");
            imap.does("a2 SEARCH RETURN (COUNT) ANSWERED").does("a3 SEARCH ANSWERED");
            imap.hears("a4 SEARCH RETURN (SAVE) NONSENSE").says("a4 BAD");
            imap.hears("a5 SEARCH CHARSET X-NONE ALL").says("a5 NO [BADCHARSET");
            assertThat(found(imap)).isEqualTo("* SEARCH 1 3 4");
            imap.hears("a6 SEARCH RETURN (SAVE) CHARSET X-NONE ALL").says("a6 NO [BADCHARSET");
            assertThat(found(imap)).isEqualTo("* SEARCH");
            imap.does("a7 SEARCH RETURN (SAVE) FLAGGED");
            imap.hears("a8 SEARCH RETURN (SAVE) " + "NOT ".repeat(100) + "SEEN").says("a8 NO [LIMIT]");
            assertThat(found(imap)).isEqualTo("* SEARCH");
            imap.does("a9 SEARCH RETURN (SAVE) FLAGGED");
            imap.hears("b1 SEARCH RETURN (SAVE)" + " SEEN".repeat(1_100)).says("b1 NO");
            assertThat(found(imap)).isEqualTo("* SEARCH");
        }
    }

    /** §2.1: SELECT and EXAMINE empty it, of the same mailbox too. */
    @Test
    void selectingEmptiesIt() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 SEARCH RETURN (SAVE) FLAGGED").does("a2 SELECT INBOX");
            assertThat(found(imap)).isEqualTo("* SEARCH");
            imap.does("a3 SEARCH RETURN (SAVE) FLAGGED").does("a4 EXAMINE INBOX");
            assertThat(found(imap)).isEqualTo("* SEARCH");
        }
    }

    /** §3: "$" is a whole sequence-set. */
    @Test
    void itStandsAlone() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 SEARCH RETURN (SAVE) FLAGGED");
            imap.hears("a2 FETCH $,2 FLAGS").says("a2 BAD");
            imap.hears("a3 FETCH 2,$ FLAGS").says("a3 BAD");
            imap.hears("a4 STORE $:4 +FLAGS (\\Seen)").says("a4 BAD");
            imap.hears("a5 SEARCH $,2").says("a5 BAD");
            imap.hears("a6 COPY $$ Sent").says("a6 BAD");
        }
    }
}
