package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A forgotten password, from the application by which the person is known to the new password. */
class PasswordResetCommandsTest {
    private static final String FIRST = "a first long phrase 1";
    private static final String SECOND = "a second long phrase 2";

    @TempDir
    static Path home;

    private static RealServer real;
    private static Issued issued;
    private static String key;

    @BeforeAll
    static void somebodyHasAnAccount() throws Exception {
        real = RealServer.open(home);
        Issued reviewers = real.issued("001reviewer001");
        real.keyFile("reviewer", reviewers);
        succeeded("agency", "add", "1342000", "--name", "교육부", "--domain", "moe.gongmail.example");
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
                "1342000");
        issued = real.issued("001hong001");
        key = real.keyFile("hong", issued);
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
        confirm(one("application", "verify", id), "홍길동");
        succeeded("application", "verify", id, "--finish");
        succeeded("application", "complete", id, "--key", key, "--agency", "1342000", "--address", address("hong"));
        succeeded("application", "submit", id);
        succeeded("application", "approve", id, "--by", address("reviewer"));
        succeeded("account", "password", address("hong"), "--key", key, "--password-file", file(FIRST));
        assertSignsIn(FIRST);
    }

    @AfterAll
    static void stops() {
        if (real != null) {
            real.close();
        }
    }

    private static String file(String password) throws IOException {
        return Files.writeString(home.resolve("password.txt"), password + "\n").toString();
    }

    private static String succeeded(String... arguments) {
        Said said = real.gongmail(arguments);
        assertThat(said.exit()).as(said.err()).isZero();
        return said.out();
    }

    private static JsonNode one(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        return new ObjectMapper().readTree(succeeded(all.toArray(String[]::new)));
    }

    private static Said resets() throws IOException {
        return real.gongmail(
                "account", "reset-password", address("hong"), "--key", key, "--password-file", file(SECOND));
    }

    private static void assertSignsIn(String password) throws IOException {
        try (Talk imap = real.unsigned(issued)) {
            imap.says("a1 LOGIN " + address("hong") + " \"" + password + "\"");
            imap.hearsLine("a1 OK");
        }
    }

    /** What the person does on the page of the simulated provider. */
    private static void confirm(JsonNode begun, String name) throws Exception {
        String form = Map.of(
                        "transaction", begun.path("transaction").asText(),
                        "name", name,
                        "birthDate", "1985-05-05",
                        "gender", "F",
                        "foreigner", "false",
                        "carrier", "SKT",
                        "phone", "01012345678")
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        URI page = URI.create(begun.path("page").asText());
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(page.resolve("/verify/confirm"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("Accept", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void theCertificateAndTheSamePersonVerifiedAnewSetAnotherOne() throws Exception {
        assertThat(resets().err()).contains("(G-228)");

        confirm(one("account", "verify", address("hong")), "김철수");
        Said another = real.gongmail("account", "verify", address("hong"), "--finish");
        assertThat(another.exit()).isEqualTo(1);
        assertThat(another.err()).contains("(G-229)");
        assertThat(resets().err()).contains("(G-228)");
        assertSignsIn(FIRST);

        JsonNode begun = one("account", "verify", address("hong"));
        assertThat(real.gongmail("account", "verify", address("hong"), "--finish")
                        .err())
                .contains("(G-315)");
        confirm(begun, "홍길동");
        succeeded("account", "verify", address("hong"), "--finish");
        Said done = resets();
        assertThat(done.exit()).as(done.err()).isZero();

        assertSignsIn(SECOND);
        assertThat(resets().err()).contains("(G-228)");
        assertThat(real.gongmail("audit", "list", "--json").out())
                .contains("password.owner-verified")
                .contains("\"by\":\"certificate, identity verification\"");
    }
}
