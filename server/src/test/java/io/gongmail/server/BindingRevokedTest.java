package io.gongmail.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.pki.demo.RevocationSimulator;
import io.gongmail.pki.demo.identity.IdentitySimulator;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.testing.TestTls;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Argon2Parameters;
import io.gongmail.store.registry.PasswordHashing;
import io.gongmail.store.registry.SeedAccount;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server, by its own configuration and command: what {@code binding revoke} does to people who are signed in. */
class BindingRevokedTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    private static final String PASSWORD = "a good long phrase 7";
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    static Path home;

    private static DemoAuthority authority;
    private static DemoAuthority publishing;
    private static IdentitySimulator simulator;
    private static Gongmail server;

    @BeforeAll
    static void aRunningServer() throws Exception {
        Clock clock = Clock.systemUTC();
        authority = DemoAuthority.open(home.resolve("pki"), clock, RANDOM);
        DemoAuthority.write(authority.server(List.of("localhost")), home.resolve("conf"), "server", "server");
        Files.writeString(home.resolve("conf/identity-provider.key"), "0123456789abcdef".repeat(4));
        simulator = IdentitySimulator.start(
                new InetSocketAddress("127.0.0.1", 0), home.resolve("conf/simulator.key"), clock, RANDOM);
        // The same authority once more; what it issues names the points where it publishes.
        publishing = DemoAuthority.open(home.resolve("pki"), simulator.base(), clock, RANDOM);
        RevocationSimulator.serve(publishing, simulator, clock);
        listsInFiles();
        Files.writeString(home.resolve("conf/gongmail.ini"), """
                [server]
                host-name = mail.gongmail.example
                domains = moe.gongmail.example
                mode = demo
                [pki]
                anchors = pki/ca.pem
                intermediates = pki/ca.pem
                revocation-lists = conf/lists.pem
                crl-refresh = 1 s
                [imap]
                address = 127.0.0.1
                port = 0
                [submission]
                address = 127.0.0.1
                port = 0
                [enrollment]
                identity-provider = http://127.0.0.1:9/
                """);
        server = Gongmail.start(
                GongmailConfig.read(home.resolve("conf")).config().orElseThrow(), clock);
    }

    @AfterAll
    static void stops() {
        if (server != null) {
            server.close();
        }
        if (simulator != null) {
            simulator.close();
        }
    }

    @Test
    void endsTheOwnersSessionsAtOnceAndTellsThemWhy() throws Exception {
        Issued hong = enrolled("hong", "001홍길동001");
        Issued kim = enrolled("kim", "001김철수001");
        try (Talk imap = imap("hong", hong);
                Talk idling = imap("hong", hong);
                Talk smtp = smtp("hong", hong);
                Talk others = imap("kim", kim)) {
            idling.says("i1 SELECT INBOX");
            idling.hearsLine("i1 OK");
            idling.says("i2 IDLE");
            idling.hearsLine("+");

            assertThat(gongmail("binding", "revoke", "hong@moe.gongmail.example"))
                    .isZero();

            assertThat(imap.hearsToTheEnd()).startsWith("* BYE ").endsWith("(G-213)\n");
            assertThat(idling.hearsToTheEnd()).startsWith("* BYE ").endsWith("(G-213)\n");
            assertThat(smtp.hearsToTheEnd()).startsWith("421 4.7.0 ").endsWith("(G-213)\n");
            others.says("a2 NOOP");
            others.hearsLine("a2 OK");
        }
        try (Talk again = talk(server.imapPort(), hong)) {
            again.hearsLine("* OK");
            again.says("a1 LOGIN hong@moe.gongmail.example \"" + PASSWORD + "\"");
            assertThat(again.hearsLine("a1 NO")).contains("(G-201)");
        }
    }

    /** A revocation list that names the certificate does the same, though nobody gives a command. */
    @Test
    void aRevokedCertificateEndsItsSessionsToo() throws Exception {
        Issued lee = enrolled("lee", "001이영희001");
        try (Talk imap = imap("lee", lee);
                Talk smtp = smtp("lee", lee)) {
            authority.revoke(lee.certificate());
            listsInFiles();
            assertThat(imap.hearsToTheEnd()).startsWith("* BYE ").endsWith("(G-212)\n");
            assertThat(smtp.hearsToTheEnd()).startsWith("421 4.7.0 ").endsWith("(G-212)\n");
        }
        try (Talk again = talk(server.imapPort(), lee)) {
            assertThat(again.hearsToTheEnd())
                    .startsWith("* BYE [CONTACTADMIN] ")
                    .endsWith("(G-104)\n");
        }
    }

    @Test
    void aListFetchedFromItsPointEndsSessionsAsOneInAFileDoes() throws Exception {
        Issued park = enrolled("park", publishing.officialWithEcKey("교육부", "001박민수001"));
        try (Talk imap = imap("park", park);
                Talk smtp = smtp("park", park)) {
            publishing.revoke(park.certificate()); // and lists in files stay as they are
            imap.waits(AT_ONCE.multipliedBy(3)); // at once after it was fetched, and that is once a second
            smtp.waits(AT_ONCE.multipliedBy(3));
            assertThat(imap.hearsToTheEnd()).startsWith("* BYE ").endsWith("(G-212)\n");
            assertThat(smtp.hearsToTheEnd()).startsWith("421 4.7.0 ").endsWith("(G-212)\n");
        }
        try (Talk again = talk(server.imapPort(), park)) {
            assertThat(again.hearsToTheEnd())
                    .startsWith("* BYE [CONTACTADMIN] ")
                    .endsWith("(G-104)\n");
        }
    }

    /** Puts what the authority has published where the server reads its lists from files. */
    private static void listsInFiles() throws IOException {
        Path fresh = Files.copy(home.resolve("pki/crl.pem"), home.resolve("conf/lists.pem.new"));
        Files.move(fresh, home.resolve("conf/lists.pem"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Issued enrolled(String name, String cn) throws Exception {
        return enrolled(name, authority.officialWithEcKey("교육부", cn));
    }

    private static Issued enrolled(String name, Issued issued) throws Exception {
        X509Certificate leaf = issued.certificate();
        server.registry()
                .accounts()
                .seed(
                        List.of(new SeedAccount(
                                Address.of(name + "@moe.gongmail.example"),
                                name,
                                AccountType.OFFICIAL,
                                "1342000",
                                CertificateKeys.of(leaf),
                                leaf.getSubjectX500Principal().getName(),
                                leaf.getNotAfter().toInstant(),
                                new PasswordHashing(RANDOM, new Argon2Parameters(64, 1, 1))
                                        .hash(PASSWORD.toCharArray()))),
                        "test");
        return issued;
    }

    private static Talk imap(String name, Issued shown) throws IOException {
        Talk imap = talk(server.imapPort(), shown);
        imap.hearsLine("* OK");
        imap.says("a1 LOGIN " + name + "@moe.gongmail.example \"" + PASSWORD + "\"");
        imap.hearsLine("a1 OK");
        imap.says("a1b CREATE INBOX");
        imap.hearsLine("a1b ");
        return imap;
    }

    private static Talk smtp(String name, Issued shown) throws IOException {
        Talk smtp = talk(server.submissionPort(), shown);
        smtp.hearsLine("220 ");
        smtp.says("EHLO client.example");
        smtp.hearsLine("250 ");
        String plain = "\0" + name + "@moe.gongmail.example\0" + PASSWORD;
        smtp.says("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
        smtp.hearsLine("235 ");
        return smtp;
    }

    private static Talk talk(int port, Issued shown) throws IOException {
        return new Talk(TestTls.connect(port, authority.serverCa(), shown));
    }

    private static int gongmail(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--conf";
        all[arguments.length + 1] = home.resolve("conf").toString();
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return new Main(nowhere, nowhere).run(all);
    }

    /** Lines to and from a server that answers within {@link #AT_ONCE}. */
    private static final class Talk implements AutoCloseable {
        private final SSLSocket socket;
        private final BufferedReader in;

        Talk(SSLSocket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout((int) AT_ONCE.toMillis());
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        void says(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        void waits(Duration longest) throws IOException {
            socket.setSoTimeout((int) longest.toMillis());
        }

        /** The next line that begins so; others before it are passed over. */
        String hearsLine(String start) throws IOException {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(start)) {
                    return line;
                }
            }
            throw new IOException("closed before a line that begins " + start);
        }

        /** What still comes, its lines ended by LF; fails when nothing comes for that long and the end neither. */
        String hearsToTheEnd() throws IOException {
            StringBuilder all = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                all.append(line).append('\n');
            }
            return all.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
