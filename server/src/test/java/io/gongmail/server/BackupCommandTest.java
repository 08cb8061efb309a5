package io.gongmail.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import io.gongmail.store.backup.BackupFolder;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gongmail backup} and {@code gongmail restore}, from one server to another. */
class BackupCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void anotherServerGoesOnFromABackupOfTheFirst() throws Exception {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        String backups = folder.resolve("backups").toString();
        Issued hong;
        String uidValidity;
        try (RealServer real = RealServer.open(first)) {
            hong = real.enrolled("hong");
            try (Talk imap = real.imap("hong", hong)) {
                append(imap, "Subject: one\r\n\r\n1\r\n");
                append(imap, "Subject: two\r\n\r\n2\r\n");
                uidValidity = uidValidity(imap);
                imap.says("a4 UID STORE 2 +FLAGS (\\Flagged done)");
                imap.hearsLine("a4 OK");
                Said none = real.gongmail("backup", backups, "--list");
                assertThat(none.exit()).isEqualTo(1);
                assertThat(none.err()).contains("no backup is there");
                Said taken = real.gongmail("backup", backups, "--json");
                assertThat(taken.exit()).as(taken.toString()).isZero();
                assertThat(taken.err()).contains("copying the database", "copying content 100 %");
                JsonNode facts = JSON.readTree(taken.out());
                assertThat(facts.get("copied").asLong())
                        .isBetween(1L, facts.get("octets").asLong());
                append(imap, "Subject: too late\r\n\r\n3\r\n");
            }
            assertThat(real.gongmail("audit", "list", "--json").out()).contains("store.backed-up");
            assertThat(real.gongmail("backup", backups, "--keep", "2").exit()).isZero();
            Said listed = real.gongmail("backup", backups, "--list", "--json");
            assertThat(listed.out().lines()).hasSize(2);
            String point = JSON.readTree(listed.out().lines().findFirst().orElseThrow())
                    .get("point")
                    .asText();
            Said verified = real.gongmail("backup", backups, "--verify");
            assertThat(verified.exit()).as(verified.toString()).isZero();
            assertThat(verified.out()).contains("2 points, all good");

            Said occupied = real.gongmail("restore", backups, "--home", first.toString());
            assertThat(occupied.exit()).isEqualTo(1);
            assertThat(occupied.err()).contains("is not empty");
            Said early =
                    real.gongmail("restore", backups, "--home", second.toString(), "--point", "2020-01-01T00:00:00Z");
            assertThat(early.exit()).isEqualTo(1);
            assertThat(early.err()).contains("no point was taken");
            Said restored = real.gongmail("restore", backups, "--home", second.toString(), "--point", point);
            assertThat(restored.exit()).as(restored.toString()).isZero();
            assertThat(restored.out()).contains("personal-data.keys", "conf/");
        }
        try (Stream<Path> all = Files.walk(folder.resolve("backups"))) {
            assertThat(all.filter(Files::isRegularFile))
                    .as("keys are in no backup")
                    .noneMatch(file -> contains(file, "PRIVATE KEY"));
        }
        byHand(first, second, "personal-data.keys");
        byHand(first, second, "pki");
        try (RealServer real = RealServer.open(second);
                Talk imap = real.imap("hong", hong)) {
            assertThat(uidValidity(imap)).isEqualTo(uidValidity);
            imap.says("a5 UID FETCH 1:* (FLAGS BODY.PEEK[TEXT])");
            String fetched = imap.hearsAll("a5 OK");
            assertThat(fetched)
                    .contains("UID 1 ", "UID 2 ", "\\Flagged", "done", "\n1\n", "\n2\n")
                    .doesNotContain("UID 3", "\n3\n");
            append(imap, "Subject: next\r\n\r\n4\r\n");
        }
    }

    @Test
    void oneAccountsMailComesBackGoesOutToFilesAndComesInAgain() throws Exception {
        String backups = folder.resolve("backups").toString();
        String out = folder.resolve("out").toString();
        try (RealServer real = RealServer.open(folder.resolve("home"))) {
            Issued hong = real.enrolled("hong");
            Issued kim = real.enrolled("kim");
            try (Talk imap = real.imap("hong", hong)) {
                append(imap, "Subject: one\r\n\r\n1\r\n");
                append(imap, "Subject: two\r\n\r\n2\r\n");
                assertThat(real.gongmail("backup", backups).exit()).isZero();
                imap.says("a3 SELECT INBOX");
                imap.hearsLine("a3 OK");
                imap.says("a4 STORE 1 +FLAGS (\\Deleted)");
                imap.hearsLine("a4 OK");
                imap.says("a5 EXPUNGE");
                imap.hearsLine("a5 OK");

                Said restored = real.gongmail("restore", backups, "--account", RealServer.address("hong"), "--json");
                assertThat(restored.exit()).as(restored.toString()).isZero();
                assertThat(JSON.readTree(restored.out()).get("messages").asInt())
                        .isEqualTo(1);
                assertThat(JSON.readTree(restored.out()).get("there").asInt()).isEqualTo(1);
                imap.says("a6 EXAMINE Restored.INBOX");
                assertThat(imap.hearsAll("a6 OK")).contains("* 1 EXISTS");
            }
            Said exported = real.gongmail("account", "export", RealServer.address("hong"), out, "--format", "mbox");
            assertThat(exported.exit()).as(exported.toString()).isZero();
            assertThat(exported.out()).contains("messages: 2");
            assertThat(exported.err()).contains("writing INBOX");
            Said imported = real.gongmail("account", "import", RealServer.address("kim"), out, "--format", "mbox");
            assertThat(imported.exit()).as(imported.toString()).isZero();
            assertThat(imported.out()).contains("messages: 2", "there: 0");
            try (Talk imap = real.imap("kim", kim)) {
                imap.says("a6 EXAMINE Restored.INBOX");
                assertThat(imap.hearsAll("a6 OK")).contains("* 1 EXISTS");
            }
            assertThat(real.gongmail("audit", "list", "--json").out())
                    .contains(
                            "mail.restore-begun",
                            "mail.restored",
                            "mail.export-begun",
                            "mail.exported",
                            "mail.import-begun",
                            "mail.imported");

            Said nobody = real.gongmail("account", "export", RealServer.address("none"), out, "--format", "eml");
            assertThat(nobody.err()).contains("there is no account");
            Said nowhere =
                    real.gongmail("account", "import", RealServer.address("kim"), out + "/none", "--format", "maildir");
            assertThat(nowhere.exit()).isEqualTo(1);
            assertThat(nowhere.err()).contains("not there");
            Said neither = real.gongmail("restore", backups);
            assertThat(neither.exit()).isEqualTo(2);
            assertThat(neither.err()).contains("either --home, or --account");
            Said both =
                    real.gongmail("restore", backups, "--account", RealServer.address("kim"), "--home", out + "/home");
            assertThat(both.exit()).isEqualTo(2);
        }
    }

    @Test
    void aBackupEndsWhenWhoAskedForItIsGone() throws Exception {
        Path backups = folder.resolve("backups");
        try (RealServer real = RealServer.open(folder.resolve("home"))) {
            try (SocketChannel peer =
                    SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("home/data/gongmail.sock")))) {
                peer.write(ByteBuffer.wrap(("{\"args\":[\"backup\",\"" + backups + "\"],\"input\":{}}\n")
                        .getBytes(StandardCharsets.UTF_8)));
            }
            // Until then it is another's.
            await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> {
                try (BackupFolder ended = BackupFolder.open(backups)) {
                    assertThat(ended.points()).isEmpty();
                }
            });
            assertThat(real.gongmail("audit", "list", "--json").out()).doesNotContain("store.backed-up");
            assertThat(real.gongmail("backup", backups.toString()).exit()).isZero();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void append(Talk imap, String message) throws IOException {
        imap.says("a2 APPEND INBOX {" + message.length() + "+}");
        imap.says(message);
        imap.hearsLine("a2 OK");
    }

    private static String uidValidity(Talk imap) throws IOException {
        imap.says("a3 SELECT INBOX");
        String selected = imap.hearsAll("a3 OK");
        return selected.replaceAll("(?s).*(UIDVALIDITY [0-9]+).*", "$1");
    }

    private static void byHand(Path from, Path to, String what) throws IOException {
        try (Stream<Path> all = Files.walk(from.resolve(what))) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }
}
