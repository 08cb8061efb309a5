package io.gongmail.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.Door;
import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.tls.TlsContexts.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A session is never resumed: who comes back with the one of a good connection, but without card or key, is a stranger. By
 * openssl, which offers what it was given: a session id or ticket with TLS 1.2 (RFC 5246 §7.3, RFC 5077), a ticket with TLS
 * 1.3 (RFC 8446 §4.6.1).
 */
@Tag("clients")
class ResumptionTest {
    /** How openssl is told to come. */
    enum Way {
        TLS_1_2_BY_SESSION_ID("-tls1_2", "-no_ticket"),
        TLS_1_2_BY_TICKET("-tls1_2"),
        TLS_1_3_BY_TICKET("-tls1_3");

        private final List<String> options;

        Way(String... options) {
            this.options = List.of(options);
        }
    }

    @TempDir
    static Path folder;

    private static TestServer server;
    private static TestPerson hong;

    @BeforeAll
    static void somebody() {
        server = TestServer.shared();
        hong = server.person("hong");
    }

    static Stream<Arguments> doors() {
        return Stream.of(MailProtocol.IMAP, MailProtocol.SMTP)
                .flatMap(protocol -> Stream.of(Way.values()).map(way -> Arguments.of(protocol, way)));
    }

    @ParameterizedTest
    @MethodSource("doors")
    @Adversary("resumption with ticket or session id on each provider")
    void whoOffersTheJdkAnEarlierSessionShakesHandsAnew(MailProtocol protocol, Way way) throws IOException {
        shakesHandsAnew(Library.JDK, protocol, way);
    }

    @ParameterizedTest
    @MethodSource("doors")
    @Adversary("resumption with ticket or session id on each provider")
    void whoOffersOpenSslAnEarlierSessionShakesHandsAnew(MailProtocol protocol, Way way) throws IOException {
        shakesHandsAnew(openSsl(), protocol, way);
    }

    private static Library openSsl() {
        assumeTrue(TlsContexts.openSslAvailable(), "OpenSSL's provider is not at hand");
        return Library.OPENSSL;
    }

    private static void shakesHandsAnew(Library library, MailProtocol protocol, Way way) throws IOException {
        Program.needed("openssl");
        Path session = folder.resolve("session-" + library + "-" + protocol + "-" + way);
        try (Door door = Door.of(protocol, library)) {
            String first = come(door, way, with(hong, "-sess_out", session.toString()));
            assertThat(first).contains("New, ").contains(greeting(door));

            String again = come(door, way, with(hong, offering(session)));
            assertThat(again)
                    .contains("New, ", "Acceptable client certificate CA names", greeting(door))
                    .doesNotContain("Reused, ");

            String without = come(door, way, offering(session));
            assertThat(without)
                    .contains("New, ", "Acceptable client certificate CA names", door.refusal())
                    .containsPattern("\\(G-101\\)")
                    .doesNotContain("Reused, ", greeting(door));
        }
    }

    /** Of one server: each of its listeners may let in others, and tells others what they may do. */
    @ParameterizedTest
    @MethodSource("doors")
    @Adversary("ticket of one listener at another")
    void theSessionOfOneListenerIsNoneAtAnotherOfTheJdk(MailProtocol protocol, Way way) throws IOException {
        isNoneElsewhere(Library.JDK, protocol, way);
    }

    @ParameterizedTest
    @MethodSource("doors")
    @Adversary("ticket of one listener at another")
    void theSessionOfOneListenerIsNoneAtAnotherOfOpenSsl(MailProtocol protocol, Way way) throws IOException {
        isNoneElsewhere(openSsl(), protocol, way);
    }

    private static void isNoneElsewhere(Library library, MailProtocol protocol, Way way) throws IOException {
        Program.needed("openssl");
        MailProtocol elsewhere = protocol == MailProtocol.IMAP ? MailProtocol.SMTP : MailProtocol.IMAP;
        Path session = folder.resolve("session-to-" + library + "-" + elsewhere + "-" + way);
        TlsContexts contexts = server.contexts(library);
        try (Door door = Door.among(contexts, protocol);
                Door other = Door.among(contexts, elsewhere)) {
            assertThat(come(door, way, with(hong, "-sess_out", session.toString())))
                    .contains(greeting(door));

            assertThat(come(other, way, offering(session)))
                    .contains("New, ", "Acceptable client certificate CA names", other.refusal())
                    .containsPattern("\\(G-101\\)")
                    .doesNotContain("Reused, ", greeting(other));
        }
    }

    /** At the start of a line: "220 " alone may stand in what openssl counts. */
    private static String greeting(Door door) {
        return "\n" + door.greeting();
    }

    /** A server that has given out nothing to resume has left no file: then there is nothing to offer. */
    private static String[] offering(Path session) {
        return Files.exists(session) ? new String[] {"-sess_in", session.toString()} : new String[0];
    }

    private static String[] with(TestPerson person, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "-cert",
                person.certificateFile().toString(),
                "-key",
                person.keyFile().toString()));
        options.addAll(List.of(more));
        return options.toArray(String[]::new);
    }

    private static String come(Door door, Way way, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-connect",
                "localhost:" + door.port(),
                "-CAfile",
                server.folder().resolve("pki/server-ca.pem").toString(),
                "-verify_return_error",
                "-ign_eof"));
        command.addAll(way.options);
        command.addAll(List.of(more));
        Path goodbye = Files.writeString(folder.resolve("goodbye"), door.goodbye());
        return Program.run(command, goodbye).output();
    }
}
