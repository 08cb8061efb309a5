package io.gongmail.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** What a person does on the page of the simulated identity provider. */
public final class VerificationPage {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private VerificationPage() {}

    /**
     * Fills in the form and confirms.
     *
     * @throws IOException when the provider is not there, or answers something else than 200
     */
    public static void confirm(URI page, String transaction, String name) throws IOException {
        String form = Map.of(
                        "transaction", transaction,
                        "name", name,
                        "birthDate", "1985-05-05",
                        "gender", "F",
                        "foreigner", "false",
                        "carrier", "SKT",
                        "phone", "01012345678")
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(page.resolve(URI.create("/verify/confirm")))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> response;
        try {
            response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (response.statusCode() != 200) {
            throw new IOException("the page answers " + response.statusCode() + " " + response.body());
        }
    }
}
