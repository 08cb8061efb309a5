package io.gongmail.pki.demo.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentitySimulatorTest {
    private static final String HONG =
            "\"name\":\"홍길동\",\"birthDate\":\"1980-01-31\",\"gender\":\"M\",\"carrier\":\"SKT\",\"phone\":\"01012345678\"";

    @TempDir
    Path folder;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final MovingClock clock = new MovingClock();
    private IdentitySimulator simulator;

    @BeforeEach
    void start() throws Exception {
        simulator = IdentitySimulator.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                folder.resolve("identity.key"),
                clock,
                new SecureRandom());
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void aPersonIsVerifiedOnceAndTheResultIsSigned() throws Exception {
        String transaction = begun("request-0001", "mobile");
        HttpResponse<String> waiting = post("/verify/result", collecting(transaction, "request-0001"));
        assertThat(waiting.statusCode()).isEqualTo(202);
        assertThat(waiting.body()).contains("\"state\":\"waiting\"");

        HttpResponse<String> confirmed =
                post("/verify/confirm", "{\"transaction\":\"" + transaction + "\"," + HONG + "}");
        assertThat(confirmed.statusCode()).isEqualTo(200);
        assertThat(confirmed.body()).contains("\"test\":true", "confirmed");

        HttpResponse<String> answer = post("/verify/result", collecting(transaction, "request-0001"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("시험용");
        JsonNode told = json.readTree(answer.body());
        byte[] payload = Base64.getDecoder().decode(told.get("payload").asText());
        assertThat(told.get("signature").asText()).isEqualTo(signed(payload));
        JsonNode result = json.readTree(payload);
        assertThat(result.get("name").asText()).isEqualTo("홍길동");
        assertThat(result.get("provider").asText()).isEqualTo("TEST-MOBILE");
        assertThat(result.get("test").asBoolean()).isTrue();
        assertThat(result.get("requestNumber").asText()).isEqualTo("request-0001");
        assertThat(result.get("transaction").asText()).isEqualTo(transaction);
        assertThat(result.get("phone").asText()).isEqualTo("01012345678");
        assertThat(result.get("at").asText()).isEqualTo("2026-11-24T00:00:00Z");
        assertThat(result.get("ci").asText()).hasSize(88).startsWith("TEST-");
        assertThat(result.get("di").asText()).hasSize(64);

        assertThat(post("/verify/result", collecting(transaction, "request-0001"))
                        .statusCode())
                .isEqualTo(410);
    }

    @Test
    void aPersonIsBroughtBackWithASignedAddress() throws Exception {
        HttpResponse<String> answer = post(
                "/verify/start",
                starting("request-0001", "mobile", "one.example")
                        .replace("}", ",\"returnTo\":\"https://one.example:8443/apply/return\"}"));
        String transaction = json.readTree(answer.body()).get("transaction").asText();
        HttpRequest typed = HttpRequest.newBuilder(simulator.base().resolve("/verify/confirm"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "transaction=" + transaction + "&name=Hong&birthDate=1980-01-31&gender=M&carrier=SKT&phone="))
                .build();
        HttpResponse<String> confirmed = http.send(typed, HttpResponse.BodyHandlers.ofString());
        assertThat(confirmed.statusCode()).isEqualTo(303);
        assertThat(confirmed.headers().firstValue("Location"))
                .contains("https://one.example:8443/apply/return?requestNumber=request-0001&transaction=" + transaction
                        + "&signature="
                        + signed(("returned\nrequest-0001\n" + transaction).getBytes(StandardCharsets.UTF_8)));
        assertThat(post("/verify/result", collecting(transaction, "request-0001"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void nobodyIsBroughtToWhatIsNoPageInHttps() throws Exception {
        int number = 0;
        for (String returnTo : new String[] {
            "javascript:alert(1)",
            "http://one.example/",
            "https://one.example/?x=1",
            "https://one.example/#x",
            "https://user@one.example/",
            "https://one.example/\\r\\nSet-Cookie: x=1"
        }) {
            HttpResponse<String> answer = post(
                    "/verify/start",
                    starting("request-100" + number++, "mobile", "one.example")
                            .replace("}", ",\"returnTo\":\"" + returnTo + "\"}"));
            assertThat(answer.statusCode()).as(returnTo).isEqualTo(400);
        }
    }

    @Test
    void ciIsTheSameForAPersonEverywhereAndDiIsNot() throws Exception {
        JsonNode one = result("request-0001", "mobile", "one.example", HONG);
        JsonNode other = result("request-0002", "i-pin", "two.example", HONG);
        JsonNode kim = result("request-0003", "mobile", "one.example", HONG.replace("홍길동", "김철수"));
        assertThat(one.get("ci")).isEqualTo(other.get("ci")).isNotEqualTo(kim.get("ci"));
        assertThat(one.get("di")).isNotEqualTo(other.get("di")).isNotEqualTo(kim.get("di"));
        assertThat(other.get("provider").asText()).isEqualTo("TEST-I-PIN");
        assertThat(other.get("phone").asText()).isEmpty();
    }

    @Test
    void everyPageSaysThatItIsATest() throws Exception {
        String transaction = begun("request-0001", "mobile");
        HttpResponse<String> form = get("/verify?transaction=" + transaction);
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(form.body()).contains("시험용", transaction);
        assertThat(get("/verify?transaction=none").body()).contains("시험용");
        HttpRequest typed = HttpRequest.newBuilder(simulator.base().resolve("/verify/confirm"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                "transaction=" + transaction
                                        + "&name=%ED%99%8D%EA%B8%B8%EB%8F%99&birthDate=1980-01-31&gender=M&carrier=SKT&phone=01012345678"))
                .build();
        HttpResponse<String> confirmed = http.send(typed, HttpResponse.BodyHandlers.ofString());
        assertThat(confirmed.statusCode()).isEqualTo(200);
        assertThat(confirmed.body()).contains("시험용");
        assertThat(post("/verify/result", collecting(transaction, "request-0001"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aWrongRequestNumberCollectsNothing() throws Exception {
        String transaction = begun("request-0001", "mobile");
        post("/verify/confirm", "{\"transaction\":\"" + transaction + "\"," + HONG + "}");
        assertThat(post("/verify/result", collecting(transaction, "request-0002"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(post("/verify/result", collecting(transaction, "request-0001"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aRequestNumberServesOnce() throws Exception {
        begun("request-0001", "mobile");
        HttpResponse<String> again = post("/verify/start", starting("request-0001", "mobile", "one.example"));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("request-number-used");
    }

    @Test
    void aPersonConfirmsOnce() throws Exception {
        String transaction = begun("request-0001", "mobile");
        String confirmation = "{\"transaction\":\"" + transaction + "\"," + HONG + "}";
        assertThat(post("/verify/confirm", confirmation).statusCode()).isEqualTo(200);
        assertThat(post("/verify/confirm", confirmation).statusCode()).isEqualTo(409);
    }

    @Test
    void afterTenMinutesItIsOver() throws Exception {
        String transaction = begun("request-0001", "mobile");
        clock.now = clock.now.plus(Duration.ofMinutes(10));
        assertThat(post("/verify/confirm", "{\"transaction\":\"" + transaction + "\"," + HONG + "}")
                        .statusCode())
                .isEqualTo(410);
    }

    @Test
    void whatIsMalformedOrTooLargeIsRefused() throws Exception {
        assertThat(post("/verify/start", "no json").statusCode()).isEqualTo(400);
        assertThat(post("/verify/start", starting("short", "mobile", "one.example"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/verify/start", starting("request-0001", "letter", "one.example"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/verify/start", "{\"a\":\"" + "x".repeat(8192) + "\"}").statusCode())
                .isEqualTo(413);
        String transaction = begun("request-0002", "mobile");
        assertThat(post(
                                "/verify/confirm",
                                "{\"transaction\":\"" + transaction + "\"," + HONG.replace("1980-01-31", "1980") + "}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(get("/elsewhere").statusCode()).isEqualTo(404);
    }

    @Test
    void theKeyIsItsOwnersOnlyAndIsKept() throws Exception {
        Path key = folder.resolve("identity.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        String before = Files.readString(key);
        simulator.close();
        start();
        assertThat(Files.readString(key)).isEqualTo(before);
    }

    private JsonNode result(String requestNumber, String method, String service, String person) throws Exception {
        String transaction = json.readTree(post("/verify/start", starting(requestNumber, method, service))
                        .body())
                .get("transaction")
                .asText();
        post("/verify/confirm", "{\"transaction\":\"" + transaction + "\"," + person + "}");
        return json.readTree(Base64.getDecoder()
                .decode(json.readTree(post("/verify/result", collecting(transaction, requestNumber))
                                .body())
                        .get("payload")
                        .asText()));
    }

    private String begun(String requestNumber, String method) throws Exception {
        HttpResponse<String> answer = post("/verify/start", starting(requestNumber, method, "one.example"));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).contains("\"test\":true", "시험용");
        JsonNode told = json.readTree(answer.body());
        assertThat(URI.create(told.get("page").asText()).getPath()).isEqualTo("/verify");
        return told.get("transaction").asText();
    }

    private static String starting(String requestNumber, String method, String service) {
        return "{\"requestNumber\":\"%s\",\"service\":\"%s\",\"method\":\"%s\"}"
                .formatted(requestNumber, service, method);
    }

    private static String collecting(String transaction, String requestNumber) {
        return "{\"transaction\":\"%s\",\"requestNumber\":\"%s\"}".formatted(transaction, requestNumber);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(simulator.base().resolve(path))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(simulator.base().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String signed(byte[] payload) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(
                HexFormat.of()
                        .parseHex(
                                Files.readString(folder.resolve("identity.key")).strip()),
                "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(payload));
    }

    private static final class MovingClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-24T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
