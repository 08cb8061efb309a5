package io.gongmail.connector.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
    private static final String PIN = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    private static final String HEX = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final Path REFERENCE = Path.of("reference.properties");

    @TempDir
    Path folder;

    @Test
    void aWholeFileIsReadWithDefaultsForTheRest() throws Exception {
        Settings settings = file(
                        "server = mail.moe.example",
                        "server-key-sha256 = " + PIN + ", " + HEX,
                        "server-anchors = server-ca.pem",
                        "certificate = files",
                        "certificate-path = C:\\\\GPKI\\\\홍길동",
                        "secret = abcdefghijklmnop2345")
                .settings();
        assertThat(settings.server()).isEqualTo("mail.moe.example");
        assertThat(settings.imapPort()).isEqualTo(993);
        assertThat(settings.submissionPort()).isEqualTo(465);
        assertThat(settings.localImapPort()).isEqualTo(1143);
        assertThat(settings.localSmtpPort()).isEqualTo(1025);
        assertThat(settings.pins()).containsExactly(new KeyPin(PIN), new KeyPin(PIN));
        assertThat(settings.anchors()).contains(folder.resolve("server-ca.pem"));
        assertThat(settings.certificate().path()).contains(folder.resolve("C:\\GPKI\\홍길동"));
        assertThat(settings.certificate().serial()).isEmpty();
        assertThat(settings.certificateAlone()).isFalse();
        assertThat(settings.toString()).doesNotContain("abcdefghijklmnop2345");
    }

    @Test
    void everyProblemIsToldAtOnceAndUnknownKeysAreProblems() throws Exception {
        SettingsFile file = file(
                "sever = mail.moe.example",
                "server = mail server",
                "imap-port = 0",
                "submission-port = 70000",
                "local-smtp-port = 1143",
                "server-key-sha256 = abc",
                "certificate = card",
                "certificate-slot = -1",
                "certificate-serial = xyz",
                "certificate-alone = maybe",
                "most-connections = 257",
                "password-file = C:\\Kim",
                "secret = short",
                "secret = twice");
        assertThatThrownBy(file::settings)
                .isInstanceOf(IOException.class)
                .message()
                .contains("'sever': no such key; these are: server, imap-port")
                .contains("'server': 'mail server' is not allowed")
                .contains("'imap-port': '0' is not allowed; 1 to 65535")
                .contains("'submission-port': '70000' is not allowed")
                .contains("'local-smtp-port': is the same as local-imap-port")
                .contains("'server-key-sha256': 'abc' is no SHA-256")
                .contains("'certificate': 'card' is none; files, pkcs12, token, windows or macos")
                .contains("'certificate-slot': '-1' is not allowed; 0 to 63")
                .contains("'certificate-serial': 'xyz' is not allowed")
                .contains("'certificate-alone': 'maybe' is not allowed; yes or no")
                .contains("'most-connections': '257' is not allowed; 1 to 256")
                .contains("'password-file': a backslash that stands alone")
                .contains("'secret': stands there twice")
                .contains("'secret': is not allowed; 16 to 64")
                .doesNotContain("twice' is");
    }

    @Test
    void whatIsMissingIsTold() throws Exception {
        assertThatThrownBy(file("certificate = token")::settings)
                .message()
                .contains("'server': is missing")
                .contains("'server-anchors': is missing, and server-key-sha256 too")
                .contains("'certificate-path': is missing; token needs it")
                .contains("'secret': is missing");
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws Exception {
        SettingsFile file = file("server = mail.moe.example");
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(file::read).isInstanceOf(IOException.class).hasMessageContaining("chmod 600");
    }

    @Test
    void whatIsWrittenIsReadAgainAndIsItsOwnersAlone() throws Exception {
        Map<SettingKey, String> values = new EnumMap<>(SettingKey.class);
        values.put(SettingKey.SERVER, "mail.moe.example");
        values.put(SettingKey.CERTIFICATE_PATH, "C:\\GPKI\\users\\홍길동 = #1");
        values.put(SettingKey.SECRET, "abcdefghijklmnop2345");
        SettingsFile file = new SettingsFile(folder.resolve("new/connector.properties"));
        file.write(values);
        file.write(values);
        assertThat(file.read()).isEqualTo(new SettingsFile.Reading(values, List.of()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(file.path().getParent())))
                .isEqualTo("rwx------");
        assertThat(Files.list(file.path().getParent())).hasSize(1);
    }

    @Test
    void aMissingOrLargeFileIsTold() throws Exception {
        assertThatThrownBy(new SettingsFile(folder.resolve("none"))::read)
                .hasMessageContaining("gongmail-connector setup");
        Path large = folder.resolve("large");
        OwnersFile.write(large, new byte[65 * 1024]);
        assertThatThrownBy(new SettingsFile(large)::read).hasMessageContaining("64 KiB");
    }

    @Test
    void thePasswordIsTheFirstLine() throws Exception {
        Path file = folder.resolve("password");
        OwnersFile.write(file, "비밀 번호\r\nmore".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(OwnersFile.firstLine(file)).isEqualTo("비밀 번호".toCharArray());
    }

    @Test
    void pinsAreReadInEveryForm() {
        assertThat(KeyPin.parse(" " + PIN)).contains(new KeyPin(PIN));
        assertThat(KeyPin.parse(HEX.toUpperCase(java.util.Locale.ROOT))).contains(new KeyPin(PIN));
        assertThat(KeyPin.parse(HEX.replaceAll("(..)(?=.)", "$1:"))).contains(new KeyPin(PIN));
        assertThat(KeyPin.parse("")).isEqualTo(Optional.empty());
        assertThat(KeyPin.parse(PIN.substring(4))).isEmpty();
    }

    /** Rewritten with -Dgolden.rewrite=true. */
    @Test
    void theReferenceIsWhatTheKeysSay() throws Exception {
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(REFERENCE, SettingsFile.reference());
        }
        assertThat(Files.readString(REFERENCE)).isEqualTo(SettingsFile.reference());
    }

    private SettingsFile file(String... lines) throws IOException {
        Path file = folder.resolve("connector.properties");
        OwnersFile.write(file, String.join("\n", lines).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new SettingsFile(file);
    }
}
