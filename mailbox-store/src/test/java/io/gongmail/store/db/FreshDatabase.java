package io.gongmail.store.db;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Databases that no test has used yet: copies of one that was made once for the process, since making one takes a second.
 * Thread-safe.
 */
public final class FreshDatabase {
    private static final String LOCK = "db.lck";

    private FreshDatabase() {}

    /** Made when first asked for, and left to the end of the process. */
    private static final class Made {
        static final Path DATABASE = make();

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory("fresh-database");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
                Path made = folder.resolve("database");
                Database.openDerby(made, 1_000, 2).close();
                return made;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void delete(Path folder) {
        try {
            MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link Database#openDerby(Path, int, int)}, which does the rest, and all where {@code home} exists. */
    public static Database openDerby(Path home, int pageCache, int connections) {
        if (!Files.exists(home)) {
            copy(home);
        }
        return Database.openDerby(home, pageCache, connections);
    }

    private static void copy(Path home) {
        try (Stream<Path> all = Files.walk(Made.DATABASE)) {
            for (Path from : (Iterable<Path>) all::iterator) {
                Path to = home.resolve(Made.DATABASE.relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(to);
                } else if (!from.endsWith(LOCK)) {
                    Files.copy(from, to);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
