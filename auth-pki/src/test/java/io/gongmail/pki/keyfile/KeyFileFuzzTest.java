package io.gongmail.pki.keyfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Whatever calls itself a key file, encrypted or plain, in DER or PEM. */
class KeyFileFuzzTest {
    /** Within the bound of the code, but no time for it here. */
    private static final int MOST_ITERATIONS = 10_000;

    private static final KeyFiles FILES = new KeyFiles(new SecureRandom());

    @TempDir
    static Path folder;

    @FuzzTest
    void isOpenedOrRefused(byte[] octets) throws Exception {
        looked(OpenedKey.of(octets)); // what a right password leads to
        Path file = Files.write(folder.resolve("any.key"), octets);
        try {
            Optional<KeyFile> read = FILES.read(file);
            read.ifPresent(KeyFileFuzzTest::described);
            if (read.isEmpty() || read.get().iterations().orElse(0) <= MOST_ITERATIONS) {
                looked(FILES.open(file, Vectors.PASSWORD.toCharArray()));
            }
        } catch (IOException e) {
            assertThat(e).hasMessageNotContaining(Vectors.PASSWORD);
        }
    }

    private static void described(KeyFile file) {
        assertThat(file.iterations().orElse(1)).isBetween(1, Work.MOST);
        assertThat(file.scheme().isPresent()).isEqualTo(file.iterations().isPresent());
        assertThat(file.toString()).contains(file.oid());
    }

    private static void looked(Opening<OpenedKey> opening) {
        opening.fold(
                opened -> {
                    try (OpenedKey key = opened.value();
                            OpenedKey changed = key.withRandom(new byte[20])) {
                        return assertThat(changed.hasRandom()).isTrue();
                    }
                },
                refused -> assertThat(refused.text()).isNotEmpty());
    }
}
