package io.gongmail.pki.keyfile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;

/** Key files that others put together; see the head of vectors.tsv. */
final class Vectors {
    static final String PASSWORD = "Official!2026";

    private Vectors() {}

    static byte[] octets(String name) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Vectors.class.getResourceAsStream("/keyfile/vectors.tsv")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> line.startsWith(name + "\t"))
                    .map(line -> HexFormat.of().parseHex(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T opened(Opening<T> opening) {
        return opening.fold(Opening.Opened::value, refused -> {
            throw new AssertionError(refused.problem() + ": " + refused.text());
        });
    }

    static <T> Opening.Refused<T> refused(Opening<T> opening) {
        return opening.fold(
                opened -> {
                    throw new AssertionError("opened: " + opened);
                },
                refused -> refused);
    }
}
