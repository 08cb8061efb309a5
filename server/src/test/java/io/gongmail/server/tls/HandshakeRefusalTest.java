package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.config.RefusalStyle;
import io.gongmail.server.testing.Door;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.testing.TestTls;
import io.gongmail.server.tls.TlsContexts.Library;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code tls.refusal = handshake}: a stranger gets a TLS alert (RFC 8446 §6.2) and learns nothing else. */
class HandshakeRefusalTest {
    private static TestServer server;
    private static Issued hong;

    @BeforeAll
    static void somebody() throws GeneralSecurityException {
        server = TestServer.shared();
        hong = server.authority().officialWithEcKey("교육부", "001홍길동001");
    }

    static Stream<Arguments> doors() {
        return Providers.libraries()
                .flatMap(library -> Stream.of(MailProtocol.IMAP, MailProtocol.SMTP)
                        .flatMap(protocol -> Stream.of("TLSv1.2", "TLSv1.3")
                                .map(version -> Arguments.of(library, protocol, version))));
    }

    private Door door(Library library, MailProtocol protocol) {
        return Door.of(protocol, library, RefusalStyle.HANDSHAKE, server.judging());
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoIsRefusedGetsAnAlertAndNothingElse(Library library, MailProtocol protocol, String version)
            throws GeneralSecurityException {
        Issued revoked = server.authority().officialWithEcKey("교육부", "001폐지001");
        server.revoke(revoked.certificate());
        try (Door door = door(library, protocol)) {
            assertThat(alert(door, version, null)).contains("alert");
            assertThat(alert(door, version, revoked)).contains(told(library, "certificate_revoked"));
            assertThat(alert(door, version, server.authority().expired("교육부", "001만료001")))
                    .contains(told(library, "certificate_expired"));
            assertThat(alert(door, version, server.authority().foreign("교육부", "001외부001")))
                    .contains(told(library, "unknown_ca"));
            await().untilAsserted(() -> assertThat(door.limits().open()).isZero());
            assertThat(door.behind()).isZero();
        }
    }

    static Stream<Arguments> refusals() {
        return Providers.librariesAndVersions()
                .flatMap(shake -> Arrays.stream(RefusalReason.values())
                        .map(reason -> Arguments.of(shake.get()[0], shake.get()[1], reason)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void theAlertTellsOfTheReasonWhatAlertsCan(Library library, String version, RefusalReason reason) {
        String alert = switch (reason) {
            case EXPIRED, ISSUER_EXPIRED -> "certificate_expired";
            case REVOKED, SUSPENDED -> "certificate_revoked";
            case UNKNOWN_ISSUER -> "unknown_ca";
            case WRONG_KEY_USAGE,
                    WRONG_EXTENDED_KEY_USAGE,
                    AUTHORITY_CERTIFICATE,
                    UNSUPPORTED_KEY,
                    WEAK_KEY,
                    WEAK_SIGNATURE -> "unsupported_certificate";
            case NOT_YET_VALID, MALFORMED, PATH_INVALID, CHAIN_TOO_LARGE, NONE_PRESENTED -> "bad_certificate";
            case POLICY_NOT_ACCEPTED -> "certificate_unknown";
            case REVOCATION_UNAVAILABLE, REVOCATION_STALE, JUDGE_BUSY, JUDGING_TIMED_OUT, JUDGING_FAILED ->
                "internal_error";
        };
        try (Judging refuses =
                        new Judging(peer -> new Verdict.Refused(reason, List.of()), 1, 10, Duration.ofSeconds(10));
                Door door = Door.of(MailProtocol.IMAP, library, RefusalStyle.HANDSHAKE, refuses)) {
            assertThat(alert(door, version, hong)).contains(told(library, alert));
        }
    }

    /** The JDK's provider has one alert for all. */
    private static String told(Library library, String alert) {
        return library == Library.JDK ? "certificate_unknown" : alert;
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoIsAcceptedIsGreetedAndServed(Library library, MailProtocol protocol, String version) throws IOException {
        TestPerson kim = server.person("kim");
        try (Door door = door(library, protocol);
                SSLSocket socket = shaking(door, version, kim.certificate())) {
            socket.startHandshake();
            String commands = protocol == MailProtocol.IMAP
                    ? "a1 LOGIN " + kim.address() + " " + kim.password() + "\r\n"
                    : "EHLO client.example\r\n";
            socket.getOutputStream().write((commands + door.goodbye()).getBytes(StandardCharsets.US_ASCII));

            String heard = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(heard)
                    .startsWith(door.greeting())
                    .contains(protocol == MailProtocol.IMAP ? "a1 OK" : "250 ")
                    .contains(protocol == MailProtocol.IMAP ? "a9 OK" : "221 ");
        }
    }

    private String alert(Door door, String version, @Nullable Issued shown) {
        SSLException alert = catchThrowableOfType(SSLException.class, () -> {
            try (SSLSocket socket = shaking(door, version, shown)) {
                socket.startHandshake();
                // With TLS 1.3 the client is done before the server has looked at its certificate.
                int octet = socket.getInputStream().read();
                assertThat(octet).as("heard instead of an alert").isEqualTo(Integer.MIN_VALUE);
            }
        });
        return String.valueOf(alert.getMessage());
    }

    private SSLSocket shaking(Door door, String version, @Nullable Issued shown) throws IOException {
        SSLSocket socket = TestTls.over(
                new Socket("127.0.0.1", door.port()), server.authority().serverCa(), shown);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }
}
