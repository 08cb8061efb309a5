package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Door;
import io.gongmail.server.testing.Program;
import io.gongmail.server.tls.TlsContexts.Library;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is offered and what is refused, seen by openssl, which still knows what nobody should speak. */
@Tag("clients")
class SuitesTest {
    private static final List<String> TLS_1_3 =
            List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256");
    private static final List<String> TLS_1_2 = List.of(
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-RSA-CHACHA20-POLY1305",
            "ECDHE-RSA-AES128-GCM-SHA256");
    private static final String REFUSED = "Cipher is (NONE)";

    static Stream<Arguments> suites() {
        return Providers.libraries()
                .flatMap(library -> Stream.concat(
                        TLS_1_3.stream().map(suite -> Arguments.of(library, "TLSv1.3", suite)),
                        TLS_1_2.stream().map(suite -> Arguments.of(library, "TLSv1.2", suite))));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void isSpoken(Library library, String version, String suite) {
        String option = version.equals("TLSv1.3") ? "-ciphersuites" : "-cipher";
        String only = version.equals("TLSv1.3") ? "-tls1_3" : "-tls1_2";

        assertThat(shake(library, only, option, suite)).contains("New, " + version + ", Cipher is " + suite + "\n");
    }

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#libraries")
    void tls13IsPreferred(Library library) {
        assertThat(shake(library)).contains("New, TLSv1.3, Cipher is ");
    }

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#libraries")
    void noOtherSuiteIsSpoken(Library library) {
        String others = "ALL:COMPLEMENTOFALL:@SECLEVEL=0"
                + TLS_1_2.stream().map(":!"::concat).reduce("", String::concat);
        String listed =
                Program.run("openssl", "ciphers", "-s", "-tls1_2", others).output();
        assertThat(Arrays.asList(listed.strip().split(":")))
                .as("what is offered in vain")
                .contains("ECDHE-RSA-AES128-SHA256", "DHE-RSA-AES128-GCM-SHA256", "AES128-GCM-SHA256", "AECDH-NULL-SHA")
                .hasSizeGreaterThan(50)
                .doesNotContainAnyElementsOf(TLS_1_2);

        assertThat(shake(library, "-tls1_2", "-cipher", others)).contains(REFUSED);
        assertThat(shake(library, "-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256"))
                .contains(REFUSED);
    }

    @ParameterizedTest
    @MethodSource("io.gongmail.server.tls.Providers#libraries")
    void noOlderVersionIsSpoken(Library library) {
        for (String version : List.of("-tls1", "-tls1_1")) {
            assertThat(shake(library, version, "-cipher", "ALL:@SECLEVEL=0")).contains(REFUSED);
        }
    }

    private static String shake(Library library, String... options) {
        Program.needed("openssl");
        try (Door door = Door.of(MailProtocol.IMAP, library)) {
            List<String> command =
                    new ArrayList<>(List.of("openssl", "s_client", "-connect", "localhost:" + door.port(), "-ign_eof"));
            command.addAll(List.of(options));
            return Program.run(command, Path.of("/dev/null")).output();
        }
    }
}
