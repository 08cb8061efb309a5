package io.gongmail.server.imap;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A good certificate whose common name is empty and that has neither address nor alternative name: nothing in it could be
 * mapped to an account. It opens the account it is bound to, and where it is bound to none, none.
 */
@Tag("either-provider")
class NamelessCertificateTest {
    private final TestServer server = TestServer.shared();

    private static String plain(String identity, String login, String password) {
        return base64(identity + "\0" + login + "\0" + password);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Adversary("certificate without the fields a mapping would use")
    void unboundItOpensNoAccountWhateverIsNamed() throws GeneralSecurityException {
        Issued nameless = server.authority().officialWithEcKey("", "");
        TestPerson hong = server.person("hong");
        for (String name : new String[] {"", hong.address(), "@", "@" + TestServer.DOMAIN}) {
            try (ImapTalk imap =
                    ImapTalk.showing(server.imap().port(), nameless).says("* OK")) {
                imap.hears("a1 AUTHENTICATE PLAIN " + plain("", name, hong.password()))
                        .says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
                imap.hears("a2 AUTHENTICATE PLAIN " + plain(name, hong.address(), hong.password()))
                        .says("a2 NO [AUTHENTICATIONFAILED] (G-201)");
                imap.hears("a3 SELECT INBOX").says("a3 NO");
            }
        }
    }

    @Test
    @Adversary("certificate without the fields a mapping would use")
    void unboundItDoesNotSufficeAlone() throws GeneralSecurityException {
        TestPerson agency = server.agency("agency");
        for (String name : new String[] {"", agency.address()}) {
            try (ImapTalk imap = ImapTalk.showing(
                            server.imap().port(), server.authority().agency("", ""))
                    .says("* OK")) {
                imap.hears("a1 AUTHENTICATE EXTERNAL " + (name.isEmpty() ? "=" : base64(name)))
                        .says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
                imap.hears("a2 SELECT INBOX").says("a2 NO");
            }
        }
    }

    @Test
    @Adversary("certificate without the fields a mapping would use")
    void boundItOpensItsAccountByItsNameAlone() throws GeneralSecurityException {
        TestPerson bound = server.person("nameless", server.authority().officialWithEcKey("", ""));
        try (ImapTalk imap = ImapTalk.of(bound)) {
            imap.hears("a1 AUTHENTICATE PLAIN " + plain("", "", bound.password()))
                    .says("a1 NO [AUTHENTICATIONFAILED] (G-201)");
            imap.hears("a2 LOGIN @ " + bound.password()).says("a2 BAD");
            imap.hears("a3 SELECT INBOX").says("a3 NO");
            imap.does("a4 LOGIN " + bound.address() + " " + bound.password()).does("a5 SELECT INBOX");
        }
    }
}
