package io.gongmail.server.admin.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import javax.mail.Flags;

/** Reads a .eml file, or all below a folder. */
final class EmlIn extends OneFileEach {
    private final Path top;

    EmlIn(Path path) throws IOException {
        top = path;
        try (Stream<Path> walk = Files.walk(path)) {
            add(walk.filter(Files::isRegularFile)
                    .filter(file -> file.equals(path)
                            || file.toString().toLowerCase(Locale.ROOT).endsWith(EmlOut.ENDING))
                    .sorted()
                    .toList());
        }
    }

    @Override
    String folder(Path file) {
        Path parent = file.getParent();
        return parent == null || file.equals(top) || parent.equals(top)
                ? ""
                : FolderNames.name(top.relativize(parent), "");
    }

    @Override
    Flags flags(Path file) {
        return new Flags();
    }
}
