package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.server.RealServer.Said;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** People who apply to a real server by commands, and who reviews them. */
final class Applicants {
    static final String AGENCY = "1342000";

    private final RealServer real;

    Applicants(RealServer real) {
        this.real = real;
    }

    /** The agency, and its first reviewer. */
    void firstReviewer() throws Exception {
        real.keyFile("reviewer", real.issued("001심사자001"));
        succeeded("agency", "add", AGENCY, "--name", "교육부", "--domain", "moe.gongmail.example");
        succeeded(
                "account",
                "first-administrator",
                "--certificate",
                real.certificateFile("reviewer"),
                "--name",
                "심사자",
                "--address",
                address("reviewer"),
                "--agency",
                AGENCY);
    }

    /** Somebody who wishes for the address of {@code name}, up to the decision; the application's number. */
    String submitted(String name, String realName, String phone, String birthDate, String... more) throws Exception {
        String key = real.keyFile(name, real.issued("001다른이름002"));
        String id = one("application", "open").path("id").asText();
        JsonNode terms = one("application", "terms");
        succeeded(
                "application",
                "consent",
                id,
                "--terms",
                terms.path("terms").asText(),
                "--privacy",
                terms.path("privacy").asText());
        confirm(one("application", "verify", id), realName, phone, birthDate);
        succeeded("application", "verify", id, "--finish");
        List<String> complete = new ArrayList<>(
                List.of("application", "complete", id, "--key", key, "--agency", AGENCY, "--address", address(name)));
        complete.addAll(List.of(more));
        succeeded(complete.toArray(String[]::new));
        succeeded("application", "submit", id);
        return id;
    }

    /** What the person does on the page of the simulated provider. */
    private static void confirm(JsonNode begun, String realName, String phone, String birthDate) throws Exception {
        String form = Map.of(
                        "transaction",
                        begun.path("transaction").asText(),
                        "name",
                        realName,
                        "birthDate",
                        birthDate,
                        "gender",
                        "F",
                        "foreigner",
                        "false",
                        "carrier",
                        "SKT",
                        "phone",
                        phone)
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(begun.path("page").asText()).resolve("/verify/confirm"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("Accept", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    String succeeded(String... arguments) {
        Said said = real.gongmail(arguments);
        assertThat(said.exit()).as(said.err()).isZero();
        return said.out();
    }

    JsonNode one(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return new ObjectMapper().readTree(succeeded(all.toArray(String[]::new)));
    }
}
