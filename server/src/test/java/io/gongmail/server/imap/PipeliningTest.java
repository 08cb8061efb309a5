package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Commands sent without waiting (RFC 9051 §5.5): each is answered, in order. */
class PipeliningTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private static final String MESSAGE =
            "From: kim@moe.gongmail.example\r\nTo: hong@moe.gongmail.example\r\nSubject: Plan\r\n\r\nThe plan.\r\n";

    @Test
    void answersComeInTheOrderOfTheCommands() {
        StringBuilder commands = new StringBuilder("p0 SELECT INBOX");
        for (int i = 1; i <= 60; i++) {
            commands.append("\r\np")
                    .append(i)
                    .append(
                            switch (i % 4) {
                                case 0 -> " NOOP";
                                case 1 -> " LIST \"\" *";
                                case 2 -> " STATUS Sent (MESSAGES UNSEEN)";
                                default -> " UID SEARCH ALL";
                            });
        }
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears(commands.toString());
            for (int i = 0; i <= 60; i++) {
                imap.says("p" + i + " OK");
            }
        }
    }

    @Test
    void aWholeSessionInOnePacketWorks() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN " + hong.address() + " " + hong.password() + "\r\n"
                            + "a2 APPEND INBOX {" + MESSAGE.length() + "+}\r\n" + MESSAGE + "\r\n"
                            + "a3 SELECT INBOX\r\n"
                            + "a4 FETCH 1 BODY[TEXT]\r\n"
                            + "a5 STORE 1 +FLAGS (\\Deleted)\r\n"
                            + "a6 EXPUNGE\r\n"
                            + "a7 LOGOUT")
                    .says("a1 OK")
                    .says("a2 OK")
                    .says("a3 OK")
                    .says("a4 OK")
                    .says("a5 OK")
                    .says("a6 OK");
            assertThat(imap.told()).contains("* 1 EXPUNGE");
            assertThat(imap.closes()).hasSize(2);
        }
    }

    @Test
    void aCommandMayComeOctetByOctet() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            String command = "a1 LOGIN {" + hong.address().length() + "+}\r\n" + hong.address() + " \""
                    + hong.password() + "\"\r\n";
            for (byte octet : command.getBytes(StandardCharsets.US_ASCII)) {
                imap.hears(new byte[] {octet});
            }
            imap.says("a1 OK");
        }
    }

    @Test
    void nonsenseIsBadAndTheNextCommandWorks() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 NONSENSE").says("a1 BAD");
            imap.does("a2 NOOP");
            imap.hears("a3").says("a3 BAD");
            imap.does("a4 NOOP");
        }
    }
}
