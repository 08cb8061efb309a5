package io.gongmail.store.backup;

import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import io.gongmail.store.mail.content.ContentFolder;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.Hold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes points of a store that is open. Thread-safe; one folder takes one backup at a time. */
public final class Backup {
    static final String DATABASE = "database";
    static final String CONTENT = "content";

    private final Database database;
    private final ContentStore content;
    private final Path contentFolder;
    private final Clock clock;

    /** @param contentFolder what {@code content} was opened with */
    public Backup(Database database, ContentStore content, Path contentFolder, Clock clock) {
        this.database = database;
        this.content = content;
        this.contentFolder = contentFolder;
        this.clock = clock;
    }

    /**
     * What was taken.
     *
     * @param copied octets that no earlier point had
     * @param removed how many old points went
     * @param isSealed whether it needs keys that are not in it
     */
    public record Taken(Point point, long copied, int removed, boolean isSealed) {}

    /**
     * Takes a point of this moment. Delivery and reading go on meanwhile. Whatever ends it early, the points before it stay as
     * they are.
     *
     * @param keep how many of the newest points stay, this one among them; 0 for all
     * @throws StoreException when the database cannot be copied, or another backup is at work in {@code folder}
     * @throws IOException when files cannot be read or written
     */
    public Taken take(Path folder, int keep, Progress progress) throws IOException {
        try (BackupFolder into = BackupFolder.make(folder)) {
            List<Manifest> before = into.manifests();
            Map<String, Kept> known = new HashMap<>();
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            if (!before.isEmpty()) {
                Manifest last = before.get(before.size() - 1);
                last.files().forEach(kept -> known.put(kept.path(), kept));
                // Of two in the same moment, or after the clock went back, the later one is the newer.
                now = now.isAfter(last.taken()) ? now : last.taken().plusMillis(1);
            }
            Parts parts = new Parts(into);
            List<Kept> files = new ArrayList<>();
            try (Hold held = content.hold()) {
                progress.at("copying the database", 0, 1);
                files.addAll(database(into, parts));
                files.addAll(content(parts, known, progress));
            }
            Manifest manifest = new Manifest(now, files);
            into.add(manifest);
            int removed = keep > 0 ? into.removeAllBut(keep) : 0;
            return new Taken(
                    manifest.point(), parts.copied(), removed, content.folder().isSealed());
        }
    }

    private List<Kept> database(BackupFolder into, Parts parts) throws IOException {
        Path copy = into.fresh(DATABASE);
        database.backUp(copy);
        List<Kept> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(copy)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                files.add(parts.moved(file, DATABASE + "/" + copy.relativize(file)));
            }
        }
        Lasting.clear(copy, false);
        return files;
    }

    private List<Kept> content(Parts parts, Map<String, Kept> known, Progress progress) throws IOException {
        ContentFolder here = content.folder();
        List<String> paths = here.files();
        String written = paths.stream().filter(ContentFolder::isSegment).reduce("", (earlier, later) -> later);
        long all = 0;
        for (String path : paths) {
            all += Files.size(contentFolder.resolve(path));
        }
        long done = 0;
        List<Kept> files = new ArrayList<>();
        for (String path : paths) {
            progress.at("copying content", done, all);
            Path file = contentFolder.resolve(path);
            @Nullable Kept before = known.get(CONTENT + "/" + path);
            long end = path.equals(written)
                    ? here.wholeEnd(path, before == null ? 0 : Math.min(before.size(), Files.size(file)))
                    : Files.size(file);
            files.add(parts.copied(file, CONTENT + "/" + path, end, before));
            done += end;
        }
        progress.at("copying content", done, done);
        return files;
    }
}
