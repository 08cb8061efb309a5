package io.gongmail.store.mail.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key file of message content; its form is tried with that of personal data. */
class ContentKeysTest {
    private static final String HEX = HexFormat.of().formatHex(Keys.octets(9));

    @TempDir
    Path folder;

    @Test
    void itIsMadeForTheServersUserAloneAndAnotherKeyIsAddedThatSeals() throws IOException {
        Path file = folder.resolve("content.keys");
        ContentKeys made = ContentKeys.makeOrAdd(file, new SecureRandom());
        assertThat(made.sealsBy()).isEqualTo(1);
        ContentKeys more = ContentKeys.makeOrAdd(file, new SecureRandom());
        assertThat(more.sealsBy()).isEqualTo(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        ContentKeys read = ContentKeys.read(file);
        assertThat(read.sealsBy()).isEqualTo(2);
        assertThat(read.numbers()).containsExactlyInAnyOrder(1, 2);
        assertThat(read.find(1).orElseThrow().proof())
                .isEqualTo(made.sealing().orElseThrow().proof())
                .isNotEqualTo(read.find(2).orElseThrow().proof());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "r--r--r--"})
    void oneThatOthersMayOpenIsRefused(String mode) throws IOException {
        Path file = written("seals-by = 1\n1 = " + HEX, mode);
        assertThatThrownBy(() -> ContentKeys.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("key file of message content")
                .hasMessageContaining("chmod 600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------"})
    void itsOwnerMayBeAbleToReadAlone(String mode) throws IOException {
        assertThat(ContentKeys.read(written("seals-by = 255\n255 = " + HEX, mode))
                        .sealsBy())
                .isEqualTo(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"seals-by = 0\n0 = HEX", "seals-by = 1\n1 = HEX\n256 = HEX", "1 = HEX"})
    void numbersThatAFrameCannotTellAreRefused(String text) throws IOException {
        Path file = written(text.replace("HEX", HEX), "rw-------");
        assertThatThrownBy(() -> ContentKeys.read(file))
                .hasMessageContaining("not a key file of message content")
                .hasMessageNotContaining(HEX);
    }

    @Test
    void afterTheHighestNumberThereIsNoOther() throws IOException {
        Path file = written("seals-by = 255\n255 = " + HEX, "rw-------");
        assertThatThrownBy(() -> ContentKeys.makeOrAdd(file, new SecureRandom()))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("no room");
        assertThat(ContentKeys.read(file).numbers()).containsExactly(255);
    }

    @Test
    void oneThatIsNotThereIsToldWithWhatToDo() {
        assertThatThrownBy(() -> ContentKeys.read(folder.resolve("none")))
                .hasMessageContaining("[store] content-keys")
                .hasMessageContaining("gongmail store make-key");
    }

    @Test
    void noTextShowsAKey() {
        assertThat(Keys.of(1, 2)).hasToString("ContentKeys[1, 2]");
    }

    private Path written(String text, String mode) throws IOException {
        Path file = folder.resolve("content.keys");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }
}
