package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** APPENDLIMIT (RFC 7889): how large a message may be that is put in. */
class AppendLimitTest {
    private static final long LIMIT = TestServer.imapConfig().literalLimit().bytes();

    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    /** §2: one number for all mailboxes, so that none needs to be asked; §3: who asks of one is told the same. */
    @Test
    void itIsAnnouncedAndToldOfEachMailbox() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CAPABILITY");
            assertThat(imap.told().get(0).split(" ")).contains("APPENDLIMIT=" + LIMIT);
            imap.does("a2 STATUS Sent (MESSAGES APPENDLIMIT)");
            assertThat(imap.told().get(0)).contains("MESSAGES 0", "APPENDLIMIT " + LIMIT);
            imap.does("a3 LIST \"\" Sent RETURN (STATUS (APPENDLIMIT))");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"Sent\" (APPENDLIMIT " + LIMIT + ")");
        }
    }

    /** §2: what is as large is taken, what is larger is not, and is refused before it is sent. */
    @Test
    void itIsTheLastThatIsTaken() {
        String most = "Subject: x\r\n\r\n" + "x".repeat((int) LIMIT - 14);
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("Sent", most).does("a1 EXAMINE Sent").does("a2 FETCH 1 RFC822.SIZE");
            assertThat(imap.told("* 1 FETCH")).containsExactly("* 1 FETCH (RFC822.SIZE " + LIMIT + ")");
            imap.hears("a3 APPEND Sent {" + (LIMIT + 1) + "}").says("a3 NO [TOOBIG]");
            imap.does("a4 STATUS Sent (MESSAGES)");
            assertThat(imap.told("* STATUS")).containsExactly("* STATUS \"Sent\" (MESSAGES 1)");
        }
    }
}
