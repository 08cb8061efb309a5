package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** STATUS=SIZE (RFC 8438): the sum of RFC822.SIZE. */
class StatusSizeTest {
    private static final String MESSAGE = "Subject: x\r\n\r\ntext\r\n";

    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private static String status(ImapTalk imap, String items) {
        imap.does("s1 STATUS INBOX (" + items + ")");
        return imap.told("* STATUS").get(0);
    }

    /** §3.1 */
    @Test
    void itIsTheSumOfAllSizes() {
        int each = MESSAGE.length();
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            assertThat(status(imap, "SIZE")).isEqualTo("* STATUS \"INBOX\" (SIZE 0)");
            imap.appends("INBOX", MESSAGE).appends("INBOX", MESSAGE + "y").appends("INBOX", MESSAGE);
            assertThat(status(imap, "SIZE")).isEqualTo("* STATUS \"INBOX\" (SIZE " + (3 * each + 1) + ")");
            imap.does("a1 SELECT INBOX").does("a2 COPY 2 INBOX").does("a3 MOVE 1 Sent");
            assertThat(status(imap, "MESSAGES SIZE UNSEEN"))
                    .isEqualTo("* STATUS \"INBOX\" (MESSAGES 3 SIZE " + (3 * each + 2) + " UNSEEN 3)");
            imap.does("a4 STORE 1 +FLAGS (\\Deleted)").does("a5 STATUS INBOX (size DELETED DELETED-STORAGE)");
            assertThat(imap.told("* STATUS"))
                    .containsExactly("* STATUS \"INBOX\" (SIZE " + (3 * each + 2) + " DELETED 1 DELETED-STORAGE "
                            + (each + 1) + ")");
            imap.does("a6 EXPUNGE");
            assertThat(status(imap, "SIZE")).isEqualTo("* STATUS \"INBOX\" (SIZE " + (2 * each + 1) + ")");
        }
    }

    /** §3.2: with LIST-STATUS too. */
    @Test
    void listsTellItToo() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("Sent", MESSAGE).does("a1 LIST \"\" Sent RETURN (STATUS (SIZE))");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"Sent\" (SIZE " + MESSAGE.length() + ")");
        }
    }

    @Test
    void whatIsNoItemIsBad() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 STATUS INBOX (SIZES)").says("a1 BAD");
            imap.hears("a2 STATUS INBOX SIZE").says("a2 BAD");
            imap.hears("a3 STATUS nowhere (SIZE)").says("a3 NO");
        }
    }
}
