package io.gongmail.server.admin.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.mail.Flags;

/** Reads a Maildir++ folder and those below it. */
final class MaildirIn extends OneFileEach {
    private final Path top;
    /** By folder: keywords by letter. */
    private final Map<Path, Map<Character, String>> keywords = new HashMap<>();

    MaildirIn(Path path) throws IOException {
        top = path;
        if (!Files.isDirectory(path.resolve("cur"))) {
            throw new IOException(path + ": no Maildir; it has no folder 'cur'");
        }
        List<Path> folders;
        try (Stream<Path> found = Files.list(path)) {
            folders = Stream.concat(
                            Stream.of(path),
                            found.filter(folder ->
                                            folder.getFileName().toString().startsWith(".")
                                                    && Files.isDirectory(folder.resolve("cur")))
                                    .sorted())
                    .toList();
        }
        for (Path folder : folders) {
            keywords.put(folder.normalize(), keywords(folder.resolve(MaildirOut.KEYWORDS)));
            for (String part : List.of("cur", "new")) {
                if (Files.isDirectory(folder.resolve(part))) {
                    try (Stream<Path> messages = Files.list(folder.resolve(part))) {
                        add(messages.filter(Files::isRegularFile).sorted().toList());
                    }
                }
            }
        }
    }

    private static Map<Character, String> keywords(Path file) throws IOException {
        Map<Character, String> known = new HashMap<>();
        if (Files.isRegularFile(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split(" ", 2);
                if (parts.length == 2 && parts[0].matches("[0-9]|1[0-9]|2[0-5]")) {
                    known.put((char) ('a' + Integer.parseInt(parts[0])), parts[1]);
                }
            }
        }
        return known;
    }

    private static Path mailFolder(Path file) {
        return file.resolve("../..").normalize();
    }

    @Override
    String folder(Path file) {
        Path folder = mailFolder(file);
        return folder.equals(top.normalize())
                ? "INBOX"
                : new String(
                        folder.getFileName()
                                .toString()
                                .substring(1)
                                .replace("%2F", "/")
                                .getBytes(StandardCharsets.US_ASCII),
                        MaildirOut.NAMES);
    }

    @Override
    Flags flags(Path file) {
        Flags flags = new Flags();
        String name = file.getFileName().toString();
        int info = name.lastIndexOf(":2,");
        if (info < 0) {
            return flags;
        }
        Map<Character, String> known = keywords.getOrDefault(mailFolder(file), Map.of());
        for (char letter : name.substring(info + 3).toCharArray()) {
            switch (letter) {
                case 'D' -> flags.add(Flags.Flag.DRAFT);
                case 'F' -> flags.add(Flags.Flag.FLAGGED);
                case 'R' -> flags.add(Flags.Flag.ANSWERED);
                case 'S' -> flags.add(Flags.Flag.SEEN);
                case 'T' -> flags.add(Flags.Flag.DELETED);
                default -> {
                    if (known.containsKey(letter)) {
                        flags.add(known.get(letter));
                    }
                }
            }
        }
        return flags;
    }
}
