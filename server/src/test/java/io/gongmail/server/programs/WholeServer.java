package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.pki.demo.identity.IdentitySimulator;
import io.gongmail.server.Gongmail;
import io.gongmail.server.clientsetup.MailService;
import io.gongmail.server.config.GongmailConfig;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Argon2Parameters;
import io.gongmail.store.registry.PasswordHashing;
import io.gongmail.store.registry.SeedAccount;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The whole server, by its own configuration, as programs meet it: portal, IMAP, submission and delivery, each on a real port. One
 * is shared by all tests of a run and left to the end of the process; each test takes people of its own.
 */
final class WholeServer {
    static final String DOMAIN = "moe.gongmail.example";

    private static final List<String> MAILBOXES = List.of("INBOX", "Sent", "Drafts", "Junk", "Trash", "Archive", "공지");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int FIRST_PORT = 20_000;
    private static final int PORTS = 10_000;
    /** Begun anywhere, so that two runs on one machine are seldom at the same. */
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(RANDOM.nextInt(PORTS));

    /** Made when first asked for. */
    private static final class Shared {
        static final WholeServer SERVER = open();
    }

    private final Path home;
    private final DemoAuthority authority;
    private final Gongmail server;
    private final MailService service;
    private final AtomicInteger people = new AtomicInteger();

    private WholeServer() throws IOException, GeneralSecurityException {
        home = Files.createTempDirectory("gongmail-programs");
        authority = DemoAuthority.open(home.resolve("pki"), Clock.systemUTC(), RANDOM);
        List<String> names = List.of("localhost");
        DemoAuthority.write(authority.server(names), home.resolve("conf"), "rsa", "changeit");
        DemoAuthority.write(authority.serverWithEcKey(names), home.resolve("conf"), "ec", "changeit");
        IdentitySimulator simulator = IdentitySimulator.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                home.resolve("conf/simulator.key"),
                Clock.systemUTC(),
                RANDOM);
        int portal = freePort();
        int certificateDoor = freePort();
        int imap = freePort();
        int submission = freePort();
        Files.writeString(home.resolve("conf/gongmail.ini"), """
                [server]
                host-name = mail.moe.gongmail.example
                domains = moe.gongmail.example
                portal = https://localhost:%d/
                mode = demo
                [pki]
                anchors = pki/ca.pem
                intermediates = pki/ca.pem
                revocation-lists = pki/crl.pem
                [tls]
                certificate = conf/rsa.crt.pem, conf/ec.crt.pem
                key = conf/rsa.key.pem, conf/ec.key.pem
                [imap]
                address = 127.0.0.1
                port = %d
                [submission]
                address = 127.0.0.1
                port = %d
                [relay]
                address = 127.0.0.1
                port = 0
                [sharing]
                policy = report
                new-place = nothing
                [portal]
                doors = open
                address = 127.0.0.1
                port = %d
                certificate-port = %d
                certificate-door = https://localhost:%d/
                [enrollment]
                identity-provider-key = conf/simulator.key
                identity-provider = %s
                """.formatted(
                        portal, imap, submission, portal, certificateDoor, certificateDoor, simulator.base()));
        GongmailConfig.Reading reading = GongmailConfig.read(home.resolve("conf"));
        assertThat(reading.problems()).isEmpty();
        server = Gongmail.start(reading.config().orElseThrow(), Clock.systemUTC());
        service = new MailService(
                "localhost",
                List.of(DOMAIN),
                URI.create("https://localhost:" + portal + "/"),
                new MailService.Listener(imap, false),
                new MailService.Listener(submission, false));
    }

    static WholeServer shared() {
        return Shared.SERVER;
    }

    private static WholeServer open() {
        try {
            return new WholeServer();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the server does not start", e);
        }
    }

    /** Programs are told of it before it is open. None of those that the system gives out (on Linux from 32768 on). */
    static int freePort() throws IOException {
        for (int i = 0; i < PORTS; i++) {
            int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                continue; // Somebody has it.
            }
        }
        throw new IOException("no port is free from " + FIRST_PORT + " on");
    }

    /** The one that the server's own certificate comes from, PEM. */
    Path trust() {
        return home.resolve("pki/server-ca.pem");
    }

    int imapPort() {
        return server.imapPort();
    }

    int submissionPort() {
        return server.submissionPort();
    }

    /** As programs are told of it. */
    MailService service() {
        return service;
    }

    /** A new official with account, binding, password and the mailboxes that everybody has; beside the PEM files is a person.p12. */
    TestPerson person(String name) {
        return person(name, authority::officialWithEcKey);
    }

    /** The same for programs that sign with no other key. */
    TestPerson personWithRsaKey(String name) {
        return person(name, authority::official);
    }

    @FunctionalInterface
    private interface Issuing {
        Issued issue(String agency, String cn) throws GeneralSecurityException;
    }

    private TestPerson person(String name, Issuing issuing) {
        String local = name + people.incrementAndGet();
        Address address = new Address(local, DOMAIN);
        String password = "right-Password-" + local;
        Path folder = home.resolve("people").resolve(local);
        try {
            Issued issued = issuing.issue("교육부", "001" + local + "001");
            DemoAuthority.write(issued, folder, "person", "changeit");
            X509Certificate leaf = issued.certificate();
            server.registry()
                    .accounts()
                    .seed(
                            List.of(new SeedAccount(
                                    address,
                                    name,
                                    AccountType.OFFICIAL,
                                    "1342000",
                                    CertificateKeys.of(leaf),
                                    leaf.getSubjectX500Principal().getName(),
                                    leaf.getNotAfter().toInstant(),
                                    new PasswordHashing(RANDOM, new Argon2Parameters(64, 1, 1))
                                            .hash(password.toCharArray()))),
                            "test");
            TestPerson person = new TestPerson(address.toString(), password, issued, folder);
            MAILBOXES.forEach(mailboxes(person)::create);
            return person;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What somebody has on the server, seen without a mail program. */
    Mailboxes mailboxes(TestPerson whose) {
        return new Mailboxes(server.mail().mailboxManager(), whose);
    }

    /** One official writes to another through the submission port; the message is in the other's INBOX soon after. */
    void sends(TestPerson from, TestPerson to, String message) throws IOException {
        Program.needed("curl");
        Path file = Files.write(
                Files.createTempFile(home, "message", ".eml"), message.getBytes(StandardCharsets.ISO_8859_1));
        Program.Outcome outcome = Program.run(
                "curl",
                "--silent",
                "--show-error",
                "--max-time",
                "30",
                "--cacert",
                trust().toString(),
                "--cert",
                from.certificateFile().toString(),
                "--key",
                from.keyFile().toString(),
                "--user",
                from.address() + ":" + from.password(),
                "--login-options",
                "AUTH=PLAIN",
                "--url",
                "smtps://localhost:" + submissionPort() + "/client.example",
                "--mail-from",
                from.address(),
                "--mail-rcpt",
                to.address(),
                "--upload-file",
                file.toString());
        assertThat(outcome.exit()).as(outcome.output()).isZero();
    }
}
