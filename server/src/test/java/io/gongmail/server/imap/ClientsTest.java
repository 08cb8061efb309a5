package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real programs read mail from the real server: each with the right certificate, and with none or each wrong one. */
@Tag("clients")
@Tag("either-provider")
class ClientsTest {
    private static final String SECRET = "for hong's eyes only";

    private static TestServer server;
    private static TestPerson hong;
    private static String trust;
    private static Path commands;

    /** A certificate and key in files. */
    private record Shown(String certificate, String key) {}

    /** A program that reads the first message of INBOX. */
    enum Client {
        CURL("curl") {
            @Override
            List<String> command(Optional<Shown> shown) {
                return with(
                        shown,
                        "--cert",
                        "--key",
                        "curl",
                        "--silent",
                        "--show-error",
                        "--verbose",
                        "--max-time",
                        "30",
                        "--cacert",
                        trust,
                        "--user",
                        hong.address() + ":" + hong.password(),
                        "--login-options",
                        "AUTH=PLAIN",
                        "--url",
                        "imaps://localhost:" + port() + "/INBOX;MAILINDEX=1");
            }
        },
        OPENSSL("openssl") {
            @Override
            List<String> command(Optional<Shown> shown) {
                return with(shown, "-cert", "-key", openssl());
            }
        },
        OPENSSL_WITH_TLS_1_2("openssl") {
            @Override
            List<String> command(Optional<Shown> shown) {
                List<String> command = with(shown, "-cert", "-key", openssl());
                command.add("-tls1_2");
                return command;
            }
        },
        PYTHON("python3") {
            @Override
            List<String> command(Optional<Shown> shown) {
                List<String> command = new ArrayList<>(
                        List.of("python3", "-c", IMAPLIB, port(), trust, hong.address(), hong.password()));
                shown.ifPresent(pair -> command.addAll(List.of(pair.certificate(), pair.key())));
                return command;
            }
        };

        private static final String IMAPLIB = String.join(
                "\n",
                "import imaplib, ssl, sys",
                "port, trust, user, password = sys.argv[1:5]",
                "context = ssl.create_default_context(cafile=trust)",
                "if len(sys.argv) > 5: context.load_cert_chain(sys.argv[5], sys.argv[6])",
                "imap = imaplib.IMAP4_SSL('localhost', int(port), ssl_context=context, timeout=30)",
                "imap.login(user, password)",
                "imap.select('INBOX', readonly=True)",
                "print(imap.getquotaroot('INBOX'))",
                "print(imap.fetch('1', '(RFC822)'))",
                "imap.logout()");

        private final String program;

        Client(String program) {
            this.program = program;
        }

        abstract List<String> command(Optional<Shown> shown);

        private static String port() {
            return String.valueOf(server.imap().port());
        }

        /** It sends its standard input, so all commands at once, and reads until the server closes. */
        private static String[] openssl() {
            return new String[] {
                "openssl",
                "s_client",
                "-connect",
                "localhost:" + port(),
                "-CAfile",
                trust,
                "-verify_return_error",
                "-ign_eof"
            };
        }

        private static List<String> with(Optional<Shown> shown, String certificate, String key, String... command) {
            List<String> all = new ArrayList<>(List.of(command));
            shown.ifPresent(pair -> all.addAll(List.of(certificate, pair.certificate(), key, pair.key())));
            return all;
        }
    }

    @BeforeAll
    static void aMessageInTheInbox() throws IOException {
        server = TestServer.shared();
        hong = server.person("hong");
        server.mail().accountQuotas().limit(Username.of(hong.address()), 2 << 20);
        trust = server.folder().resolve("pki/server-ca.pem").toString();
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", "From: <kim@moe.example>\r\nSubject: x\r\n\r\n" + SECRET + "\r\n");
        }
        commands = Files.createTempFile("gongmail-commands", ".txt");
        Files.writeString(
                commands,
                "a1 LOGIN " + hong.address() + " " + hong.password()
                        + "\r\na2 EXAMINE INBOX\r\na3 FETCH 1 (BODY.PEEK[])\r\na4 LOGOUT\r\n");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void theRightCertificateReads(Client client) {
        Program.Outcome outcome = run(client, Optional.of(hong.certificate()));
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains(SECRET);
        if (client == Client.PYTHON) {
            assertThat(outcome.output()).contains("(STORAGE 1 2048)");
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void noCertificateIsToldSo(Client client) {
        isTurnedAway(client, Optional.empty(), "G-101");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void anExpiredCertificateIsToldSo(Client client) throws GeneralSecurityException {
        isTurnedAway(client, Optional.of(authority().expired("교육부", "001만료001")), "G-103");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aRevokedCertificateIsToldSo(Client client) throws GeneralSecurityException {
        Issued revoked = authority().officialWithEcKey("교육부", "001폐지001");
        server.revoke(revoked.certificate());
        isTurnedAway(client, Optional.of(revoked), "G-104");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aForeignCertificateIsToldSo(Client client) throws GeneralSecurityException {
        isTurnedAway(client, Optional.of(authority().foreign("교육부", "001외부001")), "G-106");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void anUnboundCertificateFailsAtSignIn(Client client) throws GeneralSecurityException {
        failsAtSignIn(client, authority().officialWithEcKey("교육부", "001무소속001"));
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void somebodyElsesCertificateFailsAtSignIn(Client client) {
        failsAtSignIn(client, server.person("thief").certificate());
    }

    private static DemoAuthority authority() {
        return server.authority();
    }

    private static void isTurnedAway(Client client, Optional<Issued> shown, String code) {
        assertThat(refused(client, shown)).containsPattern("\\* BYE \\[CONTACTADMIN] .*\\(" + code + "\\)");
    }

    private static void failsAtSignIn(Client client, Issued shown) {
        // What imaplib shows of it begins behind NO.
        assertThat(refused(client, Optional.of(shown))).containsPattern("\\[AUTHENTICATIONFAILED] .*\\(G-201\\)");
    }

    private static String refused(Client client, Optional<Issued> shown) {
        Program.Outcome outcome = run(client, shown);
        // openssl does not know what it talks about, so it ends in peace.
        if (!client.program.equals("openssl")) {
            assertThat(outcome.exit()).as(outcome.output()).isNotZero();
        }
        assertThat(outcome.output()).doesNotContain(SECRET);
        return outcome.output();
    }

    private static Program.Outcome run(Client client, Optional<Issued> shown) {
        Program.needed(client.program);
        return Program.run(client.command(shown.map(ClientsTest::files)), commands);
    }

    private static Shown files(Issued issued) {
        Path home = server.write("client", issued);
        return new Shown(
                home.resolve("person.crt.pem").toString(),
                home.resolve("person.key.pem").toString());
    }
}
