package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real programs against the real server: each with the right certificate, and with none or each wrong one. */
@Tag("clients")
@Tag("either-provider")
class ClientsTest {
    private static Submission submission;
    private static TestPerson hong;
    private static TestPerson other;
    private static Path folder;
    private static Path trust;

    /** A certificate and key in files. */
    private record Shown(Path certificate, Path key) {}

    /** A program that submits mail. */
    enum Client {
        CURL("curl") {
            @Override
            List<String> command(Optional<Shown> shown, Path message, String to) {
                List<String> command = new ArrayList<>(List.of(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--verbose",
                        "--max-time",
                        "30",
                        "--cacert",
                        trust.toString(),
                        "--url",
                        "smtps://localhost:" + submission.port() + "/client.example",
                        "--user",
                        hong.address() + ":" + hong.password(),
                        "--login-options",
                        "AUTH=PLAIN",
                        "--mail-from",
                        hong.address(),
                        "--mail-rcpt",
                        to,
                        "--upload-file",
                        message.toString()));
                shown.ifPresent(pair -> command.addAll(List.of(
                        "--cert",
                        pair.certificate().toString(),
                        "--key",
                        pair.key().toString())));
                return command;
            }
        },
        SWAKS("swaks") {
            @Override
            List<String> command(Optional<Shown> shown, Path message, String to) {
                List<String> command = new ArrayList<>(List.of(
                        "swaks",
                        "--server",
                        "localhost",
                        "--port",
                        String.valueOf(submission.port()),
                        "--tls-on-connect",
                        "--tls-verify",
                        "--tls-ca-path",
                        trust.toString(),
                        "--timeout",
                        "30",
                        "--ehlo",
                        "client.example",
                        "--auth",
                        "LOGIN",
                        "--auth-user",
                        hong.address(),
                        "--auth-password",
                        hong.password(),
                        "--from",
                        hong.address(),
                        "--to",
                        to,
                        "--data",
                        "@" + message));
                shown.ifPresent(pair -> command.addAll(List.of(
                        "--tls-cert",
                        pair.certificate().toString(),
                        "--tls-key",
                        pair.key().toString())));
                return command;
            }
        },
        MSMTP("msmtp") {
            @Override
            List<String> command(Optional<Shown> shown, Path message, String to) {
                return List.of(
                        "msmtp", "--file=" + msmtpConfig(shown), "--debug", "--from=" + hong.address(), "--", to);
            }
        },
        PYTHON("python3") {
            @Override
            List<String> command(Optional<Shown> shown, Path message, String to) {
                List<String> command = new ArrayList<>(List.of(
                        "python3",
                        "-c",
                        SMTPLIB,
                        String.valueOf(submission.port()),
                        trust.toString(),
                        hong.address(),
                        hong.password(),
                        to,
                        message.toString()));
                shown.ifPresent(pair -> command.addAll(
                        List.of(pair.certificate().toString(), pair.key().toString())));
                return command;
            }
        };

        private static final String SMTPLIB = String.join(
                "\n",
                "import smtplib, ssl, sys",
                "port, trust, user, password, to, message = sys.argv[1:7]",
                "context = ssl.create_default_context(cafile=trust)",
                "if len(sys.argv) > 7: context.load_cert_chain(sys.argv[7], sys.argv[8])",
                "with smtplib.SMTP_SSL('localhost', int(port), context=context, timeout=30) as smtp:",
                "    smtp.login(user, password)",
                "    smtp.sendmail(user, [to], open(message, 'rb').read())");

        private final String program;

        Client(String program) {
            this.program = program;
        }

        abstract List<String> command(Optional<Shown> shown, Path message, String to);
    }

    @BeforeAll
    static void start() throws Exception {
        submission = Submission.shared();
        hong = submission.server().person("hong");
        other = submission.server().person("other");
        folder = Files.createTempDirectory("gongmail-clients");
        trust = submission.server().folder().resolve("pki/server-ca.pem");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void theRightCertificateSends(Client client) {
        TestPerson to = submission.server().person("reader");
        Program.Outcome outcome = run(client, Optional.of(files(hong.certificate())), to.address());
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(submission.arrivals().only(to.address()).body()).contains("sent by " + client);
    }

    /** RFC 6531, RFC 6532: headers in UTF-8, as Python's own library sends them. */
    @Test
    void pythonSendsAHeaderInUtf8() throws IOException {
        Program.needed("python3");
        TestPerson to = submission.server().person("reader");
        Shown shown = files(hong.certificate());
        Program.Outcome outcome = Program.run(
                "python3",
                "-c",
                String.join(
                        "\n",
                        "import email.message, email.policy, smtplib, ssl, sys",
                        "port, trust, user, password, to, certificate, key = sys.argv[1:8]",
                        "context = ssl.create_default_context(cafile=trust)",
                        "context.load_cert_chain(certificate, key)",
                        "message = email.message.EmailMessage(policy=email.policy.SMTPUTF8)",
                        "message['From'] = '\\ud64d\\uae38\\ub3d9 <' + user + '>'",
                        "message['To'] = to",
                        "message['Subject'] = '\\uacf5\\uc9c0'",
                        "message.set_content('\\uc548\\ub155\\ud558\\uc138\\uc694', cte='8bit')",
                        "with smtplib.SMTP_SSL('localhost', int(port), context=context, timeout=30) as smtp:",
                        "    smtp.login(user, password)",
                        "    smtp.send_message(message, mail_options=['SMTPUTF8', 'BODY=8BITMIME'])",
                        "    try: smtp.send_message(message, to_addrs=['\\ud64d\\uae38\\ub3d9@moe.gongmail.example'])",
                        "    except smtplib.SMTPRecipientsRefused as e: print(ascii(e.recipients))"),
                String.valueOf(submission.port()),
                trust.toString(),
                hong.address(),
                hong.password(),
                to.address(),
                shown.certificate().toString(),
                shown.key().toString());
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("550", "5.1.1");
        assertThat(submission.arrivals().only(to.address()).header("Subject"))
                .containsExactly(SmtpUtf8Test.octets("공지"));
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void noCertificateIsToldSo(Client client) {
        isRefused(client, Optional.empty(), "G-101");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void anExpiredCertificateIsToldSo(Client client) throws GeneralSecurityException {
        isRefused(
                client,
                Optional.of(authority().expired("교육부", "001만료001")),
                client == Client.MSMTP && keepsRsaBack() ? "G-101" : "G-103");
    }

    /**
     * GnuTLS 3.7 chooses an RSA certificate for TLS 1.3 only where the server names a PKCS#1 scheme too, which the JDK's own
     * TLS no longer does from 25 on.
     */
    private static boolean keepsRsaBack() {
        return Runtime.version().feature() >= 25 && "jdk".equals(System.getProperty("gongmail.tls.provider"));
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aRevokedCertificateIsToldSo(Client client) throws GeneralSecurityException {
        Issued revoked = authority().officialWithEcKey("교육부", "001폐지001");
        submission.server().revoke(revoked.certificate());
        isRefused(client, Optional.of(revoked), "G-104");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aForeignCertificateIsToldSo(Client client) throws GeneralSecurityException {
        // GnuTLS keeps back what no authority named by the server has issued.
        isRefused(
                client,
                Optional.of(authority().foreign("교육부", "001외부001")),
                client == Client.MSMTP ? "G-101" : "G-106");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void anUnboundCertificateFailsAtSignIn(Client client) throws GeneralSecurityException {
        isRefused(client, Optional.of(authority().officialWithEcKey("교육부", "001무소속001")), "G-201");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void somebodyElsesCertificateFailsAtSignIn(Client client) {
        isRefused(client, Optional.of(submission.server().person("thief").certificate()), "G-201");
    }

    private static DemoAuthority authority() {
        return submission.server().authority();
    }

    private static void isRefused(Client client, Optional<Issued> shown, String code) {
        Program.Outcome outcome = run(client, shown.map(ClientsTest::files), other.address());
        assertThat(outcome.exit()).as(outcome.output()).isNotZero();
        assertThat(outcome.output()).contains("(" + code + ")");
        assertThat(submission.arrivals().queued(other.address())).isZero();
    }

    private static Shown files(Issued issued) {
        Path home = submission.server().write("client", issued);
        return new Shown(home.resolve("person.crt.pem"), home.resolve("person.key.pem"));
    }

    private static Program.Outcome run(Client client, Optional<Shown> shown, String to) {
        Program.needed(client.program);
        if (client == Client.SWAKS) {
            // Swaks does TLS only with a module of Perl.
            Program.needed(
                    "swaks with TLS",
                    Program.run("perl", "-MNet::SSLeay", "-e", "1").exit() == 0);
        }
        try {
            Path message = Files.createTempFile(folder, "message", ".eml");
            Files.writeString(
                    message,
                    "From: <" + hong.address() + ">\r\nTo: <" + to + ">\r\nSubject: x\r\n\r\nsent by " + client
                            + "\r\n");
            return Program.run(client.command(shown, message, to), message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** GnuTLS reads an EC key only with its public half in the file, which OpenSSL adds. */
    private static Path readableByGnuTls(Path key) {
        Program.needed("openssl");
        Path readable = key.resolveSibling("gnutls.key.pem");
        assertThat(Program.run("openssl", "pkey", "-in", key.toString(), "-out", readable.toString())
                        .exit())
                .isZero();
        return readable;
    }

    private static String msmtpConfig(Optional<Shown> shown) {
        List<String> lines = new ArrayList<>(List.of(
                "account default",
                "host localhost",
                "port " + submission.port(),
                "domain client.example",
                "timeout 30",
                "tls on",
                "tls_starttls off",
                "tls_trust_file " + trust,
                "auth plain",
                "user " + hong.address(),
                "password " + hong.password()));
        shown.ifPresent(pair -> {
            lines.add("tls_cert_file " + pair.certificate());
            lines.add("tls_key_file " + readableByGnuTls(pair.key()));
        });
        try {
            Path file = Files.createTempFile(
                    folder,
                    "msmtp",
                    ".conf",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, String.join("\n", lines) + "\n").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
