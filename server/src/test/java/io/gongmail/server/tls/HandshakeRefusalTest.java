package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code tls.refusal = handshake}: a stranger gets a TLS alert (RFC 8446 §6.2) and learns nothing else. */
class HandshakeRefusalTest {
    private final TestServer server = TestServer.shared();

    static Stream<Arguments> doors() {
        return Providers.libraries()
                .flatMap(library -> Stream.of(MailProtocol.values())
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
            getsAnAlert(door, version, null);
            getsAnAlert(door, version, revoked);
            getsAnAlert(door, version, server.authority().expired("교육부", "001만료001"));
            getsAnAlert(door, version, server.authority().foreign("교육부", "001외부001"));
            await().untilAsserted(() -> assertThat(door.limits().open()).isZero());
            assertThat(door.behind()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoIsAcceptedIsGreetedAndServed(Library library, MailProtocol protocol, String version) throws IOException {
        TestPerson hong = server.person("hong");
        try (Door door = door(library, protocol);
                SSLSocket socket = shaking(door, version, hong.certificate())) {
            socket.startHandshake();
            String commands = protocol == MailProtocol.IMAP
                    ? "a1 LOGIN " + hong.address() + " " + hong.password() + "\r\n"
                    : "EHLO client.example\r\n";
            socket.getOutputStream().write((commands + door.goodbye()).getBytes(StandardCharsets.US_ASCII));

            String heard = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(heard)
                    .startsWith(door.greeting())
                    .contains(protocol == MailProtocol.IMAP ? "a1 OK" : "250 ")
                    .contains(protocol == MailProtocol.IMAP ? "a9 OK" : "221 ");
        }
    }

    private void getsAnAlert(Door door, String version, @Nullable Issued shown) {
        assertThatThrownBy(() -> {
                    try (SSLSocket socket = shaking(door, version, shown)) {
                        socket.startHandshake();
                        // With TLS 1.3 the client is done before the server has looked at its certificate.
                        int octet = socket.getInputStream().read();
                        assertThat(octet).as("heard instead of an alert").isEqualTo(Integer.MIN_VALUE);
                    }
                })
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("alert");
    }

    private SSLSocket shaking(Door door, String version, @Nullable Issued shown) throws IOException {
        SSLSocket socket = TestTls.over(
                new Socket("127.0.0.1", door.port()), server.authority().serverCa(), shown);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }
}
