package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** SORT (RFC 5256), SORT=DISPLAY (RFC 5957), ESORT (RFC 5267). */
class SortTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    /** Four messages with UIDs from 2 to 5. */
    private ImapTalk filled() {
        ImapTalk imap = ImapTalk.signedIn(hong);
        imap.appends("INBOX", "Subject: gone\r\n\r\nx\r\n");
        append(imap, "03-Jan-2026 10:00:00 +0000", """
                From: Zoe <b@x.example>
                To: c@x.example, a@x.example
                Subject: Re: beta
                Date: Fri, 02 Jan 2026 10:00:00 +0000

                some text that is long enough to be the longest
                """);
        append(imap, "02-Jan-2026 10:00:00 +0000", """
                From: =?utf-8?B?7ZmN6ri464+Z?= <A@x.example>
                To: b@x.example
                Cc: z@x.example
                Subject: =?utf-8?Q?=C3=A4lpha?=
                Date: Fri, 02 Jan 2026 18:30:00 +0900

                x
                """);
        append(imap, "01-Jan-2026 10:00:00 +0000", """
                From: c@x.example
                To: "Anna" <d@x.example>
                Cc: y@x.example
                Subject: [list] Beta (fwd)
                Date: Thu, 01 Jan 2026 23:00:00 +0000

                xx
                """);
        append(imap, "04-Jan-2026 10:00:00 +0000", """
                Subject: ALPHA

                xxx
                """);
        return imap.does("f1 SELECT INBOX")
                .does("f2 STORE 1 +FLAGS.SILENT (\\Deleted)")
                .does("f3 EXPUNGE");
    }

    private static void append(ImapTalk imap, String date, String message) {
        String octets = message.replace("\n", "\r\n");
        imap.hears("ap APPEND INBOX \"" + date + "\" {" + octets.length() + "+}\r\n" + octets)
                .says("ap OK");
    }

    private static String sort(ImapTalk imap, String keys) {
        imap.does("a1 SORT (" + keys + ") UTF-8 ALL");
        return imap.told("* SORT").get(0);
    }

    /** §3 */
    @Test
    void eachKeyPutsThemInItsOrder() {
        try (ImapTalk imap = filled()) {
            assertThat(sort(imap, "ARRIVAL")).isEqualTo("* SORT 3 2 1 4");
            assertThat(sort(imap, "REVERSE ARRIVAL")).isEqualTo("* SORT 4 1 2 3");
            assertThat(sort(imap, "SIZE")).isEqualTo("* SORT 4 " + rest(imap));
            assertThat(sort(imap, "FROM")).isEqualTo("* SORT 4 2 1 3");
            assertThat(sort(imap, "TO")).isEqualTo("* SORT 4 2 1 3");
            assertThat(sort(imap, "CC")).isEqualTo("* SORT 1 4 3 2");
        }
    }

    private static String rest(ImapTalk imap) {
        imap.does("r1 FETCH 1:3 RFC822.SIZE");
        return imap.told("* ").stream()
                .map(line -> line.replaceAll("\\* (\\d+) FETCH \\(RFC822.SIZE (\\d+)\\)", "$2 $1")
                        .split(" "))
                .sorted(Comparator.comparingInt(pair -> Integer.parseInt(pair[0])))
                .map(pair -> pair[1])
                .collect(Collectors.joining(" "));
    }

    /** §2.2: the sent date in UTC, or the internal date where there is none. */
    @Test
    void theDateIsWhenItWasSentAnywhere() {
        try (ImapTalk imap = filled()) {
            assertThat(sort(imap, "DATE")).isEqualTo("* SORT 3 2 1 4");
            assertThat(sort(imap, "REVERSE DATE")).isEqualTo("* SORT 4 1 2 3");
        }
    }

    /** §2.1 and RFC 5051: base subjects, without difference of case; the same in the order of the mailbox. */
    @Test
    void subjectsAreComparedByTheirBase() {
        try (ImapTalk imap = filled()) {
            assertThat(sort(imap, "SUBJECT")).isEqualTo("* SORT 4 2 1 3");
            assertThat(sort(imap, "REVERSE SUBJECT")).isEqualTo("* SORT 1 3 2 4");
            assertThat(sort(imap, "SUBJECT REVERSE DATE")).isEqualTo("* SORT 4 2 1 3");
            assertThat(sort(imap, "SUBJECT DATE")).isEqualTo("* SORT 4 2 3 1");
        }
    }

    /** RFC 5957 §3: the name, or the address where there is none. */
    @Test
    void namesAreSortedAsTheyAreShown() {
        try (ImapTalk imap = filled()) {
            assertThat(sort(imap, "DISPLAYFROM")).isEqualTo("* SORT 4 3 1 2");
            assertThat(sort(imap, "DISPLAYTO")).isEqualTo("* SORT 4 3 2 1");
        }
    }

    /** §3: by UID, and of what is searched for alone. */
    @Test
    void whatIsSearchedForIsSorted() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 UID SORT (REVERSE ARRIVAL) US-ASCII NOT SUBJECT beta");
            assertThat(imap.told()).containsExactly("* SORT 5 3");
            imap.does("a2 SORT (SUBJECT) UTF-8 SUBJECT {6+}\r\nälpha");
            assertThat(imap.told()).containsExactly("* SORT 2");
            imap.does("a3 SORT (SUBJECT) UTF-8 ANSWERED");
            assertThat(imap.told()).containsExactly("* SORT");
            imap.does("a4 sort (subject) utf-8 1:2 unseen");
            assertThat(imap.told()).containsExactly("* SORT 2 1");
            imap.does("a5 SORT (ARRIVAL) UTF-8 MODSEQ 1");
            assertThat(imap.told("* SORT")).singleElement().asString().matches("\\* SORT 3 2 1 4 \\(MODSEQ \\d+\\)");
        }
    }

    /** RFC 5267 §3.1: first and last are those in this order, and so is the set. */
    @Test
    void whatReturnNamesIsTold() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 SORT RETURN (MIN MAX COUNT ALL) (ARRIVAL) UTF-8 ALL");
            assertThat(imap.told()).containsExactly("* ESEARCH (TAG \"a1\") MIN 3 MAX 4 COUNT 4 ALL 3,2,1,4");
            imap.does("a2 UID SORT RETURN () (REVERSE SIZE ARRIVAL) UTF-8 4:*");
            assertThat(imap.told()).containsExactly("* ESEARCH (TAG \"a2\") UID ALL 5");
            imap.does("a3 SORT RETURN (COUNT) (SUBJECT) UTF-8 ANSWERED");
            assertThat(imap.told()).containsExactly("* ESEARCH (TAG \"a3\") COUNT 0");
            imap.does("a4 SORT RETURN (SAVE MIN) (ARRIVAL) UTF-8 ALL").does("a5 SEARCH $");
            assertThat(imap.told()).containsExactly("* SEARCH 3");
            imap.does("a6 SORT RETURN (SAVE) (ARRIVAL) UTF-8 1:2");
            assertThat(imap.told()).isEmpty();
            imap.does("a7 SEARCH $");
            assertThat(imap.told()).containsExactly("* SEARCH 1 2");
        }
    }

    /** §5 */
    @Test
    void whatIsNoSortIsBad() {
        try (ImapTalk imap = filled()) {
            for (String rest : new String[] {
                "",
                " ()",
                " () UTF-8 ALL",
                " (SUBJECTS) UTF-8 ALL",
                " (REVERSE) UTF-8 ALL",
                " (REVERSE REVERSE DATE) UTF-8 ALL",
                " SUBJECT UTF-8 ALL",
                " (SUBJECT) UTF-8",
                " (SUBJECT) UTF-8 NONSENSE",
                " (SUBJECT UTF-8 ALL",
                " (SUBJECT)UTF-8 ALL",
                " (SUBJECT) UTF-8 ALL)",
                " RETURN (LEAST) (DATE) UTF-8 ALL"
            }) {
                imap.hears("a1 SORT" + rest).says("a1 BAD");
                assertThat(imap.answer()).doesNotContain("SEARCH");
            }
            imap.hears("a2 SORT (SUBJECT) X-NONE ALL").says("a2 NO [BADCHARSET");
            imap.hears("a3 SORT (SUBJECT) UTF-8 " + "NOT ".repeat(100) + "SEEN").says("a3 NO [LIMIT]");
            imap.does("a4 UNSELECT").hears("a5 SORT (SUBJECT) UTF-8 ALL").says("a5 NO");
        }
    }
}
