package io.gongmail.server.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.gongmail.pki.demo.identity.IdentitySimulator;
import io.gongmail.server.enrollment.IdentityProvider.Result;
import io.gongmail.server.enrollment.IdentityProvider.Returned;
import io.gongmail.server.enrollment.IdentityProvider.Started;
import io.gongmail.server.enrollment.IdentityProvider.Tampered;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the simulator over real HTTP, and against providers that are slow, dead or lying. */
@Timeout(60)
class HttpIdentityProviderTest {
    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final String NUMBER = "ab".repeat(16);

    @TempDir
    Path folder;

    private Path key;
    private IdentitySimulator simulator;
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Optional<HttpServer> stranger = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        key = Files.writeString(folder.resolve("key"), KEY + "\n");
        simulator = IdentitySimulator.start(
                new InetSocketAddress("127.0.0.1", 0), key, Clock.systemUTC(), new SecureRandom());
    }

    @AfterEach
    void stop() {
        over.countDown();
        simulator.close();
        stranger.ifPresent(server -> server.stop(0));
        threads.shutdownNow();
    }

    private HttpIdentityProvider at(URI base) {
        return new HttpIdentityProvider(base, key, "mail.gongmail.example");
    }

    private HttpIdentityProvider impatient(URI base) {
        return new HttpIdentityProvider(base, key, "mail.gongmail.example", PATIENCE);
    }

    @Test
    void whomTheProviderBringsBackIsToldFromOthers() throws Exception {
        HttpIdentityProvider provider = at(simulator.base());
        Started started = provider.start(NUMBER, "mobile", URI.create("https://portal.example/back"));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HexFormat.of().parseHex(KEY), "HmacSHA256"));
        String signature = HexFormat.of()
                .formatHex(mac.doFinal(
                        ("returned\n" + NUMBER + "\n" + started.transaction()).getBytes(StandardCharsets.UTF_8)));
        assertThat(provider.hasBrought(new Returned(NUMBER, started.transaction(), signature)))
                .isTrue();
        assertThat(provider.hasBrought(new Returned(NUMBER, "0".repeat(32), signature)))
                .isFalse();
        assertThat(provider.hasBrought(new Returned("0".repeat(32), started.transaction(), signature)))
                .isFalse();
        assertThat(provider.hasBrought(new Returned(NUMBER, started.transaction(), "")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mobile", "i-pin"})
    void aPersonGoesThroughWithTheSimulator(String method) throws Exception {
        HttpIdentityProvider provider = at(simulator.base());
        Started started = provider.start(NUMBER, method);
        assertThat(started.page().toString()).startsWith(simulator.base().toString());
        assertThat(provider.result(started.transaction(), NUMBER)).isEmpty();
        confirm(started.transaction());
        Result result = provider.result(started.transaction(), NUMBER).orElseThrow();
        assertThat(result.test()).isTrue();
        assertThat(result.name()).isEqualTo("홍길동");
        assertThat(result.method()).isEqualTo(method);
        assertThat(result.requestNumber()).isEqualTo(NUMBER);
        assertThat(result.transaction()).isEqualTo(started.transaction());
        assertThat(result.ci()).hasSize(88).startsWith("TEST-");
        // Collected once.
        assertThatThrownBy(() -> provider.result(started.transaction(), NUMBER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("410");
    }

    @Test
    void whatTheProviderRefusesIsTold() throws Exception {
        HttpIdentityProvider provider = at(simulator.base());
        Started started = provider.start(NUMBER, "mobile");
        assertThatThrownBy(() -> provider.start(NUMBER, "mobile")).hasMessageContaining("409");
        assertThatThrownBy(() -> provider.result(started.transaction(), "cd".repeat(16)))
                .hasMessageContaining("404");
        assertThatThrownBy(() -> provider.result("nowhere", NUMBER)).hasMessageContaining("404");
    }

    @Test
    void aResultSignedWithAnotherKeyIsTampered() throws Exception {
        HttpIdentityProvider provider = at(simulator.base());
        Started started = provider.start(NUMBER, "mobile");
        confirm(started.transaction());
        Files.writeString(key, "f".repeat(64));
        assertThatThrownBy(() -> provider.result(started.transaction(), NUMBER)).isInstanceOf(Tampered.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123", "zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"})
    void withoutAKeyNothingIsBelieved(String broken) throws Exception {
        HttpIdentityProvider provider = at(simulator.base());
        Started started = provider.start(NUMBER, "mobile");
        confirm(started.transaction());
        Files.writeString(key, broken);
        assertThatThrownBy(() -> provider.result(started.transaction(), NUMBER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(key.toString());
    }

    @Test
    void aDeadProviderIsTold() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> at(URI.create("http://127.0.0.1:" + port)).start(NUMBER, "mobile"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aProviderThatNeverAnswersIsGivenUp() throws Exception {
        URI base = answering(200, new byte[0], Slowness.BEFORE_HEADERS);
        assertThatThrownBy(() -> impatient(base).start(NUMBER, "mobile"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("within 500 ms");
    }

    @Test
    void aProviderThatStopsWithinItsAnswerIsGivenUp() throws Exception {
        URI base = answering(201, "{\"transaction\":\"x\"".getBytes(StandardCharsets.UTF_8), Slowness.WITHIN_BODY);
        assertThatThrownBy(() -> impatient(base).start(NUMBER, "mobile"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("within 500 ms");
    }

    @Test
    void anAnswerWithoutEndIsNotReadToIt() throws Exception {
        byte[] large = ("{\"page\":\"" + "x".repeat(70_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> at(answering(201, large, Slowness.NONE)).start(NUMBER, "mobile"))
                .isInstanceOf(Tampered.class)
                .hasMessageContaining("65536");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "null",
                "{}",
                "{\"transaction\":\"x\"}",
                "{\"transaction\":7,\"page\":\"https://a.example/\"}",
                "{\"transaction\":\" \",\"page\":\"https://a.example/\"}",
                "{\"transaction\":\"x\",\"page\":\"not an address\"}",
                "{\"transaction\":\"x\",\"page\":\"javascript:alert(1)\"}"
            })
    void anAnswerThatIsNoneStartsNothing(String body) throws Exception {
        URI base = answering(201, body.getBytes(StandardCharsets.UTF_8), Slowness.NONE);
        assertThatThrownBy(() -> at(base).start(NUMBER, "mobile")).isInstanceOf(Tampered.class);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        URI base = answering(302, "{}".getBytes(StandardCharsets.UTF_8), Slowness.NONE);
        assertThatThrownBy(() -> at(base).start(NUMBER, "mobile"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("302");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"payload\":\"e30=\"}",
                "{\"payload\":\"e30=\",\"signature\":\"\"}",
                "{\"payload\":\"e30=\",\"signature\":\"not hex\"}",
                "{\"payload\":\"***\",\"signature\":\"00\"}",
                "{\"payload\":\"e30=\",\"signature\":\"00\"}"
            })
    void aResultThatIsNotSignedIsTampered(String body) throws Exception {
        URI base = answering(200, body.getBytes(StandardCharsets.UTF_8), Slowness.NONE);
        assertThatThrownBy(() -> at(base).result("t", NUMBER)).isInstanceOf(Tampered.class);
    }

    /** Signed by the right key, and still not a result: each lacks one thing, or has it in another shape. */
    @ParameterizedTest
    @ValueSource(strings = {"provider", "requestNumber", "transaction", "name", "method", "ci", "at"})
    void aSignedResultThatLacksSomethingIsTampered(String missing) throws Exception {
        String payload = payload().replace("\"" + missing + "\"", "\"other\"");
        assertThatThrownBy(() -> at(signed(payload)).result("t", NUMBER)).isInstanceOf(Tampered.class);
        String emptied = payload().replaceAll("\"" + missing + "\":\"[^\"]*\"", "\"" + missing + "\":\"\"");
        assertThatThrownBy(() -> at(signed(emptied)).result("t", NUMBER)).isInstanceOf(Tampered.class);
    }

    @Test
    void whoDoesNotSayWhetherItIsATestIsOne() throws Exception {
        assertThat(at(signed(payload())).result("t", NUMBER).orElseThrow().test())
                .isFalse();
        assertThat(at(signed(payload().replace("\"test\":false,", "")))
                        .result("t", NUMBER)
                        .orElseThrow()
                        .test())
                .isTrue();
        assertThat(at(signed(payload().replace("false", "\"no\"")))
                        .result("t", NUMBER)
                        .orElseThrow()
                        .test())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-11-24", "2026-11-24 01:02:03"})
    void aTimeThatIsNoneIsTampered(String at) throws Exception {
        assertThatThrownBy(() -> at(signed(payload().replace("2026-11-24T01:02:03Z", at)))
                        .result("t", NUMBER))
                .isInstanceOf(Tampered.class);
    }

    private static String payload() {
        return "{\"provider\":\"PASS\",\"test\":false,\"requestNumber\":\"" + NUMBER
                + "\",\"transaction\":\"t\",\"name\":\"홍길동\",\"method\":\"mobile\",\"ci\":\"C\","
                + "\"at\":\"2026-11-24T01:02:03Z\"}";
    }

    private URI signed(String payload) throws Exception {
        byte[] octets = payload.getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(HexFormat.of().parseHex(KEY), "HmacSHA256"));
        String body = "{\"payload\":\"" + Base64.getEncoder().encodeToString(octets) + "\",\"signature\":\""
                + HexFormat.of().formatHex(mac.doFinal(octets)) + "\"}";
        return answering(200, body.getBytes(StandardCharsets.UTF_8), Slowness.NONE);
    }

    private enum Slowness {
        NONE,
        BEFORE_HEADERS,
        WITHIN_BODY
    }

    /** A provider that answers everything with this. */
    private URI answering(int status, byte[] body, Slowness slowness) throws IOException {
        stranger.ifPresent(before -> before.stop(0));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                if (slowness == Slowness.BEFORE_HEADERS) {
                    waitForTheEnd();
                }
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                exchange.sendResponseHeaders(status, slowness == Slowness.WITHIN_BODY ? body.length + 10 : body.length);
                exchange.getResponseBody().write(body);
                exchange.getResponseBody().flush();
                if (slowness == Slowness.WITHIN_BODY) {
                    waitForTheEnd();
                }
            }
        });
        server.start();
        stranger = Optional.of(server);
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void waitForTheEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void confirm(String transaction) throws Exception {
        String form = Map.of(
                        "transaction", transaction,
                        "name", "홍길동",
                        "birthDate", "1980-01-31",
                        "gender", "M",
                        "carrier", "SKT",
                        "phone", "01012345678")
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .reduce((a, b) -> a + "&" + b)
                .orElseThrow();
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(simulator.base().resolve("/verify/confirm"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
