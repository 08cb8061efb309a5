package io.gongmail.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.server.words.Words;
import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a peer does to the socket, it is bounded, and the next command is answered. */
@Timeout(60)
class AdminSocketTest {
    private static final Words WORDS = Words.load(URI.create("https://mail.example/"));
    private static final AdminSocket.Bounds BOUNDS = new AdminSocket.Bounds(2, 2, 64 * 1024, Duration.ofSeconds(3));
    private static final List<String> REASONS = List.of("pki", "reasons", "--json");

    private static String explain = "";

    @TempDir
    Path folder;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    /** Commands that explain wait here when the test holds it. */
    private final Semaphore turn = new Semaphore(1_000);

    private final CountDownLatch running = new CountDownLatch(BOUNDS.atOnce());
    private final List<SocketChannel> peers = new ArrayList<>();
    private Path path;
    private AdminSocket socket;

    @BeforeAll
    static void aCertificateToExplain(@TempDir Path pki) throws Exception {
        DemoAuthority authority = DemoAuthority.open(pki, Clock.systemUTC(), new SecureRandom());
        explain = "{\"args\":[\"pki\",\"explain\",\"x\"],\"input\":{\"certificate\":\""
                + Base64.getEncoder().encodeToString(authority.root().getEncoded()) + "\"}}\n";
    }

    @BeforeEach
    void open() throws IOException {
        path = folder.resolve("gongmail.sock");
        socket = AdminSocket.open(administration(), path, timer, BOUNDS);
    }

    @AfterEach
    void close() throws IOException {
        turn.release(1_000);
        for (SocketChannel peer : peers) {
            peer.close();
        }
        socket.close();
        timer.shutdownNow();
    }

    /** Nothing but words and a judge: enough for the commands used here. */
    @SuppressWarnings("NullAway") // the services that are not asked for
    private Administration administration() {
        return new Administration(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                WORDS,
                Explaining.alone(WORDS, shown -> {
                    running.countDown();
                    turn.acquireUninterruptibly();
                    return new Verdict.Refused(RefusalReason.EXPIRED, List.of());
                }),
                null,
                null,
                null,
                null,
                null,
                null,
                // More than fits between server and peer.
                () -> new Reloaded(List.of(), Collections.nCopies(10_000, "x".repeat(100))),
                null);
    }

    @Test
    void onlyTheServersOwnUserMayOpenIt() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void oneLeftOverFromACrashIsReplaced() throws IOException {
        Path other = folder.resolve("other.sock");
        Files.writeString(other, "left over");
        try (AdminSocket opened = AdminSocket.open(administration(), other, timer, BOUNDS)) {
            assertThat(new AdminClient(other).run(REASONS, Map.of()).exit()).isZero();
        }
        assertThat(other).doesNotExist();
    }

    @Test
    void whenNothingRunsItIsSaid() {
        socket.close();
        assertThatThrownBy(() -> new AdminClient(path).run(REASONS, Map.of()))
                .isInstanceOf(AdminClient.NobodyThere.class)
                .hasMessageContaining("no server is running");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "{",
                "[]",
                "7",
                "null",
                "{}",
                "{\"args\":[]}",
                "{\"args\":\"pki\"}",
                "GET / HTTP/1.1"
            })
    void whatIsNoRequestIsToldSo(String line) throws IOException {
        SocketChannel peer = connect();
        say(peer, line + "\n");
        assertThat(answer(peer)).contains("\"err\"").contains("{\"exit\":2}");
        theNextIsAnswered();
    }

    @Test
    void octetsThatAreNoTextAreToldSo() throws IOException {
        SocketChannel peer = connect();
        peer.write(ByteBuffer.wrap(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, (byte) 0x80, '\n'}));
        assertThat(answer(peer)).contains("{\"exit\":2}");
        theNextIsAnswered();
    }

    @Test
    void anUnknownCommandIsWrongUsage() throws IOException {
        assertThat(new AdminClient(path)
                        .run(List.of("pki", "raesons"), Map.of())
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void aRequestUpToItsBoundIsTakenAndOneOverItIsCutOff() throws IOException {
        String request = "{\"args\":[\"pki\",\"reasons\"],\"x\":\"\"}";
        String filled = request.replace("\"\"", "\"" + "x".repeat(64 * 1024 - request.length() - 1) + "\"");
        assertThat(filled + "\n").hasSize(64 * 1024);
        SocketChannel fits = connect();
        say(fits, filled + "\n");
        assertThat(answer(fits)).contains("{\"exit\":0}");

        SocketChannel over = connect();
        assertThat(cutOff(over, "x" + filled + "\n")).isTrue();
        theNextIsAnswered();
    }

    @Test
    void halfARequestIsCutOffWhenThePeerLeavesOrWaits() throws IOException {
        SocketChannel leaves = connect();
        say(leaves, "{\"args\":[\"pki\"");
        leaves.shutdownOutput();
        assertThat(answer(leaves)).isEmpty();

        SocketChannel waits = connect();
        say(waits, "{\"args\":[\"pki\"");
        assertThat(answer(waits)).isEmpty();
        theNextIsAnswered();
    }

    @Test
    void peersThatSayNothingAreCutOffAndMakeRoom() throws IOException {
        for (int i = 0; i < BOUNDS.atOnce() + BOUNDS.waiting(); i++) {
            connect();
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(this::theNextIsAnswered);
        for (SocketChannel peer : peers) {
            assertThat(answer(peer)).isEmpty();
        }
    }

    @Test
    void aPeerThatTakesNoAnswerIsCutOff() throws Exception {
        for (int i = 0; i < BOUNDS.atOnce(); i++) {
            say(connect(), "{\"args\":[\"pki\",\"reload\"]}\n");
        }
        // Whoever runs next runs after one of them was cut off: only then may the answers be looked at.
        turn.drainPermits();
        for (int i = 0; i < BOUNDS.atOnce(); i++) {
            say(connect(), explain);
        }
        assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
        turn.release(1_000);
        for (SocketChannel peer : peers.subList(0, BOUNDS.atOnce())) {
            String answer = answer(peer);
            assertThat(answer.startsWith("{\"err\":\"xx")).isTrue();
            assertThat(answer.contains("exit")).isFalse();
        }
        theNextIsAnswered();
    }

    @Test
    void moreThanRunAndWaitAreToldToComeAgain() throws Exception {
        turn.drainPermits();
        for (int i = 0; i < BOUNDS.atOnce() + BOUNDS.waiting(); i++) {
            say(connect(), explain);
            if (i == BOUNDS.atOnce() - 1) {
                running.await();
            }
        }
        await().untilAsserted(() -> {
            SocketChannel oneMore = connect();
            assertThat(answer(oneMore)).contains("too many commands").contains("{\"exit\":1}");
        });
        turn.release(1_000);
        for (SocketChannel peer : peers.subList(0, BOUNDS.atOnce() + BOUNDS.waiting())) {
            // Those that waited longer than the patience were cut off only while they said nothing: they had asked.
            assertThat(answer(peer)).contains("G-103").contains("{\"exit\":1}");
        }
        theNextIsAnswered();
    }

    @Test
    void aCommandMayTakeLongerThanAPeerMay() throws Exception {
        turn.drainPermits();
        SocketChannel peer = connect();
        say(peer, explain);
        CountDownLatch longAfter = new CountDownLatch(1);
        // Nobody counts it down: it only lets the time pass.
        assertThat(longAfter.await(BOUNDS.patience().toMillis() * 2, TimeUnit.MILLISECONDS))
                .isFalse();
        turn.release(1_000);
        assertThat(answer(peer)).contains("G-103");
    }

    private void theNextIsAnswered() throws IOException {
        AdminClient.Answer answer = new AdminClient(path).run(REASONS, Map.of());
        assertThat(answer.exit()).isZero();
        assertThat(answer.out()).anyMatch(line -> line.contains("G-101"));
    }

    private SocketChannel connect() throws IOException {
        SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(path));
        peers.add(peer);
        return peer;
    }

    private static void say(SocketChannel peer, String text) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (octets.hasRemaining()) {
            peer.write(octets);
        }
    }

    /** Whether the server leaves before, or without, an answer. */
    private static boolean cutOff(SocketChannel peer, String text) {
        try {
            say(peer, text);
            return answer(peer).isEmpty();
        } catch (IOException e) {
            return true;
        }
    }

    /** All that is said until the server ends the connection. */
    private static String answer(SocketChannel peer) throws IOException {
        StringBuilder said = new StringBuilder();
        ByteBuffer octets = ByteBuffer.allocate(64 * 1024);
        try {
            while (peer.read(octets) >= 0) {
                octets.flip();
                said.append(UTF_8.decode(octets));
                octets.clear();
            }
        } catch (IOException e) {
            // A connection that is reset, with what was not read, is cut off too.
            return said.toString();
        }
        return said.toString();
    }
}
