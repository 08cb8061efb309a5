package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.config.RefusalStyle;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.Door;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.tls.TlsContexts.Library;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Strangers at the real listeners: whatever they do, what is counted comes back to nothing, and the right one gets in. */
class RealConnectionsTest {
    private static final int MANY = 50;

    private static TestServer server;
    private static Issued good;
    private static Issued revoked;
    private static Issued stolen;

    @BeforeAll
    static void people() throws GeneralSecurityException {
        server = TestServer.shared();
        good = server.authority().officialWithEcKey("교육부", "001홍길동001");
        revoked = server.authority().officialWithEcKey("교육부", "001폐지001");
        server.revoke(revoked.certificate());
        stolen = new Issued(good.certificate(), revoked.key(), good.above());
    }

    /** One way of not getting in. */
    @FunctionalInterface
    private interface Attempt {
        void at(Door door) throws IOException;
    }

    static Stream<Arguments> doors() {
        return Providers.libraries()
                .flatMap(library -> Stream.of(MailProtocol.IMAP, MailProtocol.SMTP)
                        .map(protocol -> Arguments.of(library, protocol)));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoLeavesBeforeTheHandshakeIsForgotten(Library library, MailProtocol protocol) throws IOException {
        isForgotten(library, protocol, door -> plain(door).close());
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoLeavesWithinTheHandshakeIsForgotten(Library library, MailProtocol protocol) throws IOException {
        isForgotten(library, protocol, door -> {
            try (Socket socket = plain(door)) {
                // The head of a ClientHello (RFC 8446 §5.1) that announces more than comes.
                socket.getOutputStream().write(new byte[] {22, 3, 1, 0, 100, 1, 0, 0, 96, 3, 3});
            }
        });
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoSpeaksNoTlsIsForgotten(Library library, MailProtocol protocol) throws IOException {
        isForgotten(library, protocol, door -> {
            try (Socket socket = plain(door)) {
                socket.getOutputStream().write("EHLO client.example\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoResetsBeforeTheHandshakeIsForgotten(Library library, MailProtocol protocol) throws IOException {
        isForgotten(library, protocol, door -> reset(plain(door)));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoResetsWhileJudgedIsForgotten(Library library, MailProtocol protocol) throws IOException {
        isForgotten(library, protocol, door -> reset(door.connect(good)));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoResetsWhileRefusedIsForgotten(Library library, MailProtocol protocol) throws IOException {
        isForgotten(library, protocol, door -> reset(door.connect(revoked)));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoIsRefusedIsForgotten(Library library, MailProtocol protocol) throws IOException {
        isForgotten(library, protocol, door -> {
            try (SSLSocket socket = door.connect(revoked)) {
                socket.getOutputStream().write(door.goodbye().getBytes(StandardCharsets.US_ASCII));
                assertThat(all(socket)).startsWith(door.refusal()).contains("(G-104)");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoDoesNotHoldTheKeyIsNeverAnswered(Library library, MailProtocol protocol) throws IOException {
        isForgotten(library, protocol, door -> {
            StringBuilder heard = new StringBuilder();
            try (SSLSocket socket = door.connect(stolen)) {
                socket.getOutputStream().write(door.goodbye().getBytes(StandardCharsets.US_ASCII));
                int octet = socket.getInputStream().read();
                while (octet >= 0) {
                    heard.append((char) octet);
                    octet = socket.getInputStream().read();
                }
                assertThat(heard.toString()).as("heard instead of an alert").isEqualTo("an alert");
            } catch (SSLException alert) {
                assertThat(heard).isEmpty();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("doors")
    @Adversary("a judge that throws")
    void aJudgeThatThrowsLetsNobodyIn(Library library, MailProtocol protocol) throws IOException {
        List<CertificateJudge> judges = List.of(
                peer -> {
                    throw new IllegalStateException("broken");
                },
                peer -> {
                    throw new StackOverflowError();
                },
                peer -> {
                    throw new NoClassDefFoundError("broken");
                });
        for (CertificateJudge judge : judges) {
            try (Judging broken = new Judging(judge, 1, 10, Duration.ofSeconds(5));
                    Door door = Door.of(protocol, library, RefusalStyle.LINE, broken);
                    SSLSocket socket = door.connect(good)) {
                socket.getOutputStream().write(door.goodbye().getBytes(StandardCharsets.US_ASCII));
                assertThat(all(socket))
                        .startsWith(protocol == MailProtocol.IMAP ? "* BYE [UNAVAILABLE] " : "421 4.7.0 ")
                        .contains("(G-901)")
                        .hasLineCount(1);
            }
        }
    }

    /** Fifty at once, in all; and after them who may. */
    private static void isForgotten(Library library, MailProtocol protocol, Attempt attempt) throws IOException {
        try (Door door = Door.of(protocol, library)) {
            long lowest = 0;
            for (int i = 0; i < MANY; i++) {
                attempt.at(door);
                lowest = Math.min(lowest, Math.min(door.limits().open(), door.behind()));
            }
            await().untilAsserted(() -> {
                assertThat(door.limits().open()).isZero();
                assertThat(door.limits().addresses()).isZero();
                assertThat(door.behind()).isZero();
            });
            assertThat(lowest)
                    .as("nobody was counted out who had not been counted in")
                    .isZero();
            getsIn(door);
        }
    }

    private static void getsIn(Door door) throws IOException {
        try (SSLSocket socket = door.connect(good)) {
            assertThat(line(socket)).startsWith(door.greeting());
            // Some of those before may have been in the queue of the system until now, so that nobody had counted them
            // yet.
            await().untilAsserted(() -> {
                assertThat(door.limits().open()).isOne();
                assertThat(door.behind()).isEqualTo(door.protocol() == MailProtocol.IMAP ? 1 : 0);
            });
        }
        await().untilAsserted(() -> {
            assertThat(door.limits().open()).isZero();
            assertThat(door.behind()).isZero();
        });
    }

    private static Socket plain(Door door) throws IOException {
        return new Socket("127.0.0.1", door.port());
    }

    /** Closes with RST instead of FIN. */
    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = socket.getInputStream().read();
                octet >= 0 && octet != '\n';
                octet = socket.getInputStream().read()) {
            line.append((char) octet);
        }
        return line.toString();
    }
}
