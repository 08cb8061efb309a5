package io.gongmail.server.admin.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Locale;

/** A file for each message, which every mail program opens. */
final class EmlOut implements MailOut {
    static final String ENDING = ".eml";

    private final Path top;
    private Path folder;

    EmlOut(Path top) {
        this.top = top;
        this.folder = top;
    }

    @Override
    public void folder(String name) throws IOException {
        folder = Files.createDirectories(FolderNames.path(top, name, ""));
    }

    @Override
    public void message(Envelope envelope, InputStream octets) throws IOException {
        Path file = folder.resolve(String.format(Locale.ROOT, "%08d%s", envelope.number(), ENDING));
        Files.copy(octets, file);
        Files.setLastModifiedTime(file, FileTime.from(envelope.internalDate()));
    }

    @Override
    public void close() {
        // Each file is closed when it is written.
    }
}
