package io.gongmail.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How files looked at one moment, for noticing that one changed: those named, and those in the folders named.
 *
 * @param looks time, size and place on the disk of each
 */
record FilesSeen(Map<Path, String> looks) {
    FilesSeen {
        looks = Map.copyOf(looks);
    }

    static FilesSeen of(Collection<Path> paths) {
        Map<Path, String> looks = new HashMap<>();
        for (Path path : paths) {
            try {
                for (Path file : files(path)) {
                    BasicFileAttributes about = Files.readAttributes(file, BasicFileAttributes.class);
                    looks.put(file, about.lastModifiedTime() + " " + about.size() + " " + about.fileKey());
                }
            } catch (IOException e) {
                looks.put(path, "is not to be seen"); // who reads it tells why
            }
        }
        return new FilesSeen(looks);
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.toList();
        }
    }
}
