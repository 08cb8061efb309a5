package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.ImapConfig;
import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.testing.TestTls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A client that sends and does not read, and one that sends all at once and reads then. */
class SlowReaderTest {
    /** Their answers are more than the kernels of both sides hold, by far. */
    private static final int COMMANDS = 100_000;

    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");

    private ImapListener listener(Duration idle) throws Exception {
        ImapConfig usual = TestServer.imapConfig();
        ImapListener listener = server.imap(new ImapConfig(
                usual.address(),
                0,
                usual.maxSessions(),
                usual.maxSessionsPerAddress(),
                usual.maxCompressed(),
                usual.lineLength(),
                usual.literalBeforeSignIn(),
                usual.literalLimit(),
                idle,
                Duration.ofMinutes(5),
                usual.metadataEntries(),
                usual.metadataValue(),
                usual.withheld()));
        listener.start();
        return listener;
    }

    /** Signs in, asks for more than anybody hands over, and reads nothing of it; the thread ends with the connection. */
    private Thread asking(ImapListener listener, Socket transport, String opening) throws IOException {
        transport.setReceiveBufferSize(8_192);
        transport.connect(new InetSocketAddress("127.0.0.1", listener.port()));
        SSLSocket socket = TestTls.over(transport, server.authority().serverCa(), hong.certificate());
        for (int octet = socket.getInputStream().read();
                octet != '\n';
                octet = socket.getInputStream().read()) {
            assertThat(octet)
                    .as("the greeting goes on")
                    .isNotNegative(); // Who talks before it is sent away by the gate.
        }
        OutputStream out = socket.getOutputStream();
        Thread thread = new Thread(
                () -> {
                    try {
                        out.write(opening.getBytes(StandardCharsets.US_ASCII));
                        for (int i = 0; i < COMMANDS / 1_000; i++) {
                            out.write("c CAPABILITY\r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII));
                        }
                        out.flush();
                        // What the server still reads is thrown away; this waits for the end of the connection.
                        while (true) {
                            out.write("\r\n".repeat(4_000).getBytes(StandardCharsets.US_ASCII));
                        }
                    } catch (IOException e) {
                        return; // The server, or the test, has closed.
                    }
                },
                "reads-nothing");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private String login() {
        return "in LOGIN " + hong.address() + " " + hong.password() + "\r\n";
    }

    @Test
    @Adversary("a peer that reads nothing")
    void whoReadsNothingIsHeardNoFurtherAndHoldsUpNobody() throws Exception {
        for (String opening : new String[] {login(), ""}) {
            try (ImapListener listener = listener(Duration.ofMinutes(5));
                    Socket transport = new Socket()) {
                asking(listener, transport, opening);
                AtomicLong before = new AtomicLong();
                Awaitility.await()
                        .pollInterval(1, TimeUnit.SECONDS)
                        .until(() -> before.getAndSet(listener.counters().commands())
                                        == listener.counters().commands()
                                && before.get() > 0);
                assertThat(listener.counters().commands()).isLessThan(COMMANDS / 2);
                try (ImapTalk imap = ImapTalk.showing(listener.port(), hong.certificate())) {
                    imap.says("* OK").does("a1 LOGIN " + hong.address() + " " + hong.password());
                    imap.does("a2 SELECT INBOX");
                }
            }
        }
    }

    @Test
    void whoReadsNothingIsSentAwayAfterTheTimeForIt() throws Exception {
        try (ImapListener listener = listener(Duration.ofSeconds(3));
                Socket transport = new Socket()) {
            Thread asking = asking(listener, transport, login());
            Awaitility.await().until(() -> listener.counters().commands() > 0);
            Awaitility.await().until(() -> !asking.isAlive());
            Awaitility.await().until(() -> listener.counters().connections() == 0);
        }
    }

    /** RFC 9051 §5.5: all are answered, in their order, however many came at once. */
    @Test
    void tenThousandCommandsInOneWriteAreAnsweredInOrder() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            all.append('n').append(i).append(i % 100 == 0 ? " LIST \"\" *\r\n" : " NOOP\r\n");
        }
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.hears(all.toString().getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 10_000; i++) {
                imap.says("n" + i + " OK");
            }
        }
    }

    @Test
    void whoReadsAgainIsAnsweredAgain() throws Exception {
        try (ImapListener listener = listener(Duration.ofMinutes(5));
                ImapTalk imap = ImapTalk.showing(listener.port(), hong.certificate())) {
            imap.says("* OK").does("in LOGIN " + hong.address() + " " + hong.password());
            Thread writing = new Thread(
                    () -> imap.hears("c CAPABILITY\r\n".repeat(20_000).getBytes(StandardCharsets.US_ASCII)), "writes");
            writing.setDaemon(true);
            writing.start();
            AtomicLong before = new AtomicLong();
            Awaitility.await()
                    .pollInterval(1, TimeUnit.SECONDS)
                    .until(() -> before.getAndSet(listener.counters().commands())
                            == listener.counters().commands());
            for (int i = 0; i < 20_000; i++) {
                imap.says("c OK");
            }
            imap.does("a1 NOOP");
        }
    }
}
