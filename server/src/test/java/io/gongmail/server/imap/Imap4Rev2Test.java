package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * IMAP4rev2 (RFC 9051), which is spoken from {@code ENABLE IMAP4rev2} on (appendix A). Where each point of appendix E, "Changes from
 * RFC 3501", is served; "always" is whether it is enabled or not, since it breaks no IMAP4rev1:
 *
 * <pre>
 *   1  sizes of 63 bits                       always: numbers are long
 *   2  extensions that are in it now          always, each announced by its own name too; their tests: NamespaceTest,
 *                                             UnselectTest, AppendTest (UIDPLUS), EsearchTest, SearchresTest, EnableTest,
 *                                             IdleTest, AuthenticateTest (SASL-IR), ListTest (LIST-EXTENDED, LIST-STATUS,
 *                                             SPECIAL-USE), MoveTest, BoundsTest (LITERAL-), BinaryTest (FETCH)
 *   3  STATUS SIZE and DELETED                always: StatusSizeTest, here
 *   4  ESEARCH in place of SEARCH             here
 *   5  keys that match substrings             always: SearchTest
 *   6  continued parameters (RFC 2231)        always: WireDescriberTest
 *   7  COPYUID of MOVE, before EXPUNGE        here
 *   8  COPY and MOVE make no mailbox          always: CopyTest, MoveTest (TRYCREATE)
 *   9  CLOSED                                 here
 *  10  LIST in SELECT and EXAMINE             here
 *  11  no UNSEEN                              here
 *  12  no RECENT, no \Recent                  here; STATUS (RECENT) and NEW, OLD, RECENT of SEARCH are still answered
 *  13  no PERMANENTFLAGS for each keyword     not used: they are told, as before
 *  14  numbers of 63 bits in extensions       always
 *  15  $Forwarded, $MDNSent, $Junk, …         always: StoreTest, any keyword
 *  16  UTF-8 in names and headers             here, as Utf8AcceptTest has it
 *  17  no CHECK                               still answered
 *  18  no RFC822, RFC822.HEADER, RFC822.TEXT  still answered
 *  19  no LSUB                                still answered
 *  20  IDLE may tell more                     not used
 *  21  UID in what is told unasked            here
 *  22  codes that a client does not know      the client's
 *  23  empty text                             not used
 *  24  text in UTF-8                          not used: it is US-ASCII
 *  25  TLS (RFC 8314, 7817)                   always: the listener is never without it
 *  26  ALERT, PREAUTH                         neither is said
 *  27  SCRAM in place of DIGEST-MD5           neither: a certificate and PLAIN, or EXTERNAL, under TLS
 *  28  and what remains                       editorial, or the IANA's
 * </pre>
 */
class Imap4Rev2Test {
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private ImapTalk rev2() {
        return ImapTalk.signedIn(hong).does("e1 ENABLE IMAP4rev2");
    }

    /** Appendix A, §6.3.1. */
    @Test
    void itIsEnabledBeforeAMailboxIsSelected() {
        try (ImapTalk imap = rev2()) {
            assertThat(imap.told()).containsExactly("* ENABLED IMAP4REV2");
        }
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 SELECT INBOX").hears("a2 ENABLE IMAP4rev2").says("a2 BAD");
            imap.does("a3 SEARCH ALL");
            assertThat(imap.told()).containsExactly("* SEARCH");
        }
    }

    /** §6.3.2, §6.3.3; appendix E, 10 to 12. */
    @Test
    void selectTellsTheNameAndNothingOfWhatIsRecent() {
        try (ImapTalk imap = rev2()) {
            imap.appends("\"공지\"", MESSAGE).appends("INBOX", MESSAGE);
            imap.hears("a1 SELECT inbox").says("a1 OK [READ-WRITE]");
            assertThat(imap.told("* LIST")).containsExactly("* LIST (\\HasNoChildren) \".\" \"INBOX\"");
            assertThat(imap.told()).contains("* 1 EXISTS");
            assertThat(imap.told("* FLAGS (")).hasSize(1);
            assertThat(imap.told("* OK [UIDVALIDITY ")).hasSize(1);
            assertThat(imap.told("* OK [UIDNEXT 2]")).hasSize(1);
            assertThat(imap.told("* OK [PERMANENTFLAGS (")).hasSize(1);
            assertThat(imap.told()).noneMatch(line -> line.contains("RECENT") || line.contains("UNSEEN"));
            imap.hears("a2 EXAMINE \"공지\"").says("a2 OK [READ-ONLY]");
            assertThat(imap.toldInUtf8("* LIST")).containsExactly("* LIST (\\HasNoChildren) \".\" \"공지\"");
            imap.does("a3 CREATE Sent.2026").does("a4 SELECT Sent");
            assertThat(imap.told("* LIST")).containsExactly("* LIST (\\HasChildren \\Sent) \".\" \"Sent\"");
        }
    }

    /** §6.3.2, §7.1: "CLOSED" comes first, whatever becomes of the new one. */
    @Test
    void whatWasSelectedIsToldClosed() {
        try (ImapTalk imap = rev2()) {
            imap.does("a1 SELECT INBOX");
            assertThat(imap.told("* OK [CLOSED]")).isEmpty();
            imap.does("a2 SELECT Sent");
            assertThat(imap.told().get(0)).startsWith("* OK [CLOSED]");
            imap.hears("a3 SELECT nowhere").says("a3 NO");
            assertThat(imap.told().get(0)).startsWith("* OK [CLOSED]");
            imap.hears("a4 SELECT nowhere").says("a4 NO");
            assertThat(imap.told()).isEmpty();
        }
    }

    /** Appendix E, 4; §6.4.4, §7.3.4. */
    @Test
    void searchIsAnsweredByEsearchAlone() {
        try (ImapTalk imap = rev2()) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE).appends("INBOX", MESSAGE);
            imap.does("a1 SELECT INBOX")
                    .does("a2 STORE 1 +FLAGS.SILENT (\\Deleted)")
                    .does("a3 EXPUNGE");
            imap.does("a4 SEARCH ALL");
            assertThat(imap.told()).containsExactly("* ESEARCH (TAG \"a4\") ALL 1:2");
            imap.does("a5 UID SEARCH SUBJECT plan");
            assertThat(imap.told()).containsExactly("* ESEARCH (TAG \"a5\") UID ALL 2:3");
            imap.does("a6 SEARCH SUBJECT nothing");
            assertThat(imap.told()).containsExactly("* ESEARCH (TAG \"a6\")");
            imap.does("a7 SEARCH RETURN (COUNT) ALL");
            assertThat(imap.told()).containsExactly("* ESEARCH (TAG \"a7\") COUNT 2");
            imap.does("a8 SEARCH RETURN (SAVE) ALL");
            assertThat(imap.told()).isEmpty();
            // §6.4.4: a charset may be told, where UTF8=ACCEPT would forbid it.
            imap.does("a9 SEARCH CHARSET UTF-8 SUBJECT \"공문\"");
            assertThat(imap.told()).containsExactly("* ESEARCH (TAG \"a9\")");
        }
    }

    /** Appendix E, 12 and 21; §7.5.2. */
    @Test
    void whatIsToldUnaskedHasItsUidAndNoRecent() {
        try (ImapTalk imap = rev2();
                ImapTalk other = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE).does("a1 SELECT INBOX");
            imap.does("a2 STORE 1 +FLAGS.SILENT (\\Deleted)").does("a3 EXPUNGE");
            imap.does("a4 FETCH 1 FLAGS");
            assertThat(imap.told()).containsExactly("* 1 FETCH (FLAGS ())");
            other.does("b1 SELECT INBOX").does("b2 STORE 1 +FLAGS (\\Flagged)");
            imap.does("a5 NOOP");
            assertThat(imap.told()).containsExactly("* 1 FETCH (FLAGS (\\Flagged) UID 2)");
            imap.hears("a6 IDLE").says("+");
            other.does("b3 STORE 1 +FLAGS (\\Seen)");
            imap.says("* 1 FETCH (FLAGS (\\Flagged \\Seen) UID 2)");
            other.appends("INBOX", MESSAGE);
            imap.says("* 2 EXISTS").hears("DONE").says("a6 OK");
            assertThat(imap.told()).isEmpty();
            imap.does("a7 STORE 2 +FLAGS (\\Seen)");
            assertThat(imap.told("* 2 FETCH")).containsExactly("* 2 FETCH (FLAGS (\\Seen) UID 3)");
        }
    }

    /** §6.4.8: before what is told gone. */
    @Test
    void whereMessagesMovedIsToldFirst() {
        try (ImapTalk imap = rev2()) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE).does("a1 SELECT INBOX");
            imap.does("a2 MOVE 1:2 Trash");
            assertThat(imap.answer()).doesNotContain("COPYUID");
            assertThat(imap.told().get(0)).matches("\\* OK \\[COPYUID \\d+ 1:2 1:2] .*");
            assertThat(imap.told().subList(1, 3)).containsExactly("* 1 EXPUNGE", "* 1 EXPUNGE");
            imap.does("a3 SELECT Trash").hears("a4 COPY 1 INBOX").says("a4 OK [COPYUID");
        }
    }

    /** §6.3.11 */
    @Test
    void whatIsMarkedDeletedIsCounted() {
        try (ImapTalk imap = rev2()) {
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE).does("a1 SELECT INBOX");
            imap.does("a2 STORE 1 +FLAGS.SILENT (\\Deleted)").does("a3 SELECT Sent");
            imap.does("a4 STATUS INBOX (MESSAGES DELETED SIZE)");
            assertThat(imap.told("* STATUS"))
                    .containsExactly("* STATUS \"INBOX\" (MESSAGES 2 SIZE " + 2 * MESSAGE.length() + " DELETED 1)");
            imap.does("a5 LIST \"\" INBOX RETURN (STATUS (DELETED))");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"INBOX\" (DELETED 1)");
        }
    }

    /** Appendix E, 16; §5.1: all that UTF8=ACCEPT has. */
    @Test
    void namesAndHeadersAreUtf8() {
        try (ImapTalk imap = rev2()) {
            imap.does("a1 CREATE \"회의록\"").does("a2 LIST \"\" \"회*\"");
            assertThat(imap.toldInUtf8("* LIST")).containsExactly("* LIST (\\HasNoChildren) \".\" \"회의록\"");
            imap.appends("\"회의록\"", "Subject: 공문\r\n\r\nx\r\n").does("a3 SELECT \"회의록\"");
            imap.does("a4 FETCH 1 ENVELOPE");
            assertThat(imap.toldInUtf8("* 1 FETCH").get(0)).startsWith("* 1 FETCH (ENVELOPE (NIL \"공문\" NIL");
        }
    }

    /** Appendix E, 17 to 19: what a client of IMAP4rev1 may say is no error. */
    @Test
    void whatIsNoLongerInItIsStillAnswered() {
        try (ImapTalk imap = rev2()) {
            imap.appends("INBOX", MESSAGE).does("a1 LSUB \"\" INBOX");
            assertThat(imap.told()).hasSize(1);
            imap.does("a2 STATUS INBOX (RECENT)").does("a3 SELECT INBOX").does("a4 CHECK");
            imap.does("a5 FETCH 1 (RFC822.HEADER RFC822.TEXT)").does("a6 SEARCH OR RECENT OLD");
            assertThat(imap.told("* ESEARCH")).isEqualTo(List.of("* ESEARCH (TAG \"a6\") ALL 1"));
        }
    }

    @Test
    void whoDoesNotEnableItSpeaksImap4Rev1() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE).does("a1 SELECT INBOX");
            assertThat(imap.told()).contains("* 1 RECENT").noneMatch(line -> line.startsWith("* LIST"));
            imap.does("a2 FETCH 1 FLAGS");
            assertThat(imap.told()).containsExactly("* 1 FETCH (FLAGS (\\Recent))");
            imap.does("a3 SEARCH ALL");
            assertThat(imap.told()).containsExactly("* SEARCH 1");
            imap.does("a4 SELECT INBOX");
            assertThat(imap.told("* OK [CLOSED]")).isEmpty();
        }
    }
}
