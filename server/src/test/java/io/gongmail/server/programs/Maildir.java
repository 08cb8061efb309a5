package io.gongmail.server.programs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder of files in which programs keep mail: one message a file in {@code new} or {@code cur}, flags behind {@code :2,}. */
record Maildir(Path folder) {
    /** One message as the program keeps it: lines end by LF, each octet is a character up to U+00FF. */
    record Kept(Path file, String octets) {
        boolean has(char flag) {
            String name = file.getFileName().toString();
            int at = name.indexOf(":2,");
            return at >= 0 && name.indexOf(flag, at) >= 0;
        }
    }

    List<Kept> all() throws IOException {
        try (Stream<Path> files = Stream.of("new", "cur").flatMap(this::files)) {
            return files.map(Maildir::kept).toList();
        }
    }

    /** The one that has this in it; fails where there is none, or more. */
    Kept with(String octets) throws IOException {
        List<Kept> found =
                all().stream().filter(kept -> kept.octets().contains(octets)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " with it in " + all());
        }
        return found.get(0);
    }

    /** Marks a message, as a reader of mail does by another name; flags in the order of the alphabet. */
    void mark(Kept kept, String flags) throws IOException {
        String name = kept.file().getFileName().toString().replaceAll(":2,.*", "");
        Files.move(kept.file(), folder.resolve("cur").resolve(name + ":2," + flags));
    }

    /** Puts a message there, its lines ended by LF as all are in such a folder. */
    void put(String name, String message) throws IOException {
        for (String part : List.of("new", "cur", "tmp")) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.writeString(folder.resolve("cur").resolve(name), message.replace("\r\n", "\n"));
    }

    private Stream<Path> files(String part) {
        try {
            return Files.isDirectory(folder.resolve(part)) ? Files.list(folder.resolve(part)) : Stream.empty();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Kept kept(Path file) {
        try {
            return new Kept(file, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
