package io.gongmail.store.backup;

import io.gongmail.store.mail.content.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes files into a backup, as parts that are not there yet. For one thread. */
final class Parts {
    private static final int BUFFER = 256 * 1024;

    private final BackupFolder into;
    private long copied;

    Parts(BackupFolder into) {
        this.into = into;
    }

    /** Octets that were not there before. */
    long copied() {
        return copied;
    }

    /** Takes a file in that is the backup's own; it is gone then. */
    Kept moved(Path file, String path) throws IOException {
        long size = Files.size(file);
        long modified = Files.getLastModifiedTime(file).toMillis();
        if (size == 0) {
            return new Kept(path, modified, List.of());
        }
        Part part;
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            part = new Part(size, read(in, 0, size, null));
            in.force(true);
        }
        keep(file, part);
        return new Kept(path, modified, List.of(part));
    }

    /**
     * Takes the first {@code end} octets of {@code file} in. A file that was not written since {@code before} is not read; of one
     * that was, what {@code before} has is compared, and only what came since is copied, unless it is another file by now.
     */
    Kept copied(Path file, String path, long end, @Nullable Kept before) throws IOException {
        // Looked at first: what is written while this reads is written after it.
        long modified = Files.getLastModifiedTime(file).toMillis();
        if (before != null
                && before.modified() == modified
                && before.size() == end
                && before.parts().stream().allMatch(into::has)) {
            return before;
        }
        List<Part> parts = new ArrayList<>();
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            long at = 0;
            for (Part part : before == null ? List.<Part>of() : before.parts()) {
                if (at + part.size() > end || !read(in, at, part.size(), null).equals(part.hash())) {
                    // Where the parts of another file end no message need begin.
                    parts.clear();
                    at = 0;
                    break;
                }
                if (!into.has(part)) {
                    copy(in, at, part.size());
                }
                parts.add(part);
                at += part.size();
            }
            if (at < end) {
                parts.add(copy(in, at, end - at));
            }
        }
        return new Kept(path, modified, parts);
    }

    private Part copy(FileChannel in, long from, long size) throws IOException {
        Path file = into.fresh("part");
        Files.deleteIfExists(file);
        Part part;
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            part = new Part(size, read(in, from, size, out));
            out.force(true);
        }
        keep(file, part);
        return part;
    }

    private void keep(Path file, Part part) throws IOException {
        copied += into.has(part) ? 0 : part.size();
        into.keep(file, part);
    }

    /** The hash of some octets, which are written to {@code out} where there is one. */
    private static Sha256 read(FileChannel in, long from, long size, @Nullable FileChannel out) throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long at = from;
        while (at < from + size) {
            buffer.clear().limit((int) Math.min(BUFFER, from + size - at));
            int read = in.read(buffer, at);
            if (read < 0) {
                throw new EOFException("a file became shorter while it was copied");
            }
            at += read;
            digest.update(buffer.flip().duplicate());
            while (out != null && buffer.hasRemaining()) {
                out.write(buffer);
            }
        }
        return Sha256.of(digest.digest());
    }
}
