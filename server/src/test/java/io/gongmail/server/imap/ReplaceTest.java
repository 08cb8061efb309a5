package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.util.List;
import org.apache.james.core.Username;
import org.junit.jupiter.api.Test;

/** REPLACE and UID REPLACE (RFC 8508). */
class ReplaceTest {
    private static final String MESSAGE = "Subject: Plan\r\n\r\nThe plan.\r\n";
    private static final String BETTER = "Subject: Plan\r\n\r\nThe better plan.\r\n";
    private static final String LITERAL = " {" + BETTER.length() + "+}\r\n" + BETTER;

    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private ImapTalk drafts(int messages) {
        ImapTalk imap = ImapTalk.signedIn(hong);
        for (int i = 0; i < messages; i++) {
            imap.appends("Drafts", MESSAGE);
        }
        return imap.does("d1 SELECT Drafts");
    }

    /** §3.2, its example: the new one is told, then that the old one is gone. */
    @Test
    void oneGoesInAndTheOtherGoes() {
        try (ImapTalk imap = drafts(2)) {
            imap.does("a1 REPLACE 1 Drafts (\\Draft)" + LITERAL);
            assertThat(imap.told().get(0)).matches("\\* OK \\[APPENDUID \\d+ 3].*");
            assertThat(imap.told()).contains("* 3 EXISTS", "* 1 EXPUNGE");
            imap.does("a2 UID FETCH 1:* (FLAGS)");
            assertThat(imap.told("* 1 FETCH").get(0)).contains("UID 2");
            assertThat(imap.told("* 2 FETCH").get(0)).contains("UID 3").contains("\\Draft");
        }
    }

    @Test
    void aUidNamesItTooAndTheNewOneMayGoElsewhere() {
        try (ImapTalk imap = drafts(2)) {
            imap.does("a1 UID REPLACE 2 Sent" + LITERAL).does("a2 STATUS Sent (MESSAGES)");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"Sent\" (MESSAGES 1)");
            imap.does("a3 UID SEARCH ALL");
            assertThat(imap.told()).containsExactly("* SEARCH 1");
        }
    }

    @Test
    void aStarNamesTheLast() {
        try (ImapTalk imap = drafts(2)) {
            imap.does("a1 REPLACE * Drafts" + LITERAL).does("a2 UID SEARCH ALL");
            assertThat(imap.told()).containsExactly("* SEARCH 1 3");
        }
    }

    /** What is not done leaves all as it was. */
    @Test
    void whatCannotBeReplacedStays() {
        server.mail().accountQuotas().limit(Username.of(hong.address()), 1_000);
        String large = BETTER + "x".repeat(1_000);
        try (ImapTalk imap = drafts(2)) {
            imap.hears("a1 REPLACE 3 Drafts" + LITERAL).says("a1 BAD");
            imap.hears("a2 UID REPLACE 9 Drafts" + LITERAL).says("a2 NO [NONEXISTENT]");
            imap.hears("a3 REPLACE 1 nowhere" + LITERAL).says("a3 NO [TRYCREATE]");
            imap.hears("a4 REPLACE 1 Drafts {" + large.length() + "+}\r\n" + large)
                    .says("a4 NO [OVERQUOTA]");
            imap.hears("a5 REPLACE 0 Drafts" + LITERAL).says("a5 BAD");
            imap.hears("a6 REPLACE 1:2 Drafts" + LITERAL).says("a6 BAD");
            imap.hears("a7 REPLACE 1 Drafts" + LITERAL + LITERAL).says("a7 BAD");
            imap.does("a8 EXAMINE Drafts");
            imap.hears("a9 REPLACE 1 Drafts" + LITERAL).says("a9 NO [READ-ONLY]");
            imap.does("b1 UID SEARCH ALL");
            assertThat(imap.told()).containsExactly("* SEARCH 1 2");
        }
    }

    @Test
    void withoutAMailboxSelectedThereIsNothingToReplace() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            for (String command : List.of("REPLACE 1 Drafts", "UID REPLACE 1 Drafts")) {
                imap.hears("a1 " + command + LITERAL).says("a1");
                assertThat(imap.answer()).doesNotStartWith("a1 OK");
            }
            imap.does("a2 STATUS Drafts (MESSAGES)");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"Drafts\" (MESSAGES 0)");
        }
    }
}
