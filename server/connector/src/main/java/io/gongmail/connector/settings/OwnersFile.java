package io.gongmail.connector.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A small file for its owner alone: written whole or not at all, mode 0600, and refused where others may read it. On Windows
 * a person's folder is theirs by what it inherits.
 */
public final class OwnersFile {
    private static final int LARGEST = 64 * 1024;
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private OwnersFile() {}

    /** The octets; the caller wipes them where they are a secret. */
    public static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": is not there; make it by 'gongmail-connector setup'");
        }
        if (Files.size(file) > LARGEST) {
            throw new IOException(file + ": has more than " + LARGEST / 1024 + " KiB, which none of these has");
        }
        if (POSIX && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            throw new IOException(file + ": others may read or write it; say  chmod 600 '" + file + "'");
        }
        return Files.readAllBytes(file);
    }

    static String text(Path file) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(read(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": is not in UTF-8", e);
        }
    }

    /** In place of what may be there; the folder is made, for its owner alone. */
    public static void write(Path file, byte[] octets) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.exists(folder)) {
            Files.createDirectories(folder, rights("rwx------"));
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try {
            Files.createFile(fresh, rights("rw-------"));
            Files.write(fresh, octets);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** The first line of {@code file} as a password, which the caller wipes. */
    public static char[] firstLine(Path file) throws IOException {
        byte[] octets = read(file);
        try {
            int end = 0;
            while (end < octets.length && octets[end] != '\n' && octets[end] != '\r') {
                end++;
            }
            java.nio.CharBuffer text =
                    StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(octets, 0, end));
            char[] password = Arrays.copyOf(text.array(), text.length());
            Arrays.fill(text.array(), '\0');
            return password;
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": its first line is not in UTF-8", e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static FileAttribute<?>[] rights(String rights) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
