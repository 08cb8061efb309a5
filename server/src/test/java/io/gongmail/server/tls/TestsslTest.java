package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.server.testing.Door;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.tls.TlsContexts.Library;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * testssl.sh (Debian's) finds nothing at a listener but what is accepted with a reason. It takes a minute for each library, so
 * it is run where it is asked for: by {@code scripts/test --all}. It shows no certificate and is refused, so it asks
 * at submission, where a conversation goes on after that: of a connection that ends at once it believes what is not so.
 */
@Tag("clients")
@EnabledIfSystemProperty(named = "gongmail.testssl", matches = ".*", disabledReason = "scripts/test --all runs it")
class TestsslTest {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Set<String> NOTHING_WRONG = Set.of("OK", "INFO", "DEBUG");

    /** Signs of a whole run: without them it has not looked. */
    private static final List<String> LOOKED_AT = List.of(
            "TLS1_3", "TLS1_2", "SSLv3", "cert_chain_of_trust", "heartbleed", "ticketbleed", "ROBOT", "LUCKY13");

    @TempDir
    Path folder;

    /** One line of the file. */
    private record Accepted(String finding, String library, String reason) {
        static Accepted of(String line) {
            String[] parts = line.split("\\|");
            assertThat(parts).as(line).hasSize(3);
            Accepted accepted = new Accepted(parts[0].strip(), parts[1].strip(), parts[2].strip());
            assertThat(accepted.reason()).as("the reason of " + line).isNotEmpty();
            return accepted;
        }

        boolean isOf(Library asked) {
            return library.equals("*") || library.equals(asked.name());
        }
    }

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#libraries")
    void nothingIsFoundButWhatIsAccepted(Library library) throws IOException {
        Program.needed("testssl");
        Path found = folder.resolve("found.json");
        String said;
        try (Door door = Door.of(MailProtocol.SMTP, library)) {
            said = Program.run(command(door, found), Path.of("/dev/null"), PATIENCE)
                    .output();
        }
        List<String> ids = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        Set<Accepted> needed = new LinkedHashSet<>();
        List<Accepted> accepted = accepted(library);
        for (JsonNode finding : new ObjectMapper().readTree(found.toFile())) {
            String id = finding.get("id").asText().replaceFirst(" <.*", "");
            ids.add(id);
            if (!NOTHING_WRONG.contains(finding.get("severity").asText())) {
                accepted.stream()
                        .filter(line -> line.finding().equals(id))
                        .findAny()
                        .ifPresentOrElse(needed::add, () -> wrong.add(finding.toString()));
            }
        }
        assertThat(ids).as(said).containsAll(LOOKED_AT);
        assertThat(wrong).as("found and not accepted").isEmpty();
        assertThat(needed).as("accepted and not found").containsExactlyInAnyOrderElementsOf(accepted);
    }

    private static List<String> command(Door door, Path found) {
        return List.of(
                "testssl",
                "--quiet",
                "--color",
                "0",
                "--warnings",
                "off",
                "--nodns",
                "none",
                "--ip",
                "127.0.0.1",
                "--openssl-timeout",
                "10",
                "--connect-timeout",
                "10",
                "--add-ca",
                TestServer.shared().folder().resolve("pki/server-ca.pem").toString(),
                "--jsonfile",
                found.toString(),
                "localhost:" + door.port());
    }

    private static List<Accepted> accepted(Library library) throws IOException {
        try (InputStream file = TestsslTest.class.getResourceAsStream("testssl-accepted.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Accepted::of)
                    .filter(line -> line.isOf(library))
                    .toList();
        }
    }
}
