package io.gongmail.store.backup;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.Sha256;
import io.gongmail.store.mail.mailbox.Leap;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Makes a data folder of a point. */
public final class Restoration {
    private static final int PAGES = 20_000;
    private static final int CONNECTIONS = 4;
    private static final int BUFFER = 256 * 1024;
    private static final int FAULTS_TOLD = 5;

    private Restoration() {}

    /**
     * Reads the newest point of {@code from} that was taken at {@code time} or before, and writes it to {@code data}, which
     * is there when it is whole. UIDs, flags and UIDVALIDITY are those of the point; UIDs and mod-sequences go on far above
     * ({@link Leap}), so that mail programs that have seen what came after the point mistake nothing for it.
     *
     * @param data not there yet; the folder above it is there, and empty
     * @throws NoSuchFileException when there is no such point
     * @throws IOException when the point is damaged or cannot be written; {@code data} is not there then
     * @throws io.gongmail.store.StoreException when its database cannot be opened
     */
    public static Point of(BackupFolder from, Instant time, Path data, Progress progress) throws IOException {
        Path home = data.toAbsolutePath().getParent();
        if (home == null) {
            throw new IOException(data + " is no folder below another");
        }
        try (Stream<Path> found = Files.list(home)) {
            if (found.findAny().isPresent()) {
                throw new IOException(home + " is not empty; name a new folder");
            }
        }
        Manifest manifest = from.at(time)
                .orElseThrow(() -> new NoSuchFileException("no point was taken at " + time + " or before"));
        List<String> faults = Verification.of(from, manifest, progress);
        if (!faults.isEmpty()) {
            throw new IOException("the point is damaged, and nothing was restored; an earlier one may be good:\n"
                    + String.join("\n", faults.subList(0, Math.min(FAULTS_TOLD, faults.size()))));
        }
        Path unfinished = Lasting.folder(home.resolve("data.unfinished"));
        write(from, manifest, unfinished, progress);
        try (Database database = Database.openDerby(unfinished.resolve(Backup.DATABASE), PAGES, CONNECTIONS)) {
            Leap.all(database);
        }
        Lasting.syncAll(unfinished);
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        Lasting.sync(home);
        return manifest.point();
    }

    /** Writes what {@code manifest} has below {@code folder}. */
    private static void write(BackupFolder from, Manifest manifest, Path folder, Progress progress) throws IOException {
        long done = 0;
        for (Kept kept : manifest.files()) {
            progress.at("restoring", done, manifest.octets());
            write(from, kept, folder.resolve(kept.path()));
            done += kept.size();
        }
        progress.at("restoring", done, done);
    }

    static void write(BackupFolder from, Kept kept, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            for (Part part : kept.parts()) {
                MessageDigest digest = Sha256.digest();
                try (InputStream in = Files.newInputStream(from.object(part.hash()))) {
                    byte[] buffer = new byte[BUFFER];
                    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                        digest.update(buffer, 0, count);
                        out.write(buffer, 0, count);
                    }
                }
                if (!Sha256.of(digest.digest()).equals(part.hash())) {
                    throw new IOException(from.object(part.hash()) + " is damaged");
                }
            }
        }
        // A backup of what was restored finds its segments unchanged.
        Files.setLastModifiedTime(file, FileTime.fromMillis(kept.modified()));
    }
}
