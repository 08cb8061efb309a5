package io.gongmail.store.mail.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** One file for each large message; written on the caller's thread, since each needs its own sync anyway. Thread-safe. */
final class LargeFiles {
    private static final int BUFFER = 64 * 1024;

    private final Path folder;
    private final Path spool;

    LargeFiles(Path folder, Path spool) throws IOException {
        this.folder = folder;
        this.spool = spool;
        Files.createDirectories(folder);
        Files.createDirectories(spool);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(spool)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    /** Writes {@code begun[0..length)} and the rest of {@code bytes}; {@code digest} has seen what has begun. */
    ContentRef put(byte[] begun, int length, InputStream bytes, MessageDigest digest) throws IOException {
        Path file = Files.createTempFile(spool, "in", ".tmp");
        try {
            long size = length;
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                OutputStream out = Channels.newOutputStream(channel);
                out.write(begun, 0, length);
                byte[] buffer = new byte[BUFFER];
                for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                    digest.update(buffer, 0, read);
                    out.write(buffer, 0, read);
                    size += read;
                }
                channel.force(true);
            }
            ContentRef ref = new ContentRef(Sha256.of(digest.digest()), size);
            settle(file, ref.hash());
            return ref;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void settle(Path file, Sha256 hash) throws IOException {
        Path target = path(hash);
        Path parent = folder.resolve(hash.hex().substring(0, 2));
        if (!Files.exists(parent)) {
            Files.createDirectories(parent);
            Folders.sync(folder);
        }
        if (!Files.exists(target)) {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        }
        // Also when it was there: whoever put it there may not have come to this line yet.
        Folders.sync(parent);
    }

    boolean exists(Sha256 hash) {
        return Files.exists(path(hash));
    }

    InputStream open(Sha256 hash, long from) throws IOException {
        FileChannel channel = FileChannel.open(path(hash), StandardOpenOption.READ);
        try {
            channel.position(from);
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private Path path(Sha256 hash) {
        String hex = hash.hex();
        return folder.resolve(hex.substring(0, 2)).resolve(hex);
    }
}
