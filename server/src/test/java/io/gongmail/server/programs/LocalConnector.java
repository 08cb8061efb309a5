package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The connector as it is handed out, for one person: a process of its own, from its jar, on ports of its own. */
final class LocalConnector implements AutoCloseable {
    private static final Path JAR = Path.of("connector/target/gongmail-connector.jar");
    private static final String SECRET = "abcdefgh23456789";

    private final WholeServer server;
    private final TestPerson whose;
    private final ProgramHome home;
    private final int imapPort;
    private final int smtpPort;
    private Process process;

    private LocalConnector(WholeServer server, TestPerson whose, ProgramHome home) throws IOException {
        this.server = server;
        this.whose = whose;
        this.home = home;
        this.imapPort = WholeServer.freePort();
        this.smtpPort = WholeServer.freePort();
    }

    /** Skips the test, or under CI fails it, where something is missing. Nothing runs yet. */
    static LocalConnector of(WholeServer server, TestPerson whose, ProgramHome home) throws IOException {
        Program.needed("curl");
        Program.needed("the connector (mvnw package)", Files.exists(JAR));
        return new LocalConnector(server, whose, home);
    }

    /** As the portal hands them out, with what the person's own answers would add. */
    String settings() {
        String handedOut = home.runs(
                        "curl",
                        "--silent",
                        "--show-error",
                        "--fail",
                        "--max-time",
                        "30",
                        "--cacert",
                        server.trust().toString(),
                        server.service().portal().resolve("/setup/connector").toString())
                .output();
        assertThat(handedOut).contains("server = localhost", "server-key-sha256 = ");
        home.write("password", "changeit\n");
        return handedOut + """
                certificate = pkcs12
                certificate-path = %s
                password-file = password
                local-imap-port = %d
                local-smtp-port = %d
                secret = %s
                """.formatted(whose.folder().resolve("person.p12"), imapPort, smtpPort, SECRET);
    }

    private String[] command(String verb, String settings) {
        return new String[] {
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-jar",
            JAR.toAbsolutePath().toString(),
            verb,
            "--settings",
            home.write("connector.properties", settings).toString()
        };
    }

    /** What it says to its own question whether all is well. */
    Program.Outcome checks(String settings) {
        return home.run(command("check", settings));
    }

    /** It serves until it is closed. */
    void runs(String settings) throws IOException {
        Path log = home.folder().resolve("connector.log");
        ProcessBuilder builder = new ProcessBuilder(command("run", settings))
                .directory(home.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("HOME", home.folder().toString());
        process = builder.start();
        await().untilAsserted(() -> {
            String said = Files.readString(log);
            assertThat(said.contains("ready: IMAP") || !process.isAlive())
                    .as(said)
                    .isTrue();
        });
        assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
    }

    int imapPort() {
        return imapPort;
    }

    int smtpPort() {
        return smtpPort;
    }

    /** What a program is told as the user's name. */
    String user() {
        return user(SECRET);
    }

    /** The same with whatever secret. */
    String user(String secret) {
        return secret + "+" + whose.address();
    }

    @Override
    public void close() {
        if (process != null) {
            Display.end(process);
        }
    }
}
