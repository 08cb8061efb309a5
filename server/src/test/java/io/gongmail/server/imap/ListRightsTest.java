package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** LISTRIGHTS (RFC 4314 §3.4, §3.7). */
class ListRightsTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson kim = server.person("kim");

    @Test
    void eachRightCanBeGivenByItself() {
        TestPerson hong = server.person("hong");
        String written = hong.address().toUpperCase(Locale.ROOT);
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 LISTRIGHTS INBOX " + written);
            assertThat(imap.told())
                    .as("§3.4: the same form of an identifier as specified")
                    .containsExactly("* LISTRIGHTS \"INBOX\" \"" + written + "\" \"\" l r s w i p k x t e a c d");
        }
    }

    @Test
    void anOwnerHasThemAnyway() {
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.does("a1 LISTRIGHTS INBOX " + kim.address());
            assertThat(imap.told())
                    .containsExactly("* LISTRIGHTS \"INBOX\" \"" + kim.address() + "\" \"lrswipkxteacd\"");
        }
    }

    @Test
    void whoIsNoAccountCanBeGivenNothing() {
        try (ImapTalk imap = ImapTalk.signedIn(kim)) {
            imap.hears("a1 LISTRIGHTS INBOX anyone").says("a1 NO [CANNOT]");
            imap.hears("a2 LISTRIGHTS nowhere " + kim.address()).says("a2 NO [NONEXISTENT]");
        }
    }
}
