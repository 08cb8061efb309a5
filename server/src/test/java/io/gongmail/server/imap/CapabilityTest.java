package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import org.junit.jupiter.api.Test;

/** CAPABILITY (RFC 9051 §6.1.1): what is announced works, and nothing else is announced. */
class CapabilityTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    @Test
    void beforeSignInItSaysHowToSignIn() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 CAPABILITY").says("a1 OK");
            assertThat(imap.told())
                    .singleElement()
                    .satisfies(line -> assertThat(line.split(" "))
                            .startsWith("*", "CAPABILITY")
                            .contains(
                                    "IMAP4REV1",
                                    "IMAP4REV2",
                                    "AUTH=PLAIN",
                                    "SASL-IR",
                                    "LITERAL-",
                                    "ID",
                                    "ENABLE",
                                    "IDLE")
                            .doesNotContain(
                                    "LITERAL+", "STARTTLS", "LOGINDISABLED", "COMPRESS=DEFLATE", "AUTH=XOAUTH2"));
        }
    }

    @Test
    void afterSignInItSaysExactlyWhatIsServed() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 CAPABILITY");
            assertThat(imap.told().get(0).substring("* CAPABILITY ".length()).split(" "))
                    .containsExactlyInAnyOrder(
                            "IMAP4REV1",
                            "IMAP4REV2",
                            "LITERAL+",
                            "ACL",
                            "RIGHTS=texk",
                            "BINARY",
                            "CHILDREN",
                            "COMPRESS=DEFLATE",
                            "CONDSTORE",
                            "QRESYNC",
                            "ENABLE",
                            "ESEARCH",
                            "ESORT",
                            "ID",
                            "IDLE",
                            "LIST-EXTENDED",
                            "LIST-MYRIGHTS",
                            "LIST-STATUS",
                            "METADATA",
                            "MOVE",
                            "MULTIAPPEND",
                            "NAMESPACE",
                            "OBJECTID",
                            "PREVIEW",
                            "QUOTA",
                            "QUOTA=RES-STORAGE",
                            "REPLACE",
                            "SAVEDATE",
                            "SEARCHRES",
                            "SORT",
                            "SORT=DISPLAY",
                            "SPECIAL-USE",
                            "CREATE-SPECIAL-USE",
                            "STATUS=SIZE",
                            "THREAD=ORDEREDSUBJECT",
                            "THREAD=REFERENCES",
                            "UIDPLUS",
                            "UTF8=ACCEPT",
                            "UNSELECT",
                            "WITHIN",
                            "APPENDLIMIT=4194304");
        }
    }

    @Test
    void commandsThatAreNotAnnouncedAreNotServed() {
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears("a1 STARTTLS").says("a1");
            assertThat(imap.answer()).doesNotStartWith("a1 OK");
            imap.hears("a2 GENURLAUTH INBOX INTERNAL").says("a2 BAD");
        }
    }
}
