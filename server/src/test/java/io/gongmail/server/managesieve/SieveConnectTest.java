package io.gongmail.server.managesieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real client, which asks for TLS by STARTTLS and shows its certificate behind it. */
class SieveConnectTest {
    private static Scripts scripts;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        Program.needed("sieve-connect");
        scripts = Scripts.open();
    }

    @AfterAll
    static void close() {
        if (scripts != null) {
            scripts.close();
        }
    }

    private Program.Outcome run(TestPerson person, boolean certificate, String... arguments) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), person.password() + "\n");
        List<String> command = new ArrayList<>(List.of(
                "sieve-connect",
                "--server",
                "localhost",
                "--4",
                "--port",
                Integer.toString(scripts.port()),
                "--user",
                person.address(),
                "--passwordfd",
                "0",
                "--authmech",
                "PLAIN",
                "--tlscafile",
                scripts.server.folder().resolve("pki/server-ca.pem").toString()));
        if (certificate) {
            command.addAll(List.of(
                    "--clientcert",
                    person.certificateFile().toString(),
                    "--clientkey",
                    person.keyFile().toString()));
        }
        command.addAll(List.of(arguments));
        return Program.run(command, password);
    }

    @Test
    void aScriptIsUploadedActivatedListedAndGot() throws IOException {
        TestPerson hong = scripts.server.person("hong");
        Path local = Files.writeString(folder.resolve("filter.sieve"), "require \"fileinto\";\nfileinto \"Junk\";\n");
        Program.Outcome up = run(hong, true, "--upload", "--localsieve", local.toString(), "--remotesieve", "filter");
        assertThat(up.exit()).as(up.output()).isZero();
        assertThat(run(hong, true, "--activate", "--remotesieve", "filter").exit())
                .isZero();
        assertThat(run(hong, true, "--list").output()).contains("\"filter\" ACTIVE");
        Path got = folder.resolve("got.sieve");
        Program.Outcome down = run(hong, true, "--download", "--remotesieve", "filter", "--localsieve", got.toString());
        assertThat(down.exit()).as(down.output()).isZero();
        assertThat(Files.readString(got)).isEqualToNormalizingNewlines(Files.readString(local));
    }

    @Test
    void whatIsNoScriptIsTold() throws IOException {
        TestPerson hong = scripts.server.person("hong");
        Path local = Files.writeString(folder.resolve("wrong.sieve"), "keep;\nfrobnicate;\n");
        Program.Outcome up = run(hong, true, "--upload", "--localsieve", local.toString(), "--remotesieve", "wrong");
        assertThat(up.output()).contains("line 2: there is no command 'frobnicate' here");
        assertThat(run(hong, true, "--list").output()).doesNotContain("wrong");
    }

    @Test
    void whoShowsNoCertificateIsNotLetIn() throws IOException {
        Program.Outcome refused = run(scripts.server.person("hong"), false, "--list");
        assertThat(refused.exit()).isNotZero();
    }
}
