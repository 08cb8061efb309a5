package io.gongmail.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PasswordSourceTest {
    /** No process has so many files open. */
    private static final int NEVER_OPEN = Integer.MAX_VALUE;

    @TempDir
    Path home;

    @Test
    void theFirstLineOfAFileIsThePassword() throws IOException {
        Path file = Files.writeString(home.resolve("password"), "암호 with spaces \r\nsecond\n");
        assertThat(source("").read(file.toString(), -1, "")).isEqualTo("암호 with spaces ".toCharArray());
    }

    @Test
    void standardInputIsReadUpToTheEndOfItsFirstLine() throws IOException {
        PasswordSource both = source("first\nsecond");
        assertThat(both.read("-", -1, "")).isEqualTo("first".toCharArray());
        assertThat(both.read("", 0, "")).isEqualTo("second".toCharArray());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anOpenFileDescriptorIsRead() throws IOException {
        Path file = Files.writeString(home.resolve("descriptor"), "by-descriptor");
        try (InputStream open = new FileInputStream(file.toFile());
                Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(open.available()).isPositive();
            int number = descriptors
                    .filter(each -> pointsTo(each, file))
                    .mapToInt(each -> Integer.parseInt(each.getFileName().toString()))
                    .findFirst()
                    .orElseThrow();
            assertThat(source("").read("", number, "")).isEqualTo("by-descriptor".toCharArray());
        }
    }

    @Test
    void whatHoldsNoPasswordIsToldWithItsNameAndNeverQuoted() throws IOException {
        Path empty = Files.writeString(home.resolve("empty"), "\nsecret");
        Path huge = Files.writeString(home.resolve("huge"), "s".repeat(2_000));
        Path korean = Files.write(home.resolve("korean"), new byte[] {(byte) 0xb0, (byte) 0xa1});
        assertThatThrownBy(() -> source("").read(empty.toString(), -1, ""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty: ")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> source("").read(huge.toString(), -1, ""))
                .hasMessageContaining("huge: ")
                .hasMessageNotContaining("sss");
        assertThatThrownBy(() -> source("").read(korean.toString(), -1, "")).hasMessageContaining("not in UTF-8");
        assertThatThrownBy(() -> source("").read("", NEVER_OPEN, "")).hasMessageContaining(String.valueOf(NEVER_OPEN));
        assertThatThrownBy(() -> source("").read(home.resolve("none").toString(), -1, ""))
                .hasMessageContaining("none: ");
    }

    private static boolean pointsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException e) {
            return false;
        }
    }

    private static PasswordSource source(String standardInput) {
        return new PasswordSource(new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)));
    }
}
