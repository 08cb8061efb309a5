package io.gongmail.store.mail.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Cipher;

/** One file for each large message; written on the caller's thread, since each needs its own sync anyway. Thread-safe. */
final class LargeFiles {
    private static final int BUFFER = 64 * 1024;
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final Path spool;
    private final Syncs syncs;
    private final Claims claims;
    private final ContentKeys keys;
    private final SecureRandom random;
    /** Folders below whose own name is known to last. */
    private final Set<Path> lasting = ConcurrentHashMap.newKeySet();

    LargeFiles(Path folder, Path spool, Syncs syncs, Claims claims, ContentKeys keys, SecureRandom random)
            throws IOException {
        this.keys = keys;
        this.random = random;
        this.folder = folder;
        this.spool = spool;
        this.syncs = syncs;
        this.claims = claims;
        syncs.makeFolder(folder);
        syncs.makeFolder(spool);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(spool)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    /**
     * Writes {@code begun[0..length)} and the rest of {@code bytes}; {@code digest} has seen what has begun, which is the
     * receiver's own.
     */
    ContentRef put(byte[] begun, int length, InputStream bytes, MessageDigest digest) throws IOException {
        Path file = Files.createTempFile(spool, "in", ".tmp");
        try {
            ContentRef ref = new ContentRef(write(file, begun, length, bytes, digest), size(file));
            settle(file, ref.hash());
            return ref;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Seals what it writes where a key does so; nothing of it is ever on disk in clear then. */
    private Sha256 write(Path file, byte[] begun, int length, InputStream bytes, MessageDigest digest)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(channel);
            Optional<ContentKey> key = keys.sealing();
            Optional<Cipher> cipher = Optional.empty();
            if (key.isPresent() || LargeHead.isBegunBy(begun)) {
                byte[] salt = new byte[LargeHead.SALT];
                random.nextBytes(salt);
                LargeHead head = LargeHead.of(keys.sealsBy(), salt);
                out.write(head.octets());
                cipher = key.map(head::sealing);
            }
            write(out, begun, length, cipher);
            byte[] buffer = new byte[BUFFER];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digest.update(buffer, 0, read);
                write(out, buffer, read, cipher);
            }
            syncs.file(channel);
        }
        return Sha256.of(digest.digest());
    }

    private static void write(OutputStream out, byte[] octets, int length, Optional<Cipher> cipher) throws IOException {
        cipher.ifPresent(sealing -> ContentKey.apply(sealing, octets, 0, length));
        out.write(octets, 0, length);
    }

    /**
     * Seals a content with the key that seals now, whatever it was before. Whoever reads it reads on.
     *
     * @return what puts it in its place, whenever nobody minds; empty when it is so already, or is gone
     * @throws IOException when it is damaged; it stays as it is then
     */
    Optional<Resealed> resealed(Sha256 hash) throws IOException {
        Opened now;
        try {
            now = LargeHead.open(path(hash), hash, 0, keys);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try (InputStream in = new CheckedStream(now.in(), new ContentRef(hash, now.size()), now::key)) {
            if (now.key() == keys.sealsBy()) {
                return Optional.empty();
            }
            Path file = Files.createTempFile(spool, "anew", ".tmp");
            try {
                write(file, new byte[0], 0, in, Sha256.digest());
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
            return Optional.of(new Resealed(file, hash, now.size()));
        }
    }

    /** A content, sealed anew, that is not in its place yet. */
    final class Resealed implements AutoCloseable {
        private final Path file;
        private final Sha256 hash;
        final long size;

        private Resealed(Path file, Sha256 hash, long size) {
            this.file = file;
            this.hash = hash;
            this.size = size;
        }

        /** False when the content is gone by now. */
        boolean settle() throws IOException {
            if (!exists(hash)) {
                return false;
            }
            Files.move(file, path(hash), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncs.folder(parent(hash));
            return true;
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }

    private void settle(Path file, Sha256 hash) throws IOException {
        claims.claim(hash);
        Path target = path(hash);
        Path parent = parent(hash);
        if (!lasting.contains(parent)) {
            // It may be there and not last: made a moment ago by another thread, or by a process that was killed.
            syncs.makeFolder(parent);
            lasting.add(parent);
        }
        if (!Files.exists(target)) {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        }
        // Also when it was there: whoever put it there may not have come to this line yet.
        syncs.folder(parent);
    }

    boolean exists(Sha256 hash) {
        return Files.exists(path(hash));
    }

    /** Octets of the content. */
    Optional<Long> size(Sha256 hash) {
        try {
            return Optional.of(size(path(hash)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static long size(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.size() - (LargeHead.in(channel).isPresent() ? LargeHead.OCTETS : 0);
        }
    }

    Opened open(ContentRef ref, long from) throws IOException {
        Opened opened = LargeHead.open(path(ref.hash()), ref.hash(), from, keys);
        if (opened.size() != ref.size()) {
            // Its head may be damaged: what is read would not be what was written, and ranges are not compared with a
            // hash.
            opened.in().close();
            throw new DamagedContentException(ref.hash(), opened.key());
        }
        return opened;
    }

    /** Folders with files in them. */
    List<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** The contents that stand in one of {@link #folders}. */
    List<Sha256> in(Path parent) throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> NAME.matcher(name).matches())
                    .map(Sha256::parse)
                    .toList();
        }
    }

    /** Deletes those of one folder; who reads one at this moment reads on. */
    void delete(Path parent, Set<Sha256> hashes) throws IOException {
        for (Sha256 hash : hashes) {
            Files.deleteIfExists(path(hash));
        }
        syncs.folder(parent);
    }

    private Path parent(Sha256 hash) {
        return folder.resolve(hash.hex().substring(0, 2));
    }

    private Path path(Sha256 hash) {
        return parent(hash).resolve(hash.hex());
    }
}
