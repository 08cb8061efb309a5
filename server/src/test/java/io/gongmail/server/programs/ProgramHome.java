package io.gongmail.server.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.Program;
import io.gongmail.server.testing.Program.Outcome;
import io.gongmail.server.testing.TestPerson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The home of somebody who runs programs: they find their files there and leave nothing elsewhere. */
record ProgramHome(Path folder) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** A file of settings, which has a password in it. */
    Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.writeString(file, text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file with these octets, each a character up to U+00FF; its folders are made. */
    Path octets(String name, String octets) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Runs a program at home, for a minute at most. */
    Outcome run(String... command) {
        return run(Path.of("/dev/null"), command);
    }

    /** The same that reads {@code input}. */
    Outcome run(Path input, String... command) {
        if (command[0].indexOf('/') < 0) {
            Program.needed(command[0]);
        }
        List<String> all = new ArrayList<>(
                List.of("env", "-u", "DISPLAY", "HOME=" + folder, "LC_ALL=C.UTF-8", "TERM=xterm", "TMPDIR=" + folder));
        all.addAll(List.of(command));
        return Program.run(all, input, PATIENCE);
    }

    /** The same that ends well. */
    Outcome runs(String... command) {
        Outcome outcome = run(command);
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        return outcome;
    }

    /** Key and chain in one file. GnuTLS reads an EC key only with its public half, which OpenSSL adds. */
    static Path keyWithChain(TestPerson person) throws IOException {
        Path key = person.folder().resolve("whole.key.pem");
        Program.needed("openssl");
        Outcome outcome = Program.run("openssl", "pkey", "-in", person.keyFile().toString(), "-out", key.toString());
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        Path both = person.folder().resolve("whole.pem");
        Files.writeString(both, Files.readString(key) + Files.readString(person.certificateFile()));
        return Files.setPosixFilePermissions(both, PosixFilePermissions.fromString("rw-------"));
    }
}
