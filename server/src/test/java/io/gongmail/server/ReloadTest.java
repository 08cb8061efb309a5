package io.gongmail.server;

import static io.gongmail.server.RealServer.AT_ONCE;
import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import io.gongmail.server.testing.TestTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files change while the server runs: it takes what is new, and who is signed in stays so unless the change is about them. */
@Tag("either-provider")
class ReloadTest {
    @TempDir
    Path home;

    @TempDir
    Path elsewhere;

    private RealServer real;
    /** Another administrative PKI, whose root has the same name and another key. */
    private DemoAuthority others;

    private Issued hong;
    private Issued guest;

    @BeforeEach
    void aServerOfOneAuthority() throws Exception {
        real = RealServer.open(home);
        others = DemoAuthority.open(elsewhere, Clock.systemUTC(), new SecureRandom());
        hong = real.enrolled("hong");
        guest = real.enrolled("guest", others.officialWithEcKey("교육부", "001손님001"));
    }

    @AfterEach
    void stops() {
        if (real != null) {
            real.close();
        }
    }

    @Test
    void anAnchorAddedIsAcceptedAndOneTakenAwayEndsItsSessionsAlone() throws Exception {
        assertThat(greeting(guest)).startsWith("* BYE [CONTACTADMIN] ");
        String one = Files.readString(home.resolve("pki/ca.pem"));
        acceptOthersToo();
        assertThat(real.gongmail("pki", "reload").out())
                .contains("read again: server keys: RSA of CN=localhost until 20")
                .contains("read again: anchors: 2\n", "read again: issuing certificates: 2\n")
                .contains("read again: revocation lists in files\n");

        try (Talk first = real.imap("hong", hong);
                Talk imap = real.imap("guest", guest);
                Talk idling = real.idling("guest", guest);
                Talk smtp = real.smtp("guest", guest);
                Talk unsigned = real.unsigned(guest)) {
            replace("pki/ca.pem", one); // and nobody gives a command

            assertThat(imap.hearsToTheEnd()).startsWith("* BYE ").endsWith("(G-219)\n");
            assertThat(idling.hearsToTheEnd()).startsWith("* BYE ").endsWith("(G-219)\n");
            assertThat(smtp.hearsToTheEnd()).startsWith("421 4.7.0 ").endsWith("(G-219)\n");
            goesOn(first);
            // Judged by what held when it came, and it gets no further.
            unsigned.says("a1 LOGIN " + address("guest") + " \"" + RealServer.PASSWORD + "\"");
            assertThat(unsigned.hearsToTheEnd()).contains("* BYE ").endsWith("(G-219)\n");
        }
        assertThat(greeting(guest)).startsWith("* BYE [CONTACTADMIN] ");
    }

    @Test
    void aNewKeyIsShownToWhoComesAndWhoIsThereStays() throws Exception {
        try (Talk first = real.imap("hong", hong)) {
            assertThat(shown()).isEqualTo("RSA");
            serverKey(real.authority.serverWithEcKey(List.of("localhost"))); // and nobody gives a command

            await().atMost(AT_ONCE).untilAsserted(() -> assertThat(shown()).isEqualTo("EC"));
            goesOn(first);
            serverKey(real.authority.server(List.of("localhost")));
            assertThat(real.gongmail("pki", "reload").exit()).isZero();
            assertThat(shown()).isEqualTo("RSA");
            goesOn(first);
        }
    }

    @Test
    void withAKeyBrokenAllKeysAndCertificatesStayAndRevocationsCount() throws Exception {
        try (Talk first = real.imap("hong", hong)) {
            replace("conf/server.key.pem", "");
            replace("conf/server.crt.pem", certificateOf(real.authority.serverWithEcKey(List.of("localhost"))));
            acceptOthersToo();
            real.authority.revoke(hong.certificate());
            real.listsInFiles();

            Said said = real.gongmail("pki", "reload");

            assertThat(said.exit()).isEqualTo(1);
            assertThat(said.err().lines())
                    .anyMatch(line -> line.startsWith("[tls] key: ") && line.contains("holds no key"))
                    .contains("server keys, anchors and issuing certificates stay as they were");
            assertThat(said.out()).isEqualTo("read again: revocation lists in files\n");
            assertThat(shown()).isEqualTo("RSA");
            assertThat(greeting(guest)).startsWith("* BYE [CONTACTADMIN] ");
            assertThat(first.hearsToTheEnd()).endsWith("(G-212)\n");
        }
    }

    @Test
    void withAnchorsBrokenTheServersKeyStaysToo() throws Exception {
        replace("pki/ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        serverKey(real.authority.serverWithEcKey(List.of("localhost")));

        Said said = real.gongmail("pki", "reload");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("ca.pem: not a certificate", "stay as they were");
        assertThat(shown()).isEqualTo("RSA");
        real.imap("hong", hong).close();
    }

    private void acceptOthersToo() throws IOException {
        for (String name : List.of("ca.pem", "crl.pem")) {
            String both = Files.readString(home.resolve("pki/" + name)) + Files.readString(elsewhere.resolve(name));
            replace(name.equals("ca.pem") ? "pki/ca.pem" : "conf/lists.pem", both);
        }
    }

    private void serverKey(Issued issued) throws Exception {
        replace("conf/server.crt.pem", certificateOf(issued));
        replace("conf/server.key.pem", Files.readString(home.resolve("fresh/server.key.pem")));
    }

    private String certificateOf(Issued issued) throws Exception {
        DemoAuthority.write(issued, home.resolve("fresh"), "server", "server");
        return Files.readString(home.resolve("fresh/server.crt.pem"));
    }

    private void replace(String name, String text) throws IOException {
        Path fresh = Files.writeString(home.resolve(name + ".fresh"), text);
        Files.move(fresh, home.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private String greeting(Issued issued) throws IOException {
        try (Talk talk = real.greeted(issued)) {
            return talk.hearsLine("* ");
        }
    }

    /** The kind of key that the server shows now. */
    private String shown() throws IOException {
        try (SSLSocket socket = TestTls.connect(real.server.imapPort(), real.authority.serverCa(), hong)) {
            return socket.getSession().getPeerCertificates()[0].getPublicKey().getAlgorithm();
        }
    }

    private static void goesOn(Talk imap) throws IOException {
        imap.says("a2 NOOP");
        imap.hearsLine("a2 OK");
    }
}
