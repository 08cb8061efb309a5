package io.gongmail.server.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples that agencies copy, against the real listener for systems. */
@Tag("clients")
class RelayKitTest {
    private static final Path KIT = Path.of("../scripts/relay-kit").toAbsolutePath();
    private static final String FROM = "notice@" + TestServer.SECOND_DOMAIN;
    private static final String TO = "notice+kit@" + TestServer.DOMAIN;
    private static final Pattern NUMBER = Pattern.compile("250 2\\.6\\.0 Notice ([0-9a-f-]{36}) is taken for 1 people");

    @TempDir
    static Path folder;

    private static Submission relay;
    private static Registry registry;
    private static TestPerson system;
    private static TestPerson hong;
    private static Path anchor;

    /** One of the kit. */
    enum Example {
        SHELL("curl", "notice.sh"),
        PYTHON("python3", "notice.py"),
        JAVA("java", "Notice.java");

        private final String program;
        private final String file;

        Example(String program, String file) {
            this.program = program;
            this.file = file;
        }

        List<String> command(TestPerson shown, String to) {
            String script = KIT.resolve(file).toString();
            List<String> command = new ArrayList<>(
                    switch (this) {
                        case SHELL -> List.of("bash", script);
                        case PYTHON -> List.of("python3", script);
                        case JAVA ->
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    script);
                    });
            command.addAll(List.of("localhost", Integer.toString(relay.port())));
            command.addAll(
                    this == JAVA
                            ? List.of(
                                    shown.folder().resolve("person.p12").toString(),
                                    folder.resolve("password").toString())
                            : List.of(
                                    shown.certificateFile().toString(),
                                    shown.keyFile().toString()));
            command.addAll(List.of(anchor.toString(), FROM, to));
            return command;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        relay = Submission.relay();
        TestServer server = relay.server();
        registry = server.registry();
        system = server.system("kit-system");
        hong = server.person("kit-hong");
        registry.audiences().save("kit", TestServer.MINISTRY, hong.address(), "test");
        registry.audiences().save("kit-other", "", "all", "test");
        anchor = server.folder().resolve("pki/server-ca.pem");
        Files.writeString(folder.resolve("password"), "changeit\n");
    }

    private static Path message(String id, String body) throws Exception {
        Path message = Files.createTempFile(folder, "message", ".eml");
        return Files.writeString(
                message,
                "From: <" + FROM + ">\nTo: <" + TO + ">\nSubject: notice\nMessage-ID: <" + id
                        + "@system.example>\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
                        + body + "\n",
                StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void aNoticeIsTakenAndWhatIsSentAgainIsTheSame(Example example) throws Exception {
        Program.needed(example.program);
        Path message = message(UUID.randomUUID().toString(), "점검 안내\n.\nthe end");
        Program.Outcome first = Program.run(example.command(system, TO), message);
        assertThat(first.exit()).as(first.output()).isZero();
        Program.Outcome second = Program.run(example.command(system, TO), message);
        assertThat(second.exit()).as(second.output()).isZero();
        OfficialNotice notice = taken(first);
        assertThat(taken(second)).isEqualTo(notice);
        assertThat(notice.sender()).isEqualTo(Address.of(system.address()));
        assertThat(registry.notices().members(notice.number())).containsExactly(Address.of(hong.address()));
    }

    private static OfficialNotice taken(Program.Outcome outcome) {
        Matcher matcher = NUMBER.matcher(outcome.output());
        assertThat(matcher.find()).as(outcome.output()).isTrue();
        return registry.notices()
                .find(NoticeNumber.parse(matcher.group(1)).orElseThrow())
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRefusedIsToldInTheServersWords(Example example) throws Exception {
        Program.needed(example.program);
        Path message = message(UUID.randomUUID().toString(), "x");
        Program.Outcome other = Program.run(example.command(system, "notice+kit-other@" + TestServer.DOMAIN), message);
        assertThat(other.output()).contains("550 5.7.1").contains("(G-935)");
        assertThat(other.exit()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void anotherNoticeOfTheSameIdIsRefusedAfterItsData(Example example) throws Exception {
        Program.needed(example.program);
        String id = UUID.randomUUID().toString();
        assertThat(Program.run(example.command(system, TO), message(id, "one")).exit())
                .isZero();
        Program.Outcome another = Program.run(example.command(system, TO), message(id, "two"));
        assertThat(another.output()).contains("554 5.6.0").contains("(G-942)");
        assertThat(another.exit()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aPersonsCertificateSignsInNowhereHere(Example example) throws Exception {
        Program.needed(example.program);
        Program.Outcome refused =
                Program.run(example.command(hong, TO), message(UUID.randomUUID().toString(), "x"));
        assertThat(refused.exit()).as(refused.output()).isNotZero();
        assertThat(refused.output()).doesNotContain("is taken");
    }
}
