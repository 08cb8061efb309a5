package io.gongmail.store.backup;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.mail.content.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder that points are kept in, held by one at a time. For one thread. */
public final class BackupFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackupFolder.class);

    private final Path objects;
    private final Path points;
    private final Path fresh;
    private final FileChannel lock;
    /** Folders with names in them that may not last yet. */
    private final Set<Path> unsynced = new HashSet<>();

    private BackupFolder(Path folder, FileChannel lock) {
        this.objects = folder.resolve("objects");
        this.points = folder.resolve("points");
        this.fresh = folder.resolve("new");
        this.lock = lock;
    }

    /**
     * Opens a folder that holds points.
     *
     * @throws NoSuchFileException when it does not
     * @throws StoreException of kind BUSY when another has it open
     */
    public static BackupFolder open(Path folder) throws IOException {
        if (!Files.isDirectory(folder.resolve("points"))) {
            throw new NoSuchFileException(folder.toString(), null, "no backup is there");
        }
        return new BackupFolder(folder, locked(folder));
    }

    /**
     * Opens the folder, and makes it where it is missing or empty.
     *
     * @throws StoreException of kind BUSY when another has it open
     * @throws IOException when it holds something else
     */
    public static BackupFolder make(Path folder) throws IOException {
        if (!Files.isDirectory(folder.resolve("points"))) {
            Lasting.folder(folder);
            try (Stream<Path> found = Files.list(folder)) {
                // A folder whose making was broken off has nothing else.
                if (found.anyMatch(
                        path -> !List.of("lock", "objects", "new").contains(String.valueOf(path.getFileName())))) {
                    throw new IOException(folder + ": holds something that is no backup; name an empty folder");
                }
            }
        }
        BackupFolder made = new BackupFolder(folder, locked(folder));
        try {
            Lasting.folder(made.objects);
            Lasting.folder(made.fresh);
            Lasting.folder(made.points);
            Lasting.clear(made.fresh, true);
            return made;
        } catch (IOException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("held in this process", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new StoreException(Kind.BUSY, folder + ": another command works there at this moment", null);
    }

    /** What can be restored, oldest first. A manifest that cannot be read is logged and left out. */
    public List<Point> points() throws IOException {
        return manifests().stream().map(Manifest::point).toList();
    }

    /** Whether there is a point whose content takes keys to be read, which are not here. */
    public boolean isSealed() throws IOException {
        return manifests().stream().anyMatch(Manifest::isSealed);
    }

    /** The newest point that was taken at {@code time} or before. */
    Optional<Manifest> at(Instant time) throws IOException {
        return manifests().stream()
                .filter(manifest -> !manifest.taken().isAfter(time))
                .reduce((earlier, later) -> later);
    }

    /** Oldest first. */
    List<Manifest> manifests() throws IOException {
        List<Manifest> found = new ArrayList<>();
        for (Path file : manifestFiles()) {
            try {
                found.add(Manifest.read(file));
            } catch (IOException e) {
                LOG.error("a point of time cannot be read: {}", e.getMessage());
            }
        }
        found.sort(Comparator.comparing(Manifest::taken));
        return found;
    }

    /** All there are, readable or not. */
    List<Path> manifestFiles() throws IOException {
        try (Stream<Path> files = Files.list(points)) {
            return files.sorted().toList();
        }
    }

    /** Where a file is written before it has its name. */
    Path fresh(String name) {
        return fresh.resolve(name);
    }

    /** Takes the octets of {@code file} in, which is of {@code part} and synced; the file is gone then. */
    void keep(Path file, Part part) throws IOException {
        Path object = object(part.hash());
        Path parent = Lasting.folder(objects.resolve(part.hash().hex().substring(0, 2)));
        // Also where it is there already: a backup that was broken off may have left it without a lasting name.
        unsynced.add(objects);
        unsynced.add(parent);
        if (has(part)) {
            Files.delete(file);
        } else {
            Files.move(file, object, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    boolean has(Part part) {
        try {
            return Files.size(object(part.hash())) == part.size();
        } catch (IOException e) {
            return false;
        }
    }

    Path object(Sha256 hash) {
        return objects.resolve(hash.hex().substring(0, 2)).resolve(hash.hex());
    }

    /** Makes a point valid: from here on it can be restored. */
    void add(Manifest manifest) throws IOException {
        Path file = fresh(manifest.name());
        manifest.write(file);
        Lasting.sync(file);
        for (Path folder : unsynced) {
            Lasting.sync(folder);
        }
        unsynced.clear();
        Files.move(file, points.resolve(manifest.name()), StandardCopyOption.ATOMIC_MOVE);
        Lasting.sync(points);
    }

    /**
     * Removes all but the newest {@code count} points, and then what no point needs.
     *
     * @return how many points went
     * @throws IOException when a manifest cannot be read: what it needs is not known, so nothing is removed
     */
    int removeAllBut(int count) throws IOException {
        List<Manifest> all = new ArrayList<>();
        for (Path file : manifestFiles()) {
            all.add(Manifest.read(file));
        }
        all.sort(Comparator.comparing(Manifest::taken));
        int old = Math.max(0, all.size() - count);
        for (Manifest manifest : all.subList(0, old)) {
            Files.delete(points.resolve(manifest.name()));
        }
        Lasting.sync(points);
        Set<String> needed = new HashSet<>();
        all.subList(old, all.size()).stream()
                .flatMap(manifest -> manifest.files().stream())
                .flatMap(kept -> kept.parts().stream())
                .forEach(part -> needed.add(part.hash().hex()));
        try (Stream<Path> walk = Files.walk(objects, 2)) {
            for (Path object : walk.filter(Files::isRegularFile).toList()) {
                if (!needed.contains(String.valueOf(object.getFileName()))) {
                    Files.delete(object);
                }
            }
        }
        return old;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
