package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.gongmail.server.testing.Door;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.tls.TlsContexts.Library;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody shakes hands twice on a connection (RFC 5746): a second certificate would be one that no gate has judged. */
@Tag("clients")
class RenegotiationTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#libraries")
    void whoIsLetInShakesHandsOnce(Library library) throws IOException, InterruptedException {
        Program.needed("openssl");
        TestPerson hong = TestServer.shared().person("hong");
        try (Door door = Door.of(MailProtocol.IMAP, library)) {
            Process client = new ProcessBuilder(
                            "openssl",
                            "s_client",
                            "-tls1_2",
                            "-connect",
                            "localhost:" + door.port(),
                            "-cert",
                            hong.certificateFile().toString(),
                            "-key",
                            hong.keyFile().toString())
                    .redirectErrorStream(true)
                    .start();
            try {
                String heard = assertTimeoutPreemptively(PATIENCE, () -> askForAnother(client));
                assertThat(heard).contains("RENEGOTIATING", "SSL alert number").doesNotContain("a9 OK");
            } finally {
                client.destroyForcibly().waitFor();
            }
        }
    }

    /** Not before it was greeted: openssl takes a greeting that comes in between for a fault, and does not hear us out. */
    private static String askForAnother(Process client) throws IOException {
        StringBuilder heard = new StringBuilder();
        try (BufferedReader lines = client.inputReader(StandardCharsets.ISO_8859_1);
                Writer asks = client.outputWriter(StandardCharsets.ISO_8859_1)) {
            String line = lines.readLine();
            while (line != null) {
                heard.append(line).append('\n');
                if (line.startsWith("* OK")) {
                    asks.write("R\na9 LOGOUT\n");
                    asks.flush();
                }
                line = lines.readLine();
            }
        }
        return heard.toString();
    }
}
