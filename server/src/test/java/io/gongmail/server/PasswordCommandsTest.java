package io.gongmail.server;

import static io.gongmail.server.RealServer.PASSWORD;
import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.SeedAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Setting passwords by command, with people's own key files. */
class PasswordCommandsTest {
    private static final String ANOTHER = "another long phrase 8";

    @TempDir
    static Path home;

    private static RealServer real;

    @BeforeAll
    static void aRunningServer() throws Exception {
        real = RealServer.open(home, Clock.systemUTC(), "[sign-in]\npassword-maximum-age = 90 d\n");
    }

    @AfterAll
    static void stops() {
        if (real != null) {
            real.close();
        }
    }

    private static String file(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text + "\n").toString();
    }

    private static Said sets(String name, String keyFile, String password, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "account",
                "password",
                address(name),
                "--key",
                keyFile,
                "--password-file",
                file(name + ".new", password)));
        arguments.addAll(List.of(more));
        return real.gongmail(arguments.toArray(String[]::new));
    }

    private static void assertOpens(String name, Issued shown, String password) throws IOException {
        try (Talk imap = real.unsigned(shown)) {
            imap.says("a1 LOGIN " + address(name) + " \"" + password + "\"");
            imap.hearsLine("a1 OK");
        }
    }

    @Test
    void theCertificateSetsTheFirstPasswordAlone() throws Exception {
        Issued issued = real.issued("001hong001");
        X509Certificate leaf = issued.certificate();
        real.server
                .registry()
                .accounts()
                .seed(
                        List.of(new SeedAccount(
                                Address.of(address("hong")),
                                "홍길동",
                                AccountType.OFFICIAL,
                                "1342000",
                                CertificateKeys.of(leaf),
                                leaf.getSubjectX500Principal().getName(),
                                leaf.getNotAfter().toInstant(),
                                "")),
                        "test");
        String key = real.keyFile("hong", issued);

        assertThat(sets("hong", key, ANOTHER).exit()).isZero();

        assertOpens("hong", issued, ANOTHER);
        assertThat(sets("hong", key, PASSWORD).err()).contains("(G-226)");
    }

    @Test
    void anotherOneTakesThePresentOneToo() throws Exception {
        Issued issued = real.enrolled("kim");
        String key = real.keyFile("kim", issued);
        try (Talk open = real.imap("kim", issued)) {
            Said alone = sets("kim", key, ANOTHER);
            assertThat(alone.exit()).isEqualTo(1);
            assertThat(alone.err()).contains("(G-226)");
            Said guessed = sets("kim", key, ANOTHER, "--present-password-file", file("guess", "guess"));
            assertThat(guessed.exit()).isEqualTo(1);
            assertThat(guessed.err()).contains("(G-227)");
            open.says("a2 NOOP");
            open.hearsLine("a2 OK");
            assertOpens("kim", issued, PASSWORD);

            Said done = sets("kim", key, ANOTHER, "--present-password-file", file("present", PASSWORD));
            assertThat(done.exit()).as(done.err()).isZero();
            open.hearsLine("* BYE ");
        }
        assertOpens("kim", issued, ANOTHER);
        Said again = sets("kim", key, PASSWORD, "--present-password-file", file("present", ANOTHER));
        assertThat(again.err()).contains("one of the last 5 passwords").contains("(G-225)");
        assertThat(real.gongmail("audit", "list", "--json").out())
                .contains("password.refused")
                .contains("\"by\":\"certificate, password\"");
    }

    @Test
    void showTellsWhenItWasSetAndEnds() throws Exception {
        real.enrolled("lee");
        JsonNode shown = new ObjectMapper()
                .readTree(real.gongmail("account", "show", address("lee"), "--json")
                        .out());
        assertThat(shown.path("password").asText()).isEqualTo("set");
        Instant set = Instant.parse(shown.path("passwordSet").asText());
        assertThat(set).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(Instant.parse(shown.path("passwordEnds").asText())).isEqualTo(set.plus(Duration.ofDays(90)));
    }
}
