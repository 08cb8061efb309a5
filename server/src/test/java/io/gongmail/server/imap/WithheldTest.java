package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.ImapConfig;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Extensions that an administrator withholds from mail programs ({@code withheld} of {@code [imap]}). */
class WithheldTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private final ImapListener listener = server.imap(withholding(List.of("CONDSTORE", "UTF8=ACCEPT")));

    private static ImapConfig withholding(List<String> names) {
        ImapConfig usual = TestServer.imapConfig();
        return new ImapConfig(
                usual.address(),
                0,
                usual.maxSessions(),
                usual.maxSessionsPerAddress(),
                usual.maxCompressed(),
                usual.lineLength(),
                usual.literalBeforeSignIn(),
                usual.literalLimit(),
                usual.idleTimeout(),
                usual.timeToSignIn(),
                usual.metadataEntries(),
                usual.metadataValue(),
                names);
    }

    @AfterEach
    void close() {
        listener.close();
    }

    /** RFC 7162 §3.2.3: QRESYNC would bring CONDSTORE back. */
    @Test
    void whatIsWithheldIsNeitherAnnouncedNorEnabled() throws Exception {
        listener.start();
        try (ImapTalk imap =
                ImapTalk.showing(listener.port(), hong.certificate()).says("* OK")) {
            imap.does("in LOGIN " + hong.address() + " " + hong.password()).does("a1 CAPABILITY");
            assertThat(imap.told().get(0))
                    .contains(" IDLE")
                    .doesNotContain("CONDSTORE")
                    .doesNotContain("QRESYNC")
                    .doesNotContain("UTF8");
            imap.does("a2 ENABLE CONDSTORE QRESYNC UTF8=ACCEPT IMAP4rev2");
            assertThat(imap.told("* ENABLED")).containsExactly("* ENABLED IMAP4REV2");
            imap.appends("INBOX", "Subject: x\r\n\r\ntext\r\n")
                    .does("a3 SELECT INBOX")
                    .does("a4 STORE 1 +FLAGS (\\Seen)");
            assertThat(imap.told("* 1 FETCH")).singleElement().asString().doesNotContain("MODSEQ");
        }
    }
}
