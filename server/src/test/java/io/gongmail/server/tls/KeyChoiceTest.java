package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Door;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.tls.TlsContexts.Library;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of an RSA and a P-256 key side by side a client gets one that it can use, and the cheaper one if it can use both: whatever
 * signature algorithms (RFC 8446 §4.2.3) and, with TLS 1.2, cipher suites it offers.
 */
@Tag("clients")
class KeyChoiceTest {
    /** What openssl says of the signature that it was shown. */
    private static final String RSA_PSS = "Peer signature type: RSA-PSS\n";

    private static final String RSA = "Peer signature type: RSA\n";
    private static final String ECDSA = "Peer signature type: ECDSA\n";
    private static final String NOTHING = "no peer certificate available";

    static Stream<Arguments> offers() {
        return Providers.libraries()
                .flatMap(library -> Stream.of(
                                Arguments.of("-tls1_3", ECDSA),
                                Arguments.of("-tls1_3 -sigalgs ECDSA+SHA256", ECDSA),
                                Arguments.of("-tls1_3 -sigalgs RSA-PSS+SHA256", RSA_PSS),
                                Arguments.of("-tls1_3 -sigalgs RSA-PSS+SHA384", RSA_PSS),
                                Arguments.of("-tls1_3 -sigalgs RSA-PSS+SHA512", RSA_PSS),
                                Arguments.of("-tls1_3 -sigalgs RSA-PSS+SHA256:ECDSA+SHA256", ECDSA),
                                Arguments.of("-tls1_3 -sigalgs ed25519", NOTHING),
                                Arguments.of("-tls1_2", ECDSA),
                                Arguments.of("-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256", RSA_PSS),
                                Arguments.of("-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", ECDSA),
                                Arguments.of(
                                        "-tls1_2 -cipher ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256",
                                        ECDSA),
                                Arguments.of("-tls1_2 -sigalgs RSA+SHA256", RSA),
                                Arguments.of("-tls1_2 -sigalgs RSA+SHA384", RSA),
                                Arguments.of("-tls1_2 -sigalgs RSA+SHA512", RSA),
                                Arguments.of("-tls1_2 -sigalgs RSA+SHA256:ECDSA+SHA256", ECDSA),
                                Arguments.of(
                                        "-tls1_2 -sigalgs RSA+SHA256 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", NOTHING),
                                Arguments.of(
                                        "-tls1_2 -sigalgs ECDSA+SHA256 -cipher ECDHE-RSA-AES128-GCM-SHA256", NOTHING))
                        .map(offer -> Arguments.of(library, offer.get()[0], offer.get()[1])));
    }

    @ParameterizedTest
    @MethodSource("offers")
    void theKeyFitsTheClient(Library library, String offer, String heard) {
        Program.needed("openssl");
        try (Door door = Door.of(MailProtocol.IMAP, library)) {
            assertThat(shake(door, offer)).contains(heard);
        }
    }

    private static String shake(Door door, String offer) {
        TestServer server = TestServer.shared();
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-connect",
                "localhost:" + door.port(),
                "-CAfile",
                server.folder().resolve("pki/server-ca.pem").toString(),
                "-ign_eof"));
        command.addAll(List.of(offer.split(" ")));
        return Program.run(command, Path.of("/dev/null")).output();
    }
}
