package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.testing.Door;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.testing.TestTls;
import io.gongmail.server.tls.TlsContexts.Library;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A refusal is read whole at the other end of a real socket, and the connection ends in peace, not by a reset. */
class LastWordsTest {
    private static final int TIMES = 20;
    private static final int MOST_BEGUN_AGAIN = 5;
    private static final String COMMANDS = "a1 NOOP\r\n".repeat(90);

    private final TestServer server = TestServer.shared();

    static Stream<Arguments> doors() {
        return Providers.libraries()
                .flatMap(library -> Stream.of(MailProtocol.IMAP, MailProtocol.SMTP)
                        .map(protocol -> Arguments.of(library, protocol)));
    }

    private SSLSocket over(Socket transport, String version) throws IOException {
        SSLSocket socket = TestTls.over(transport, server.authority().serverCa(), null);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    private static void says(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reading to the end fails where the connection was reset, or was cut without close_notify. */
    private static String heard(SSLSocket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoPipelinesBehindTheLastFlightReadsTheLine(Library library, MailProtocol protocol) throws IOException {
        try (Door door = Door.of(protocol, library)) {
            for (int i = 0; i < TIMES; i++) {
                inTime(() -> {
                    Holding transport = new Holding(door.port());
                    try (SSLSocket socket = over(transport, "TLSv1.3")) {
                        transport.hold();
                        socket.startHandshake();
                        says(socket, COMMANDS + door.goodbye());
                        transport.release();

                        isRefusedInPeace(door, heard(socket));
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoGoesOnTalkingReadsTheLine(Library library, MailProtocol protocol) throws IOException {
        try (Door door = Door.of(protocol, library)) {
            for (int i = 0; i < TIMES; i++) {
                inTime(() -> {
                    try (SSLSocket socket = over(new Socket("127.0.0.1", door.port()), "TLSv1.2")) {
                        socket.startHandshake();
                        for (int command = 0; command < 90; command++) {
                            says(socket, "a1 NOOP\r\n");
                        }
                        says(socket, door.goodbye());

                        isRefusedInPeace(door, heard(socket));
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void whoHasClosedHisHalfReadsTheLine(Library library, MailProtocol protocol) throws IOException {
        try (Door door = Door.of(protocol, library)) {
            for (int i = 0; i < TIMES; i++) {
                Socket transport = new Socket("127.0.0.1", door.port());
                try (SSLSocket socket = over(transport, "TLSv1.2")) {
                    socket.startHandshake();
                    transport.shutdownOutput();

                    assertThat(firstLine(socket)).startsWith(door.refusal()).endsWith("(G-101)\r\n");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("doors")
    void theServerClosesItsHalfAndWaitsForThePeersUpToTwoSeconds(Library library, MailProtocol protocol)
            throws IOException {
        try (Door door = Door.of(protocol, library)) {
            inTime(() -> {
                await().untilAsserted(() -> assertThat(door.limits().open()).isZero());
                try (Socket transport = new Socket("127.0.0.1", door.port());
                        SSLSocket socket = over(transport, "TLSv1.3")) {
                    socket.startHandshake();
                    says(socket, COMMANDS + door.goodbye());
                    isRefusedInPeace(door, heard(socket));

                    // What is written to a socket that is closed whole is answered by RST, and then writing fails.
                    assertThat(transport.getInputStream().read()).isEqualTo(-1);
                    for (int i = 0; i < 20; i++) {
                        transport.getOutputStream().write('x');
                    }
                    assertThat(door.limits().open()).isOne();
                    await().untilAsserted(() -> assertThat(door.limits().open()).isZero());
                }
            });
        }
    }

    private interface Talk {
        void goes() throws IOException;
    }

    /** One that fails after the server would wait no longer says nothing: the machine had something else to do, and it is begun again. */
    private static void inTime(Talk talk) throws IOException {
        for (int i = 0; i < MOST_BEGUN_AGAIN; i++) {
            long begun = System.nanoTime();
            try {
                talk.goes();
                return;
            } catch (IOException | AssertionError e) {
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                if (took.compareTo(Duration.ofSeconds(Refusing.SECONDS)) < 0) {
                    throw e;
                }
            }
        }
        talk.goes();
    }

    private static void isRefusedInPeace(Door door, String heard) {
        assertThat(heard).startsWith(door.refusal()).endsWith("\r\n");
        String[] lines = heard.split("\r\n");
        assertThat(lines[0]).endsWith("(G-101)");
        if (door.protocol() == MailProtocol.IMAP) {
            assertThat(lines).hasSize(1);
        } else {
            assertThat(lines).hasSize(92);
            assertThat(lines[91]).startsWith("221 ");
        }
    }

    private static String firstLine(SSLSocket socket) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = socket.getInputStream().read();
        while (octet >= 0) {
            line.write(octet);
            if (octet == '\n') {
                break;
            }
            octet = socket.getInputStream().read();
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    /** A socket that keeps back what is written, from the second write after {@link #hold} on, to send it as one piece. */
    private static final class Holding extends Socket {
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private boolean holding;
        private int writes;

        Holding(int port) throws IOException {
            super("127.0.0.1", port);
            setTcpNoDelay(true);
        }

        void hold() {
            holding = true;
        }

        void release() throws IOException {
            holding = false;
            super.getOutputStream().write(held.toByteArray());
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream out = super.getOutputStream();
            return new OutputStream() {
                @Override
                public void write(int octet) throws IOException {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] octets, int from, int length) throws IOException {
                    // The first is the ClientHello, without which there is no answer.
                    if (holding && writes++ > 0) {
                        held.write(octets, from, length);
                    } else {
                        out.write(octets, from, length);
                    }
                }
            };
        }
    }
}
