package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Door;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.tls.TlsContexts.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody shakes hands twice on a connection (RFC 5746): a second certificate would be one that no gate has judged. */
@Tag("clients")
class RenegotiationTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#libraries")
    void whoIsLetInShakesHandsOnce(Library library) throws IOException {
        Program.needed("openssl");
        TestPerson hong = TestServer.shared().person("hong");
        Path asks = Files.writeString(folder.resolve("asks"), "R\na9 LOGOUT\n");
        try (Door door = Door.of(MailProtocol.IMAP, library)) {
            String heard = Program.run(
                            List.of(
                                    "openssl",
                                    "s_client",
                                    "-tls1_2",
                                    "-connect",
                                    "localhost:" + door.port(),
                                    "-cert",
                                    hong.certificateFile().toString(),
                                    "-key",
                                    hong.keyFile().toString()),
                            asks)
                    .output();
            assertThat(heard).contains("RENEGOTIATING", "SSL alert number").doesNotContain("a9 OK");
        }
    }
}
