package io.gongmail.pki.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.pki.PemFiles;
import io.gongmail.pki.revocation.Standing.Good;
import io.gongmail.pki.revocation.Standing.Revoked;
import io.gongmail.pki.revocation.Standing.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of {@code openssl ocsp}, from certificates that openssl made. */
@Tag("clients")
class OpensslResponderTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final Clock clock = Clock.systemUTC();
    private final List<Process> started = new ArrayList<>();
    private String openssl;
    private int port;
    private X509Certificate issuer;

    @BeforeEach
    void makeAuthority() throws Exception {
        openssl = Program.named("openssl").toString();
        port = Program.freePort();
        Files.writeString(folder.resolve("ca.cnf"), """
                [ca]
                default_ca = own
                [own]
                dir = .
                database = index.txt
                new_certs_dir = .
                serial = serial
                certificate = ca.pem
                private_key = ca.key
                default_md = sha256
                default_days = 30
                policy = any
                unique_subject = no
                [any]
                commonName = supplied
                [req]
                distinguished_name = dn
                [dn]
                [authority]
                basicConstraints = critical,CA:TRUE
                keyUsage = critical,keyCertSign,cRLSign
                [person]
                keyUsage = critical,digitalSignature
                authorityInfoAccess = OCSP;URI:http://127.0.0.1:%d/
                [charged]
                keyUsage = critical,digitalSignature
                extendedKeyUsage = OCSPSigning
                noCheck = ignored
                [uncharged]
                keyUsage = critical,digitalSignature
                noCheck = ignored
                """.formatted(port));
        Files.writeString(folder.resolve("index.txt"), "");
        Files.writeString(folder.resolve("serial"), "1000\n");
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem -subj /CN=CA"
                        + " -days 30 -config ca.cnf -extensions authority");
        issuer = certificate("ca");
        issue("hong", "person");
        issue("kim", "person");
        issue("responder", "charged");
        issue("pretender", "uncharged");
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly();
            process.waitFor(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void theIssuersOwnWordHolds() throws Exception {
        openssl("ca -config ca.cnf -revoke kim.pem -crl_reason keyCompromise -batch");
        respond("-rsigner ca.pem -rkey ca.key -nmin 5");
        assertThat(asked("hong"))
                .isInstanceOfSatisfying(
                        Good.class, good -> assertThat(good.until()).isAfter(clock.instant()));
        assertThat(asked("kim"))
                .isInstanceOfSatisfying(
                        Revoked.class, revoked -> assertThat(revoked.onHold()).isFalse());
    }

    @Test
    void aHoldIsToldApart() throws Exception {
        openssl("ca -config ca.cnf -revoke kim.pem -crl_reason certificateHold -batch");
        respond("-rsigner ca.pem -rkey ca.key -nmin 5");
        assertThat(asked("kim"))
                .isInstanceOfSatisfying(
                        Revoked.class, revoked -> assertThat(revoked.onHold()).isTrue());
    }

    @Test
    void whoIsChargedByTheIssuerMayAnswerByNameOrByKey() throws Exception {
        respond("-rsigner responder.pem -rkey responder.key -nmin 5 -resp_key_id");
        assertThat(asked("hong")).isInstanceOf(Good.class);
    }

    @Test
    void whoIsNotChargedMayNotAnswer() throws Exception {
        respond("-rsigner pretender.pem -rkey pretender.key -nmin 5");
        assertThat(asked("hong")).isInstanceOf(Unavailable.class);
    }

    @Test
    void aResponderThatIsGoneIsUnavailable() throws Exception {
        assertThat(asked("hong")).isInstanceOf(Unavailable.class);
    }

    @Test
    void aCertificateItDoesNotKnowIsUnavailable() throws Exception {
        Files.writeString(folder.resolve("index.txt"), "");
        respond("-rsigner ca.pem -rkey ca.key -nmin 5");
        assertThat(asked("hong")).isInstanceOf(Unavailable.class);
    }

    @Test
    void anAnswerPlayedBackIsUnavailable() throws Exception {
        respond("-rsigner ca.pem -rkey ca.key -nmin 5");
        // openssl's own client writes down an answer to a question of its own, with another nonce.
        openssl("ocsp -issuer ca.pem -cert hong.pem -url http://127.0.0.1:" + port
                + "/ -respout answer.der -noverify -no_nonce");
        stop();
        byte[] recorded = Files.readAllBytes(folder.resolve("answer.der"));
        try (WebServer web = new WebServer()) {
            web.serve("/", recorded);
            X509Certificate hong = certificate("hong");
            assertThat(ask(hong, true, recorded)).isInstanceOf(Unavailable.class);
            assertThat(ask(hong, false, recorded)).isInstanceOf(Good.class);
        }
    }

    private Standing ask(X509Certificate certificate, boolean nonceRequired, byte[] recorded) throws IOException {
        // The recorded answer at the address that the certificate names.
        com.sun.net.httpserver.HttpServer server =
                com.sun.net.httpserver.HttpServer.create(new java.net.InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, recorded.length);
                exchange.getResponseBody().write(recorded);
            }
        });
        server.start();
        try {
            return client(nonceRequired)
                    .ask(certificate, issuer, clock.instant(), Patience.of(LIMIT), OpensslResponderTest::unknown);
        } finally {
            server.stop(0);
        }
    }

    private Standing asked(String name) throws IOException {
        Instant now = clock.instant();
        return client(true).ask(certificate(name), issuer, now, Patience.of(LIMIT), OpensslResponderTest::unknown);
    }

    private OcspClient client(boolean nonceRequired) {
        return new OcspClient(new OcspSettings(LIMIT, Duration.ofMinutes(1), nonceRequired), clock, new SecureRandom());
    }

    private static Standing unknown(X509Certificate responder) {
        return Unavailable.because("crl=none at hand");
    }

    private void respond(String how) throws IOException {
        started.add(Program.background(folder, command("ocsp -index index.txt -CA ca.pem -port " + port + " " + how)));
        // It says so itself; a connection made to find out would leave it spinning.
        await().atMost(LIMIT)
                .until(() -> Files.readString(folder.resolve("program.log")).contains("waiting for OCSP client"));
    }

    private void issue(String name, String kind) throws Exception {
        openssl("req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout " + name + ".key -out " + name
                + ".csr -subj /CN=" + name + " -config ca.cnf");
        openssl("ca -config ca.cnf -in " + name + ".csr -out " + name + ".pem -extensions " + kind + " -batch -notext");
    }

    private X509Certificate certificate(String name) throws IOException {
        return PemFiles.certificates(folder.resolve(name + ".pem")).get(0);
    }

    private void openssl(String arguments) throws Exception {
        Program.run(folder, command(arguments));
    }

    private List<String> command(String arguments) {
        return Stream.concat(Stream.of(openssl), Stream.of(arguments.split(" ")))
                .toList();
    }
}
