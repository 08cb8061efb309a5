package io.gongmail.server.enrollment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A provider by HTTP and JSON: {@code POST verify/start} and {@code POST verify/result}; the result is signed by
 * HMAC-SHA256 with the shared key. Answers are read up to 64 KiB, a call takes 10 s at most, redirects are not followed.
 */
public final class HttpIdentityProvider implements IdentityProvider {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LARGEST = 64 * 1024;

    private final URI base;
    private final Path keyFile;
    private final String service;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param keyFile 64 hexadecimal digits; read at each result, so that it can be changed
     * @param service this server's name
     */
    public HttpIdentityProvider(URI base, Path keyFile, String service) {
        this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
        this.keyFile = keyFile;
        this.service = service;
    }

    @Override
    public Started start(String requestNumber, String method) throws IOException {
        HttpResponse<InputStream> answer =
                post("verify/start", Map.of("requestNumber", requestNumber, "service", service, "method", method));
        JsonNode body = body(answer);
        if (answer.statusCode() != 201) {
            throw refused(answer, body);
        }
        try {
            return new Started(text(body, "transaction"), URI.create(text(body, "page")));
        } catch (IllegalArgumentException e) {
            throw new Tampered("no address of a page");
        }
    }

    @Override
    public Optional<Result> result(String transaction, String requestNumber) throws IOException {
        HttpResponse<InputStream> answer =
                post("verify/result", Map.of("transaction", transaction, "requestNumber", requestNumber));
        JsonNode body = body(answer);
        if (answer.statusCode() == 202) {
            return Optional.empty();
        }
        if (answer.statusCode() != 200) {
            throw refused(answer, body);
        }
        byte[] payload;
        byte[] signature;
        try {
            payload = Base64.getDecoder().decode(text(body, "payload"));
            signature = HexFormat.of().parseHex(text(body, "signature"));
        } catch (IllegalArgumentException e) {
            throw new Tampered("not a signed result");
        }
        if (!MessageDigest.isEqual(signature, signatureOf(payload))) {
            throw new Tampered("the signature does not hold");
        }
        return Optional.of(result(payload));
    }

    private Result result(byte[] payload) throws IOException {
        try {
            JsonNode told = json.readTree(payload);
            return new Result(
                    text(told, "provider"),
                    // Whoever does not say whether it is a test is one.
                    told.path("test").asBoolean(true),
                    text(told, "requestNumber"),
                    text(told, "transaction"),
                    text(told, "name"),
                    text(told, "method"),
                    text(told, "ci"),
                    Instant.parse(text(told, "at")));
        } catch (JsonProcessingException | DateTimeParseException e) {
            throw new Tampered("not a result");
        }
    }

    private byte[] signatureOf(byte[] payload) throws IOException {
        String key = Files.readString(keyFile).strip();
        if (!key.matches("[0-9a-fA-F]{64}")) {
            throw new IOException(keyFile + ": must hold 64 hexadecimal digits");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(key), "HmacSHA256"));
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private HttpResponse<InputStream> post(String path, Map<String, String> body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private JsonNode body(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream in = answer.body()) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new Tampered("an answer of more than " + LARGEST + " octets");
            }
            return json.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new Tampered("an answer that is not JSON");
        }
    }

    private static IOException refused(HttpResponse<?> answer, JsonNode body) {
        return new IOException("the identity provider answers " + answer.statusCode() + " "
                + body.path("error").asText(""));
    }

    private static String text(JsonNode body, String name) throws Tampered {
        JsonNode value = body.get(name);
        if (value == null || !value.isTextual() || value.asText().isBlank()) {
            throw new Tampered("an answer without " + name);
        }
        return value.asText();
    }
}
