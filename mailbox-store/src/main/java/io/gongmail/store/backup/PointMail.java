package io.gongmail.store.backup;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.ContentKeys;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.PastContent;
import io.gongmail.store.mail.mailbox.PastMail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The mail of a point, to be looked into. For one thread; the backup's folder stays open meanwhile. */
public final class PointMail implements AutoCloseable {
    private static final int PAGES = 1_000;
    private static final int CONNECTIONS = 2;

    private final Point point;
    private final Database database;
    private final PastContent content;
    private final Path scratch;

    private PointMail(Point point, Database database, PastContent content, Path scratch) {
        this.point = point;
        this.database = database;
        this.content = content;
        this.scratch = scratch;
    }

    /**
     * Opens the newest point that was taken at {@code time} or before.
     *
     * @param scratch a folder of its own, emptied first and gone at the end: a copy of the point's database is there
     * @param keys what content was sealed with then, at least
     * @throws NoSuchFileException when there is no such point
     * @throws io.gongmail.store.StoreException when content of the point is sealed with a key that is not among {@code keys}
     * @throws IOException when its database is damaged; messages are checked when they are read
     */
    public static PointMail open(BackupFolder from, Instant time, Path scratch, ContentKeys keys, Progress progress)
            throws IOException {
        Manifest manifest = from.at(time)
                .orElseThrow(() -> new NoSuchFileException("no point was taken at " + time + " or before"));
        Lasting.clear(scratch, false);
        Lasting.folder(scratch);
        Map<String, Kept> content = new HashMap<>();
        long all = manifest.files().stream()
                .filter(PointMail::isOfDatabase)
                .mapToLong(Kept::size)
                .sum();
        long done = 0;
        for (Kept kept : manifest.files()) {
            if (isOfDatabase(kept)) {
                progress.at("reading the database", done, all);
                Restoration.write(from, kept, scratch.resolve(kept.path()));
                done += kept.size();
            } else {
                content.put(kept.path().substring(Backup.CONTENT.length() + 1), kept);
            }
        }
        Database database = Database.openDerby(scratch.resolve(Backup.DATABASE), PAGES, CONNECTIONS);
        try {
            return new PointMail(
                    manifest.point(), database, new PastContent(database, pieces(from, content), keys), scratch);
        } catch (IOException | RuntimeException e) {
            database.close();
            Lasting.clear(scratch, false);
            throw e;
        }
    }

    private static PastContent.Pieces pieces(BackupFolder from, Map<String, Kept> content) {
        return new PastContent.Pieces() {
            @Override
            public List<Path> of(String path) {
                Kept kept = content.get(path);
                return kept == null
                        ? List.of()
                        : kept.parts().stream()
                                .map(part -> from.object(part.hash()))
                                .toList();
            }

            @Override
            public List<String> paths() {
                return content.keySet().stream().sorted().toList();
            }
        };
    }

    private static boolean isOfDatabase(Kept kept) {
        return kept.path().startsWith(Backup.DATABASE + "/");
    }

    public Point point() {
        return point;
    }

    /** Who had what. */
    public PastMail mail() {
        return new PastMail(database);
    }

    /** A message's octets; their hash is checked when they are read from first to last. */
    public InputStream open(ContentRef ref) throws IOException {
        return content.open(ref);
    }

    @Override
    public void close() throws IOException {
        database.close();
        Lasting.clear(scratch, false);
    }
}
