package io.gongmail.store.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key file: made for one user, read with suspicion, changed whole. */
class PersonalKeysTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String HEX = "0123456789abcdef".repeat(4);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void named() {
        file = folder.resolve("personal-data.keys");
    }

    @Test
    void isMadeForTheServersUserAloneAndReadBack() throws IOException {
        PersonalKeys made = PersonalKeys.make(file, RANDOM);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        PersonalKeys read = PersonalKeys.read(file);
        assertThat(read.sealsBy()).isEqualTo(1);
        assertThat(read.proof(1)).isPresent().isEqualTo(made.proof(1));
        assertThat(PersonalKeys.fresh(RANDOM).proof(1)).isNotEqualTo(made.proof(1));
        assertThat(read.origin()).isEqualTo(file.toString());
        assertThat(made.origin()).isEqualTo(file.toString());
    }

    @Test
    void oneThatIsThereStaysAsItIs() throws IOException {
        Files.writeString(file, "x");
        assertThatThrownBy(() -> PersonalKeys.make(file, RANDOM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("is there already");
        assertThat(file).hasContent("x");
    }

    @Test
    void oneThatIsNotThereIsToldWithWhatToDo() {
        assertThatThrownBy(() -> PersonalKeys.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("[store] personal-data-keys")
                .hasMessageContaining("make-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-r--r--"})
    void oneThatOthersMayOpenIsRefused(String mode) throws IOException {
        PersonalKeys.make(file, RANDOM);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> PersonalKeys.read(file))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("chmod 600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "seals-by = 1",
                "1 = HEX",
                "seals-by = 2\n1 = HEX",
                "seals-by = 1\n1 = HEX\n1 = HEX",
                "seals-by = 1\n1 = HEX0",
                "seals-by = 1\n1 = 12",
                "seals-by = HEX\n1 = HEX",
                "seals-by = 1\n1 HEX",
                "seals-by = 1\n1 = HEX\nx = HEX"
            })
    void whatIsNoKeyFileIsRefusedWithoutQuotingIt(String text) throws IOException {
        written(text.replace("HEX", HEX));
        assertThatThrownBy(() -> PersonalKeys.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("not a key file")
                .hasMessageNotContaining(HEX);
    }

    @Test
    void commentsAndBlankLinesAreNothing() throws IOException {
        written("# a comment\n\n  seals-by = 7  \n7 = " + HEX + "\n");
        assertThat(PersonalKeys.read(file).sealsBy()).isEqualTo(7);
    }

    @Test
    void oneThatIsTooLargeOrHoldsTooManyIsRefused() throws IOException {
        written("seals-by = 1\n1 = " + HEX + "\n#" + "x".repeat(16 * 1024));
        assertThatThrownBy(() -> PersonalKeys.read(file)).hasMessageContaining("larger than");
        StringBuilder many = new StringBuilder("seals-by = 1\n");
        for (int i = 1; i <= 101; i++) {
            many.append(i).append(" = ").append(HEX).append('\n');
        }
        written(many.toString());
        assertThatThrownBy(() -> PersonalKeys.read(file)).hasMessageContaining("more than 100");
    }

    @Test
    void anotherKeySealsFromNowOnAndTheOnesBeforeStay() throws IOException {
        PersonalKeys made = PersonalKeys.make(file, RANDOM);
        made.withAnother(RANDOM).replace(file);
        PersonalKeys read = PersonalKeys.read(file);
        assertThat(read.sealsBy()).isEqualTo(2);
        assertThat(read.numbers()).containsExactlyInAnyOrder(1, 2);
        assertThat(read.proof(1)).isEqualTo(made.proof(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(read.without(Set.of(1, 2)).numbers()).containsExactly(2);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void noTextShowsAKey() throws IOException {
        written("seals-by = 1\n1 = " + HEX);
        assertThat(PersonalKeys.read(file)).hasToString("PersonalKeys[1]");
    }

    private void written(String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
