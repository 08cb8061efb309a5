package io.gongmail.server.enrollment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A provider by HTTP and JSON: {@code POST verify/start} and {@code POST verify/result}; the result, and the way back from its
 * page, are signed by HMAC-SHA256 with the shared key. Answers are read up to 64 KiB, a call takes 10 s at most, redirects are not followed.
 */
public final class HttpIdentityProvider implements IdentityProvider {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LARGEST = 64 * 1024;

    private final URI base;
    private final Path keyFile;
    private final String service;
    private final Duration patience;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param keyFile 64 hexadecimal digits; read at each result, so that it can be changed
     * @param service this server's name
     */
    public HttpIdentityProvider(URI base, Path keyFile, String service) {
        this(base, keyFile, service, PATIENCE);
    }

    HttpIdentityProvider(URI base, Path keyFile, String service, Duration patience) {
        this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
        this.keyFile = keyFile;
        this.service = service;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public Started start(String requestNumber, String method) throws IOException {
        return started(Map.of("requestNumber", requestNumber, "service", service, "method", method));
    }

    @Override
    public Started start(String requestNumber, String method, URI back) throws IOException {
        return started(Map.of(
                "requestNumber", requestNumber, "service", service, "method", method, "returnTo", back.toString()));
    }

    @Override
    public boolean hasBrought(Returned returned) throws IOException {
        byte[] signed = ("returned\n" + returned.requestNumber() + "\n" + returned.transaction())
                .getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(
                HexFormat.of().formatHex(signatureOf(signed)).getBytes(StandardCharsets.US_ASCII),
                returned.signature().getBytes(StandardCharsets.UTF_8));
    }

    private Started started(Map<String, String> asked) throws IOException {
        Answer answer = post("verify/start", asked);
        if (answer.status() != 201) {
            throw refused(answer);
        }
        return new Started(text(answer.body(), "transaction"), page(text(answer.body(), "page")));
    }

    @Override
    public Optional<Result> result(String transaction, String requestNumber) throws IOException {
        Answer answer = post("verify/result", Map.of("transaction", transaction, "requestNumber", requestNumber));
        if (answer.status() == 202) {
            return Optional.empty();
        }
        if (answer.status() != 200) {
            throw refused(answer);
        }
        byte[] payload;
        byte[] signature;
        try {
            payload = Base64.getDecoder().decode(text(answer.body(), "payload"));
            signature = HexFormat.of().parseHex(text(answer.body(), "signature"));
        } catch (IllegalArgumentException e) {
            throw new Tampered("not a signed result");
        }
        if (!MessageDigest.isEqual(signature, signatureOf(payload))) {
            throw new Tampered("the signature does not hold");
        }
        return Optional.of(result(payload));
    }

    /** Where the person is sent: a page, and nothing that a browser would run. */
    private static URI page(String text) throws Tampered {
        try {
            URI page = new URI(text);
            if (page.getHost() != null && ("https".equals(page.getScheme()) || "http".equals(page.getScheme()))) {
                return page;
            }
        } catch (URISyntaxException e) {
            throw new Tampered("no address of a page");
        }
        throw new Tampered("no address of a page");
    }

    private Result result(byte[] payload) throws IOException {
        try {
            JsonNode told = json.readTree(payload);
            return new Result(
                    text(told, "provider"),
                    // Whoever does not say whether it is a test is one.
                    !told.path("test").isBoolean() || told.path("test").asBoolean(),
                    text(told, "requestNumber"),
                    text(told, "transaction"),
                    text(told, "name"),
                    text(told, "method"),
                    text(told, "ci"),
                    told.path("phone").asText("").replaceAll("[^0-9]", ""),
                    date(told.path("birthDate").asText("")),
                    Instant.parse(text(told, "at")));
        } catch (JsonProcessingException | DateTimeParseException e) {
            throw new Tampered("not a result");
        }
    }

    /** With hyphens, as some providers write dates without; nothing where it is none. */
    private static String date(String told) {
        String digits = told.replaceAll("[^0-9]", "");
        return digits.length() == 8
                ? digits.substring(0, 4) + "-" + digits.substring(4, 6) + "-" + digits.substring(6)
                : "";
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

    /** An answer, read whole. */
    private record Answer(int status, JsonNode body) {}

    /** The client's own time limit ends with the header: this one holds for the whole answer. */
    private Answer post(String path, Map<String, String> body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, head -> new BoundedBody(LARGEST));
        try {
            HttpResponse<byte[]> whole = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(whole.statusCode(), json.readTree(whole.body()));
        } catch (TimeoutException e) {
            throw new IOException("no whole answer within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Tampered tampered
                    ? tampered
                    : new IOException(String.valueOf(e.getMessage()), e);
        } catch (JsonProcessingException e) {
            throw new Tampered("an answer that is not JSON");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    private static IOException refused(Answer answer) {
        return new IOException("the identity provider answers " + answer.status() + " "
                + answer.body().path("error").asText(""));
    }

    private static String text(JsonNode body, String name) throws Tampered {
        JsonNode value = body.get(name);
        if (value == null || !value.isTextual() || value.asText().isBlank()) {
            throw new Tampered("an answer without " + name);
        }
        return value.asText();
    }
}
