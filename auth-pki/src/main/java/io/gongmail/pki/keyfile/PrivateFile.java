package io.gongmail.pki.keyfile;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files of a person: read within a bound, written whole or not at all and, what is secret, for their owner alone. */
final class PrivateFile {
    private static final FileAttribute<?>[] OWNERS_ONLY =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0]; // elsewhere a person's folder is theirs by what it inherits

    private PrivateFile() {}

    static byte[] read(Path file, int largest) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": is not a file; name one that is there");
        }
        if (Files.size(file) > largest) {
            throw new IOException(file + ": has more than " + largest / 1024
                    + " KiB, which nothing of this kind has; name another file");
        }
        return Files.readAllBytes(file);
    }

    /** Never over a file that is there: it may be somebody's only key. */
    static void write(Path file, byte[] octets) throws IOException {
        written(file, octets, OWNERS_ONLY);
    }

    static void writeOpenly(Path file, byte[] octets) throws IOException {
        written(file, octets);
    }

    private static void written(Path file, byte[] octets, FileAttribute<?>... rights) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(
                    file.toString(), null, "is there already and stays; move it away or name another place");
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try {
            Files.createFile(fresh, rights);
            Files.write(fresh, octets);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
