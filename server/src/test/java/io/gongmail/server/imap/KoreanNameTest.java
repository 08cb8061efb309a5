package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.InternationalAddress;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in by another name of one's account, with Korean letters (RFC 6531 §3.3, RFC 4616 §2, RFC 9755 §5). */
class KoreanNameTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private final TestPerson kim = server.person("kim");

    /** Of hong alone: each test has people of its own. */
    private final String name = korean(hong);

    /** A name that no other test's person has: the digits of the address in syllables. */
    private static String korean(TestPerson person) {
        StringBuilder name = new StringBuilder("홍");
        person.address()
                .substring(0, person.address().indexOf('@'))
                .chars()
                .forEach(c -> name.append((char) (0xac00 + c)));
        return name + "@" + TestServer.DOMAIN;
    }

    @BeforeEach
    void hongHasAnotherName() {
        server.registry()
                .internationalAddresses()
                .give(
                        Address.of(hong.address()),
                        InternationalAddress.parse(name).orElseThrow(),
                        "test");
    }

    private static String plain(String authorization, String login, String password) {
        return Base64.getEncoder()
                .encodeToString((authorization + "\0" + login + "\0" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void authenticateOpensTheSameMailboxes() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.does("a1 AUTHENTICATE PLAIN " + plain("", name, hong.password()))
                    .does("a2 CREATE Same");
        }
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.does("a1 AUTHENTICATE PLAIN "
                            + plain(name, Normalizer.normalize(name, Normalizer.Form.NFD), hong.password()))
                    .does("a2 SELECT Same");
        }
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.does("a1 SELECT Same");
        }
    }

    @Test
    void loginTakesItQuotedAndAsALiteral() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.does("a1 LOGIN \"" + name + "\" " + hong.password()).does("a2 SELECT INBOX");
        }
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN {" + name.getBytes(StandardCharsets.UTF_8).length + "}")
                    .says("+");
            imap.hears(name + " " + hong.password()).says("a1 OK");
        }
    }

    @Test
    void whatDoesNotFitIsAnsweredAsEver() {
        try (ImapTalk imap = ImapTalk.of(hong)) {
            imap.hears("a1 LOGIN \"" + name + "\" wrong").says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
            imap.hears("a2 AUTHENTICATE PLAIN " + plain("", "없" + name, hong.password()))
                    .says("a2 NO [AUTHENTICATIONFAILED] (G-201)");
            imap.does("a3 AUTHENTICATE PLAIN " + plain("", name, hong.password()));
        }
        try (ImapTalk imap = ImapTalk.of(kim)) {
            imap.hears("a1 AUTHENTICATE PLAIN " + plain("", name, kim.password()))
                    .says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
            imap.hears("a2 AUTHENTICATE PLAIN " + plain(name, kim.address(), kim.password()))
                    .says("a2 NO [AUTHENTICATIONFAILED] (G-201)");
        }
        assertThat(server.registry()
                        .internationalAddresses()
                        .accountOf(InternationalAddress.parse(name).orElseThrow()))
                .contains(Address.of(hong.address()));
    }
}
