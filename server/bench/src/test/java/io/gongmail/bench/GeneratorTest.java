package io.gongmail.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.bench.Errand.Purpose;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many visits are begun, at a port where nobody is: each fails and counts. */
class GeneratorTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Generator generator = new Generator();
    private Errand errand;
    private int port;

    @BeforeEach
    void nobodyIsThere() throws IOException {
        errand = new Errand(new Visitor("hong", SslContextBuilder.forClient().build(), "", ""), Purpose.GREETING);
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
    }

    @AfterEach
    void close() {
        generator.close();
    }

    @Test
    void everyErrandIsRunOnceHoweverManyAtATime() throws Exception {
        for (int together : new int[] {1, 3, 20}) {
            Iterator<Errand> ten = IntStream.range(0, 10).mapToObj(i -> errand).iterator();
            assertThat(of(generator.together(port, together, ten, LONG)).failed())
                    .isEqualTo(10);
        }
    }

    @Test
    void afterItsTimeNoneIsBegun() throws Exception {
        Iterator<Errand> endless = Stream.generate(() -> errand).iterator();
        assertThat(of(generator.together(port, 3, endless, Duration.ZERO)).failed())
                .isZero();
    }

    @Test
    void aPaceIsKeptToItsEnd() throws Exception {
        assertThat(of(generator.paced(port, 200, Duration.ofMillis(100), () -> errand))
                        .failed())
                .isEqualTo(20);
    }

    private static Results of(java.util.concurrent.CompletableFuture<Results> run)
            throws ExecutionException, InterruptedException, TimeoutException {
        return run.get(30, TimeUnit.SECONDS);
    }
}
