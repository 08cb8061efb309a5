package io.gongmail.server;

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
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.PasswordHashing;
import io.gongmail.store.registry.SeedAccount;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The whole server, by its own configuration and command, with an authority that publishes revocation lists in a file and, for
 * certificates of {@link #publishing}, at distribution points and by OCSP. People are enrolled by hand.
 */
final class RealServer implements AutoCloseable {
    /** How soon a decision acts in open sessions. */
    static final Duration AT_ONCE = Duration.ofSeconds(5);

    static final String PASSWORD = "a good long phrase 7";
    private static final String DOMAIN = "@moe.gongmail.example";
    private static final SecureRandom RANDOM = new SecureRandom();

    final DemoAuthority authority;
    /** The same authority once more; what it issues names the points where it publishes. */
    final DemoAuthority publishing;

    final Gongmail server;
    private final Path home;
    private final IdentitySimulator simulator;

    private RealServer(Path home, Clock clock, String more) throws IOException, GeneralSecurityException {
        this.home = home;
        authority = DemoAuthority.open(home.resolve("pki"), Clock.systemUTC(), RANDOM);
        DemoAuthority.write(authority.server(List.of("localhost")), home.resolve("conf"), "server", "server");
        simulator = IdentitySimulator.start(
                new InetSocketAddress("127.0.0.1", 0), home.resolve("conf/simulator.key"), Clock.systemUTC(), RANDOM);
        publishing = DemoAuthority.open(home.resolve("pki"), simulator.base(), Clock.systemUTC(), RANDOM);
        RevocationSimulator.serve(publishing, simulator, Clock.systemUTC());
        listsInFiles();
        Files.writeString(
                home.resolve("conf/gongmail.ini"), """
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
                [relay]
                address = 127.0.0.1
                port = 0
                [enrollment]
                identity-provider-key = conf/simulator.key
                """ + "identity-provider = " + simulator.base() + "\n" + more);
        server = Gongmail.start(
                GongmailConfig.read(home.resolve("conf")).config().orElseThrow(), clock);
    }

    static RealServer open(Path home) throws IOException, GeneralSecurityException {
        return open(home, Clock.systemUTC(), "");
    }

    /**
     * @param clock of the server alone
     * @param more lines of {@code [enrollment]}, then other sections
     */
    static RealServer open(Path home, Clock clock, String more) throws IOException, GeneralSecurityException {
        return new RealServer(home, clock, more);
    }

    /** What a command said. */
    record Said(int exit, String out, String err) {}

    Said gongmail(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--conf";
        all[arguments.length + 1] = home.resolve("conf").toString();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = new Main(new PrintWriter(out, true), new PrintWriter(err, true)).run(all);
        return new Said(exit, out.toString(), err.toString());
    }

    /** Puts what the authority has published where the server reads its lists from files. */
    void listsInFiles() throws IOException {
        Path fresh = Files.copy(home.resolve("pki/crl.pem"), home.resolve("conf/lists.pem.new"));
        Files.move(fresh, home.resolve("conf/lists.pem"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Nobody publishes lists or answers for the authority any longer. */
    void authorityFallsSilent() {
        simulator.close();
    }

    Issued issued(String cn) throws GeneralSecurityException {
        return authority.officialWithEcKey("교육부", cn);
    }

    /** NAME.key.pem with NAME.crt.pem beside it; the key file. */
    String keyFile(String name, Issued issued) throws IOException, GeneralSecurityException {
        DemoAuthority.write(issued, home.resolve("people"), name, "pass-word");
        return home.resolve("people/" + name + ".key.pem").toString();
    }

    String certificateFile(String name) {
        return home.resolve("people/" + name + ".crt.pem").toString();
    }

    /** A new account of {@code name}, bound to a new certificate. */
    Issued enrolled(String name) throws GeneralSecurityException {
        return enrolled(name, issued("001" + name + "001"));
    }

    Issued enrolled(String name, Issued issued) {
        X509Certificate leaf = issued.certificate();
        server.registry()
                .accounts()
                .seed(
                        List.of(new SeedAccount(
                                Address.of(address(name)),
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

    static String address(String name) {
        return name + DOMAIN;
    }

    Binding binding(Issued issued) {
        return server.registry()
                .bindings()
                .find(CertificateKeys.of(issued.certificate()))
                .orElseThrow();
    }

    /** Signed in. */
    Talk imap(String name, Issued shown) throws IOException {
        Talk imap = unsigned(shown);
        imap.says("a1 LOGIN " + address(name) + " \"" + PASSWORD + "\"");
        imap.hearsLine("a1 OK");
        imap.says("a1b CREATE INBOX");
        imap.hearsLine("a1b ");
        return imap;
    }

    /** Signed in, and waiting for news (RFC 2177). */
    Talk idling(String name, Issued shown) throws IOException {
        Talk imap = imap(name, shown);
        imap.says("i1 SELECT INBOX");
        imap.hearsLine("i1 OK");
        imap.says("i2 IDLE");
        imap.hearsLine("+");
        return imap;
    }

    /** Signed in. */
    Talk smtp(String name, Issued shown) throws IOException {
        Talk smtp = talk(server.submissionPort(), shown);
        smtp.hearsLine("220 ");
        smtp.says("EHLO client.example");
        smtp.hearsLine("250 ");
        String plain = "\0" + address(name) + "\0" + PASSWORD;
        smtp.says("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
        smtp.hearsLine("235 ");
        return smtp;
    }

    /** IMAP, greeted and not signed in. */
    Talk unsigned(Issued shown) throws IOException {
        Talk imap = greeted(shown);
        imap.hearsLine("* OK");
        return imap;
    }

    /** IMAP, whatever it is greeted with. */
    Talk greeted(Issued shown) throws IOException {
        return talk(server.imapPort(), shown);
    }

    /** How a sign-in by IMAP is answered. */
    String answer(String name, Issued shown) throws IOException {
        try (Talk imap = unsigned(shown)) {
            return answer(name, imap);
        }
    }

    /** The same on a connection that stands. */
    static String answer(String name, Talk unsigned) throws IOException {
        unsigned.says("a1 LOGIN " + address(name) + " \"" + PASSWORD + "\"");
        return unsigned.hearsLine("a1 ");
    }

    private Talk talk(int port, Issued shown) throws IOException {
        return new Talk(TestTls.connect(port, authority.serverCa(), shown));
    }

    @Override
    public void close() {
        server.close();
        simulator.close();
    }

    /** Lines to and from a server that answers within {@link #AT_ONCE}. */
    static final class Talk implements AutoCloseable {
        private final SSLSocket socket;
        private final BufferedReader in;

        Talk(SSLSocket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout((int) AT_ONCE.toMillis());
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void says(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        void waits(Duration longest) throws IOException {
            socket.setSoTimeout((int) longest.toMillis());
        }

        /** The next line that begins so; others before it are passed over. */
        String hearsLine(String start) throws IOException {
            StringBuilder others = new StringBuilder();
            for (String line = line(); line != null; line = line()) {
                if (line.startsWith(start)) {
                    return line;
                }
                others.append(line).append('\n');
            }
            throw new AssertionError("closed before a line that begins " + start + ", after: " + others);
        }

        /** All up to the line that begins so, lines ended by LF. */
        String hearsAll(String last) throws IOException {
            StringBuilder all = new StringBuilder();
            for (String line = line(); line != null; line = line()) {
                all.append(line).append('\n');
                if (line.startsWith(last)) {
                    return all.toString();
                }
            }
            throw new AssertionError("closed before a line that begins " + last + ", after: " + all);
        }

        /** What still comes, its lines ended by LF; fails when nothing comes for that long and the end neither. */
        String hearsToTheEnd() throws IOException {
            StringBuilder all = new StringBuilder();
            for (String line = line(); line != null; line = line()) {
                all.append(line).append('\n');
            }
            return all.toString();
        }

        private @Nullable String line() throws IOException {
            try {
                return in.readLine();
            } catch (SocketTimeoutException e) {
                throw new AssertionError("nothing is said, and it is not closed", e);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
