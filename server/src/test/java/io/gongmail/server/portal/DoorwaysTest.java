package io.gongmail.server.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestTls;
import io.gongmail.server.tls.ServerKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS at the doors: who is asked for a certificate, which versions, and that no session is resumed. */
class DoorwaysTest {
    /** How openssl is told to come back. */
    enum Way {
        TLS_1_2_BY_SESSION_ID("-tls1_2", "-no_ticket"),
        TLS_1_2_BY_TICKET("-tls1_2"),
        TLS_1_3_BY_TICKET("-tls1_3");

        private final List<String> options;

        Way(String... options) {
            this.options = List.of(options);
        }
    }

    @TempDir
    static Path folder;

    private static House house;
    private static TestPerson hong;

    @BeforeAll
    static void open() throws IOException {
        house = House.open(Route.page(
                "/t/who",
                Door.CERTIFICATE,
                Who.ANYONE,
                visit -> new Answer.Octets(
                        "text/plain",
                        visit.presented()
                                .map(peer ->
                                        peer.leaf().getSubjectX500Principal().getName())
                                .orElse("nobody")
                                .getBytes(StandardCharsets.UTF_8),
                        Map.of())));
        hong = house.server.person("hong");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("clients")
    @Adversary("resumption at the portal's certificate door")
    void whoOffersAnEarlierSessionShakesHandsAnew(Way way) throws IOException {
        Program.needed("openssl");
        Path session = folder.resolve("session-" + way);
        String first = come(
                way,
                List.of(
                        "-sess_out",
                        session.toString(),
                        "-cert",
                        hong.certificateFile().toString(),
                        "-key",
                        hong.keyFile().toString()));
        assertThat(first).contains("New, ", "hong").doesNotContain("Reused, ");

        List<String> offering = Files.exists(session) ? List.of("-sess_in", session.toString()) : List.of();
        String again = come(way, offering);
        assertThat(again).contains("New, ", "\nnobody").doesNotContain("Reused, ");
    }

    private static String come(Way way, List<String> more) throws IOException {
        Path request = Files.writeString(
                folder.resolve("request-" + way),
                "GET /t/who HTTP/1.1\r\nHost: localhost:" + house.certificatePort() + "\r\nConnection: close\r\n\r\n");
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-ign_eof",
                "-connect",
                "localhost:" + house.certificatePort(),
                "-CAfile",
                folder.resolve("ca.pem").toString()));
        Files.writeString(folder.resolve("ca.pem"), pem(house.server.authority().serverCa()));
        command.addAll(way.options);
        command.addAll(more);
        return Program.run(command, request).output();
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + java.util.Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsPresentedIsSeenWhateverItIs() throws Exception {
        assertThat(house.browser().get(house.certificatePort(), "/t/who").body())
                .isEqualTo("nobody");
        assertThat(new Browser(house.server, Optional.of(hong.certificate()))
                        .get(house.certificatePort(), "/t/who")
                        .body())
                .contains("hong");
        assertThat(new Browser(
                                house.server,
                                Optional.of(house.server.authority().foreign("남의 부처", "001외인001")))
                        .get(house.certificatePort(), "/t/who")
                        .body())
                .contains("외인");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1", "-tls1_1"})
    @Tag("clients")
    void oldVersionsGetNoHandshake(String version) throws IOException {
        Program.needed("openssl");
        for (int port : new int[] {house.port(), house.certificatePort()}) {
            String output = Program.run(
                            List.of(
                                    "openssl",
                                    "s_client",
                                    "-cipher",
                                    "ALL@SECLEVEL=0",
                                    version,
                                    "-connect",
                                    "localhost:" + port),
                            Files.writeString(folder.resolve("nothing"), ""))
                    .output();
            assertThat(output).contains("alert protocol version").doesNotContain("BEGIN CERTIFICATE");
        }
    }

    @Test
    void newKeysAreThereForWhoConnectsNext() throws Exception {
        try (House own = House.open()) {
            Path tls = Files.createDirectories(folder.resolve("new-keys"));
            io.gongmail.pki.demo.DemoAuthority.write(
                    own.server.authority().serverWithEcKey(List.of("localhost")), tls, "new", "changeit");
            X509Certificate before = presented(own.port());
            ServerKey.Reading keys = ServerKey.read(
                    List.of(tls.resolve("new.crt.pem")), List.of(tls.resolve("new.key.pem")), own.clock.instant());
            own.contexts.prepare(keys.keys(), own.server.issuers()).run();
            assertThat(presented(own.port()))
                    .isNotEqualTo(before)
                    .isEqualTo(keys.keys().get(0).chain().get(0));
            assertThat(presented(own.certificatePort()))
                    .isEqualTo(keys.keys().get(0).chain().get(0));
        }
    }

    private static X509Certificate presented(int port) throws IOException {
        try (SSLSocket socket = TestTls.connect(port, house.server.authority().serverCa(), null)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void fromOneAddressComeSoManyConnectionsAndNoMore() throws Exception {
        try (House small = House.open(config -> Settings.connectionsPerAddress(config, 2))) {
            SSLSocket one =
                    TestTls.connect(small.port(), small.server.authority().serverCa(), null);
            try (SSLSocket other =
                    TestTls.connect(small.port(), small.server.authority().serverCa(), null)) {
                one.startHandshake();
                other.startHandshake();
                assertThatThrownBy(() -> presented(small.port())).isInstanceOf(IOException.class);
                one.close();
                // Until the server has seen it leave, the next is turned away.
                await().ignoreExceptions()
                        .untilAsserted(() -> assertThat(presented(small.port())).isNotNull());
            }
        }
    }
}
