package io.gongmail.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.connector.testing.MailServer;
import io.gongmail.connector.testing.Program;
import io.gongmail.connector.testing.Talks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After sign-in: octets, both ways, as they are. */
@Timeout(180)
class PassingTest {
    private static final String SIGN_IN = Talks.imap().get("AUTHENTICATE PLAIN, at once");
    private static final int SIZE = 50 << 20;

    @Test
    void fiftyMebibytesBothWaysAtATimeArriveAsTheyWere() throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        MailServer.Afterwards both = (socket, in, out) -> {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(out, 2));
            received.complete(digest(in, SIZE));
            sending.join();
            out.write("done\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        };
        try (MailServer imap = MailServer.imap(both);
                Running running = new Running.Builder().imap(imap.port()).start();
                Program program = running.imap()) {
            program.say(SIGN_IN);
            program.hear("a1 OK");
            OutputStream out = program.socket().getOutputStream();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(out, 1));
            assertThat(digest(program.in(), SIZE)).isEqualTo(digest(2));
            sending.join();
            assertThat(received.join()).isEqualTo(digest(1));
            assertThat(program.hear()).isEqualTo("done");
        }
    }

    @Test
    void whoDoesNotReadMakesTheOtherWait() throws Exception {
        AtomicLong sent = new AtomicLong();
        MailServer.Afterwards flood = (socket, in, out) -> {
            byte[] octets = new byte[64 * 1024];
            while (sent.get() < 64L << 20) {
                out.write(octets);
                sent.addAndGet(octets.length);
            }
        };
        try (MailServer imap = MailServer.imap(flood);
                Running running = new Running.Builder().imap(imap.port()).start();
                Program program = running.imap()) {
            program.say(SIGN_IN);
            program.hear("a1 OK");
            long held = await().during(Duration.ofMillis(700))
                    .atMost(Duration.ofSeconds(20))
                    .until(new Steady(sent), before -> before >= 0);
            assertThat(held).isLessThan(48L << 20);
            program.in().skipNBytes(64L << 20);
            assertThat(sent.get()).isEqualTo(64L << 20);
        }
    }

    /** The count while it stands still, or -1. */
    private static final class Steady implements java.util.concurrent.Callable<Long> {
        private final AtomicLong count;
        private long before = -1;

        Steady(AtomicLong count) {
            this.count = count;
        }

        @Override
        public Long call() {
            long now = count.get();
            long steady = now > 0 && now == before ? now : -1;
            before = now;
            return steady;
        }
    }

    @Test
    void aProgramThatHasEndedItsSideStillHearsTheServerOut() throws Exception {
        MailServer.Afterwards answerAtTheEnd = (socket, in, out) -> {
            String all = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
            out.write(("heard " + all).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        };
        try (MailServer imap = MailServer.imap(answerAtTheEnd);
                Running running = new Running.Builder().imap(imap.port()).start();
                Program program = running.imap()) {
            program.say(SIGN_IN + "the last words\r\n");
            program.hear("a1 OK");
            program.socket().shutdownOutput();
            assertThat(program.hear()).isEqualTo("heard the last words");
            assertThat(program.isAtEnd()).isTrue();
            await().until(() -> running.connector().connections() == 0);
        }
    }

    @Test
    void aServerThatHasEndedEndsTheProgramsConnection() throws Exception {
        MailServer.Afterwards bye = (socket, in, out) ->
                out.write("* BYE going down\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        try (MailServer imap = MailServer.imap(bye);
                Running running = new Running.Builder().imap(imap.port()).start();
                Program program = running.imap()) {
            program.say(SIGN_IN);
            program.hear("a1 OK");
            assertThat(program.hear()).isEqualTo("* BYE going down");
            assertThat(program.isAtEnd()).isTrue();
            program.close();
            await().until(() -> running.connector().connections() == 0);
        }
    }

    @Test
    void aProgramThatIsGoneEndsTheServersConnection() throws Exception {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        try (MailServer imap = MailServer.imap((socket, in, out) -> ended.complete(in.read()));
                Running running = new Running.Builder().imap(imap.port()).start()) {
            try (Program program = running.imap()) {
                program.say(SIGN_IN);
                program.hear("a1 OK");
            }
            await().until(ended::isDone);
            assertThat(ended.join()).isEqualTo(-1);
            await().until(() -> running.connector().connections() == 0);
        }
    }

    private static void send(OutputStream out, int seed) {
        Random random = new Random(seed);
        byte[] octets = new byte[10_007];
        try {
            for (int left = SIZE; left > 0; left -= octets.length) {
                random.nextBytes(octets);
                out.write(octets, 0, Math.min(left, octets.length));
            }
            out.flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String digest(int seed) throws IOException {
        MessageDigest digest = sha256();
        send(
                new OutputStream() {
                    @Override
                    public void write(int octet) {
                        digest.update((byte) octet);
                    }

                    @Override
                    public void write(byte[] octets, int from, int count) {
                        digest.update(octets, from, count);
                    }
                },
                seed);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String digest(InputStream in, int size) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[32 * 1024];
        for (int left = size; left > 0; ) {
            int count = in.read(buffer, 0, Math.min(left, buffer.length));
            if (count < 0) {
                throw new IOException("the end came " + left + " octets early");
            }
            digest.update(buffer, 0, count);
            left -= count;
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
