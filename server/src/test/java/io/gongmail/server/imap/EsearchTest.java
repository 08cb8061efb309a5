package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** ESEARCH (RFC 4731): what of a search is told. */
class EsearchTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    /** Seven messages with UIDs from 2 to 8; 1, 2, 3 and 6 of them are flagged. */
    private ImapTalk filled() {
        ImapTalk imap = ImapTalk.signedIn(hong);
        for (int i = 1; i <= 8; i++) {
            imap.appends("INBOX", "Subject: message " + i + "\r\n\r\ntext\r\n");
        }
        imap.does("f1 SELECT INBOX")
                .does("f2 STORE 1 +FLAGS.SILENT (\\Deleted)")
                .does("f3 EXPUNGE");
        return imap.does("f4 STORE 1:3,6 +FLAGS.SILENT (\\Flagged)");
    }

    private static String search(ImapTalk imap, String command) {
        imap.does("a1 " + command);
        assertThat(imap.told("* SEARCH")).isEmpty();
        return imap.told("* ESEARCH").get(0);
    }

    /** §3.1 */
    @Test
    void whatReturnNamesIsTold() {
        try (ImapTalk imap = filled()) {
            assertThat(search(imap, "SEARCH RETURN (MIN) FLAGGED")).isEqualTo("* ESEARCH (TAG \"a1\") MIN 1");
            assertThat(search(imap, "SEARCH RETURN (MAX) FLAGGED")).isEqualTo("* ESEARCH (TAG \"a1\") MAX 6");
            assertThat(search(imap, "SEARCH RETURN (COUNT) FLAGGED")).isEqualTo("* ESEARCH (TAG \"a1\") COUNT 4");
            assertThat(search(imap, "SEARCH RETURN (ALL) FLAGGED")).isEqualTo("* ESEARCH (TAG \"a1\") ALL 1:3,6");
            assertThat(search(imap, "SEARCH RETURN (MIN COUNT MAX ALL) FLAGGED"))
                    .isEqualTo("* ESEARCH (TAG \"a1\") MIN 1 MAX 6 COUNT 4 ALL 1:3,6");
            assertThat(search(imap, "search return (min count) flagged"))
                    .isEqualTo("* ESEARCH (TAG \"a1\") MIN 1 COUNT 4");
        }
    }

    /** §3.1: "an empty list of result options … treated as if ALL". */
    @Test
    void returnOfNothingNamedIsAll() {
        try (ImapTalk imap = filled()) {
            assertThat(search(imap, "SEARCH RETURN () FLAGGED")).isEqualTo("* ESEARCH (TAG \"a1\") ALL 1:3,6");
        }
    }

    /** §3.1: the UID indicator. */
    @Test
    void byUidItSaysSo() {
        try (ImapTalk imap = filled()) {
            assertThat(search(imap, "UID SEARCH RETURN (MIN MAX COUNT ALL) FLAGGED"))
                    .isEqualTo("* ESEARCH (TAG \"a1\") UID MIN 2 MAX 7 COUNT 4 ALL 2:4,7");
            assertThat(search(imap, "UID SEARCH RETURN () UID 7:*")).isEqualTo("* ESEARCH (TAG \"a1\") UID ALL 7:8");
        }
    }

    /** §3.1: MIN, MAX and ALL are not told of nothing; COUNT is 0. */
    @Test
    void nothingHasNoLowestAndNoHighest() {
        try (ImapTalk imap = filled()) {
            assertThat(search(imap, "SEARCH RETURN (MIN MAX ALL COUNT) ANSWERED"))
                    .isEqualTo("* ESEARCH (TAG \"a1\") COUNT 0");
            assertThat(search(imap, "UID SEARCH RETURN (MIN) ANSWERED")).isEqualTo("* ESEARCH (TAG \"a1\") UID");
        }
    }

    /** §3.2: the highest of those that are told. */
    @Test
    void theModSequenceIsThatOfWhatIsTold() {
        try (ImapTalk imap = filled()) {
            long first = modSeq(imap, 1);
            long last = modSeq(imap, 6);
            imap.does("m1 STORE 2 +FLAGS.SILENT (\\Seen)");
            long highest = modSeq(imap, 2);
            assertThat(highest).isGreaterThan(Math.max(first, last));
            String keys = " FLAGGED MODSEQ 1";
            assertThat(search(imap, "SEARCH RETURN (MIN)" + keys)).endsWith(" MIN 1 MODSEQ " + first);
            assertThat(search(imap, "SEARCH RETURN (MAX)" + keys)).endsWith(" MAX 6 MODSEQ " + last);
            assertThat(search(imap, "SEARCH RETURN (MIN MAX)" + keys))
                    .endsWith(" MIN 1 MAX 6 MODSEQ " + Math.max(first, last));
            assertThat(search(imap, "SEARCH RETURN (MIN COUNT)" + keys)).endsWith(" MIN 1 COUNT 4 MODSEQ " + highest);
            assertThat(search(imap, "UID SEARCH RETURN (ALL)" + keys)).endsWith(" UID ALL 2:4,7 MODSEQ " + highest);
            assertThat(search(imap, "SEARCH RETURN (COUNT) MODSEQ " + (highest + 1)))
                    .isEqualTo("* ESEARCH (TAG \"a1\") COUNT 0");
        }
    }

    private static long modSeq(ImapTalk imap, int number) {
        imap.does("q1 FETCH " + number + " MODSEQ");
        return Long.parseLong(
                imap.told("* " + number + " FETCH (MODSEQ").get(0).replaceAll(".*\\(MODSEQ \\((\\d+)\\).*", "$1"));
    }

    /** RFC 7162 §3.1.5 */
    @Test
    void modSequencesAreAskedForByEntryToo() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 SEARCH MODSEQ \"/flags/\\\\draft\" all 1");
            assertThat(imap.told("* SEARCH")).singleElement().asString().matches(".* 7 \\(MODSEQ \\d+\\)");
            assertThat(imap.told("* OK [HIGHESTMODSEQ")).hasSize(1);
            imap.does("a2 SEARCH MODSEQ 100000000");
            assertThat(imap.told("* SEARCH")).containsExactly("* SEARCH");
            imap.hears("a3 SEARCH MODSEQ \"/other\" all 1").says("a3 BAD");
            imap.hears("a4 SEARCH MODSEQ \"/flags/x\" some 1").says("a4 BAD");
            imap.hears("a5 SEARCH MODSEQ").says("a5 BAD");
        }
    }

    /** §3.1: without RETURN nothing changes. */
    @Test
    void withoutReturnTheAnswerIsTheOldOne() {
        try (ImapTalk imap = filled()) {
            imap.does("a1 UID SEARCH FLAGGED");
            assertThat(imap.told()).containsExactly("* SEARCH 2 3 4 7");
            imap.does("a2 SEARCH RECENT");
            assertThat(imap.told("* SEARCH")).hasSize(1);
        }
    }

    /** §4 */
    @Test
    void whatIsNoOptionIsBad() {
        try (ImapTalk imap = filled()) {
            imap.hears("a1 SEARCH RETURN (LEAST) ALL").says("a1 BAD");
            imap.hears("a2 SEARCH RETURN (MIN) ").says("a2 BAD");
            imap.hears("a3 SEARCH RETURN (MIN ALL").says("a3 BAD");
            imap.hears("a4 SEARCH RETURN(MIN) ALL").says("a4 BAD");
            imap.hears("a5 SEARCH RETURN MIN ALL").says("a5 BAD");
            imap.hears("a6 SEARCH ALL RETURN (MIN)").says("a6 BAD");
            imap.hears("a7 SEARCH RETURN (MIN) CHARSET X-NONE ALL").says("a7 NO [BADCHARSET");
            imap.does("a8 SEARCH RETURN (COUNT) CHARSET UTF-8 ALL");
            assertThat(imap.told()).containsExactly("* ESEARCH (TAG \"a8\") COUNT 7");
        }
    }

    /** RFC 9051 §9, search-key: a word is a key or is none. */
    @Test
    void keysAreReadWhole() {
        try (ImapTalk imap = filled()) {
            for (String keys : new String[] {
                "ALLES",
                "OLDE 1",
                "OLDER",
                "RECENTLY",
                "UNSEEN,1",
                "()",
                "(ALL",
                "ALL)",
                "OR ALL",
                "NOT",
                "SINCE 31-Feb-2026",
                "SINCE 1-Jan-26",
                "LARGER -1",
                "LARGER 99999999999999999999",
                "0",
                "1:",
                "4294967296",
                "UID x",
                "KEYWORD (x)",
                "HEADER Subject",
                "ALL$",
                "$,1",
                ""
            }) {
                imap.hears("a1 SEARCH " + keys).says("a1 BAD");
            }
            imap.does("a2 SEARCH (OR (FLAGGED SEEN) 7) SINCE \"1-Jan-2020\" BEFORE 1-jan-2090 NOT (UID 100:*)");
            assertThat(imap.told("* SEARCH")).containsExactly("* SEARCH");
            imap.does("a3 SEARCH *:6,99");
            assertThat(imap.told("* SEARCH")).containsExactly("* SEARCH 6 7");
            imap.does("a4 SEARCH SUBJECT {9+}\r\nmessage 8 FROM \"\"");
            assertThat(imap.told("* SEARCH")).containsExactly("* SEARCH");
            imap.does("a5 SEARCH (SUBJECT {9+}\r\nmessage 8)");
            assertThat(imap.told("* SEARCH")).containsExactly("* SEARCH 7");
        }
    }
}
