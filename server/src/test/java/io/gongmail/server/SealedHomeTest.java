package io.gongmail.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home whose messages are encrypted on disk, from the key file to the second key and everything under it. */
class SealedHomeTest {
    private static final String MORE = "[store]\ncontent-keys = content.keys\n";

    @TempDir
    Path home;

    @Test
    void messagesAreSealedFromTheFirstStartWithAKeyOnAndAllAnewWithTheNext() throws Exception {
        Path keys = home.resolve("content.keys");
        assertThatThrownBy(this::open)
                .hasMessageContaining(keys + ": the key file of message content is not there")
                .hasMessageContaining("gongmail store make-key");
        assertThat(makesKey().out()).contains(keys + ": key 1 made");
        Issued issued;
        try (RealServer real = open()) {
            issued = real.enrolled("kim");
            append(real, issued, "first");
            assertThat(sealedWith(real)).matches("\\{\"1\":[0-9]+}");
            Said added = makesKey();
            assertThat(added.out()).contains(": key 2 made; it seals from the next start on");
            assertThat(added.toString()).doesNotContain(Files.readString(keys).substring(200));
            append(real, issued, "second");
            assertThat(sealedWith(real)).as("not before the next start").matches("\\{\"1\":[0-9]+}");
        }
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(this::open).hasMessageContaining("chmod 600");
        assertThat(run("config", "check").toString()).contains("[store] content-keys", "chmod 600");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("r--------"));
        try (RealServer real = open()) {
            append(real, issued, "third");
            assertThat(sealedWith(real)).matches("\\{\"1\":[0-9]+,\"2\":[0-9]+}");
            assertThat(told(real, "store", "compact", "--rewrite", "--json")
                            .path("step")
                            .asText())
                    .isEqualTo("DONE");
            assertThat(sealedWith(real)).matches("\\{\"2\":[0-9]+}");
            reads(real, issued, "first", "second", "third");
            Said backedUp = real.gongmail("backup", home.resolve("backups").toString());
            assertThat(backedUp.exit()).isZero();
            assertThat(backedUp.err()).containsOnlyOnce("[store] content-keys");
            assertThat(real.gongmail("backup", home.resolve("backups").toString(), "--verify")
                            .out())
                    .contains("1 point, good");
        }
        assertThat(filesWith("precious")).isEmpty();
        Files.delete(keys);
        Said verified = run("backup", home.resolve("backups").toString(), "--verify");
        assertThat(verified.exit()).isZero();
        assertThat(verified.err()).contains("compared with what was copied alone", keys.toString());
    }

    private RealServer open() throws Exception {
        return RealServer.open(home, Clock.systemUTC(), MORE);
    }

    private Said makesKey() {
        return run("store", "make-key");
    }

    private Said run(String... command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = Arrays.copyOf(command, command.length + 2);
        all[command.length] = "--conf";
        all[command.length + 1] = home.resolve("conf").toString();
        int exit = new Main(new PrintWriter(out, true), new PrintWriter(err, true)).run(all);
        return new Said(exit, out.toString(), err.toString());
    }

    private static void append(RealServer real, Issued issued, String what) throws Exception {
        try (Talk imap = real.imap("kim", issued)) {
            imap.waits(Duration.ofMinutes(1));
            String message = "Subject: x\r\n\r\nprecious " + what + "\r\n";
            imap.says("a2 APPEND INBOX {" + message.length() + "}");
            imap.hearsLine("+");
            imap.says(message);
            imap.hearsLine("a2 OK");
        }
    }

    private static void reads(RealServer real, Issued issued, String... whats) throws Exception {
        try (Talk imap = real.imap("kim", issued)) {
            imap.says("a3 SELECT INBOX");
            imap.hearsLine("a3 OK");
            imap.says("a4 FETCH 1:* BODY.PEEK[TEXT]");
            for (String what : whats) {
                imap.hearsLine("precious " + what);
            }
            imap.hearsLine("a4 OK");
        }
    }

    private static String sealedWith(RealServer real) throws IOException {
        return told(real, "store", "check", "--json").path("sealedWith").toString();
    }

    private static JsonNode told(RealServer real, String... command) throws IOException {
        Said said = real.gongmail(command);
        assertThat(said.exit()).as(said.toString()).isZero();
        return new ObjectMapper()
                .readTree(said.out().lines().reduce((first, last) -> last).orElseThrow());
    }

    private List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(home.resolve("data/content"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.ISO_8859_1)
                                    .contains(text);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();
        }
    }
}
