package io.gongmail.store.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files and folders that outlive a loss of power, and that nobody else may look into. */
final class Lasting {
    private Lasting() {}

    /** Makes the bytes of a file last, or the names in a folder. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** A folder of our own (0700), made where it is missing. */
    static Path folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                sync(parent);
            }
        }
        return folder;
    }

    /** Syncs every file and folder below, and the folder itself. */
    static void syncAll(Path folder) throws IOException {
        for (Path path : below(folder)) {
            sync(path);
        }
    }

    /** Deletes what is below and, unless {@code keep}, the folder itself. */
    static void clear(Path folder, boolean keep) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> paths = below(folder).stream()
                .sorted(Comparator.reverseOrder())
                .filter(path -> !keep || !path.equals(folder))
                .toList();
        for (Path path : paths) {
            Files.delete(path);
        }
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.toList();
        }
    }
}
