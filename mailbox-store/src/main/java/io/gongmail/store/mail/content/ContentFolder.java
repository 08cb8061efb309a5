package io.gongmail.store.mail.content;

import io.gongmail.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files that content is kept in, as whoever copies them sees them. Thread-safe; what is read may be written meanwhile. */
public final class ContentFolder {
    private static final Pattern SEGMENT = Pattern.compile("segments/[0-9]{8}\\.seg");
    private static final Pattern LARGE = Pattern.compile("large/[0-9a-f]{2}/[0-9a-f]{64}");

    private final Path folder;
    private final ContentKeys keys;

    /** @param folder what {@link ContentStore#open} was given */
    ContentFolder(Path folder, ContentKeys keys) {
        this.folder = folder;
        this.keys = keys;
    }

    /** Whether what is written is sealed. */
    public boolean isSealed() {
        return !keys.isEmpty();
    }

    /**
     * The segments, the files of large messages and what tells which keys were used (but no key), below the folder, with
     * slashes. Segments come in their order, so that the last of them is the one being written.
     */
    public List<String> files() throws IOException {
        List<String> files = new ArrayList<>(below("large"));
        if (Files.exists(folder.resolve(UsedKeys.NAME))) {
            files.add(UsedKeys.NAME);
        }
        files.addAll(below("segments"));
        return files;
    }

    private List<String> below(String part) throws IOException {
        try (Stream<Path> walk = Files.walk(folder.resolve(part))) {
            return walk.map(path -> folder.relativize(path).toString())
                    .filter(path -> isSegment(path) || LARGE.matcher(path).matches())
                    .sorted()
                    .toList();
        }
    }

    public static boolean isSegment(String path) {
        return SEGMENT.matcher(path).matches();
    }

    /** The content of a large message's file. */
    public static Optional<Sha256> hashOf(String path) {
        return LARGE.matcher(path).matches()
                ? Optional.of(Sha256.parse(path.substring(path.lastIndexOf('/') + 1)))
                : Optional.empty();
    }

    /**
     * Where the last whole message of a segment ends: what stands beyond may be half written.
     *
     * @param from where a message or, at 0, the segment begins
     */
    public long wholeEnd(String segment, long from) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(segment), StandardOpenOption.READ)) {
            long end = Math.max(from, Math.min(channel.size(), Frame.SEGMENT_MAGIC.length));
            FrameReader frames = new FrameReader(channel, end, ContentStore.LARGEST_IN_SEGMENT, keys);
            for (Optional<FrameReader.Found> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                end = frame.get().at() + frame.get().octets().length;
            }
            return end;
        }
    }

    /** Octets of a segment that are no whole message; {@code to} is behind the last. */
    public record Damage(long from, long to) {}

    /** Whether this tells which keys content may be sealed with: a copy that has it needs them. */
    public static boolean tellsKeys(String path) {
        return path.equals(UsedKeys.NAME);
    }

    /**
     * Whether these are the keys that a copy needs.
     *
     * @param pieces of the file that {@link #tellsKeys}
     */
    public static boolean opens(ContentKeys keys, List<Path> pieces) throws IOException {
        try {
            UsedKeys.check(UsedKeys.in(pieces), keys);
            return true;
        } catch (StoreException e) {
            return false;
        }
    }

    /**
     * Whether a large message's file is not what its name says. Of one that is sealed with a key that is not here it cannot be
     * told.
     *
     * @throws NoSuchFileException when it is not there
     */
    public static boolean isDamaged(Path file, Sha256 hash, ContentKeys keys) throws IOException {
        try {
            Opened opened = LargeHead.open(file, hash, 0, keys);
            ContentRef ref = new ContentRef(hash, Math.max(0, opened.size()));
            try (InputStream in = new CheckedStream(opened.in(), ref, opened::key)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return false;
        } catch (MissingKeyException e) {
            return false;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Reads a piece of a segment and compares each message in it with its hash, or, where its key is not here, with its checksum.
     *
     * @param isBeginning whether the segment begins here; else a message does
     * @throws NoSuchFileException when it is not there
     */
    public static List<Damage> damageIn(Path piece, boolean isBeginning, ContentKeys keys) throws IOException {
        List<Damage> damage = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(piece, StandardOpenOption.READ)) {
            long read = isBeginning ? Math.min(channel.size(), Frame.SEGMENT_MAGIC.length) : 0;
            FrameReader frames = new FrameReader(
                    channel, read, ContentStore.LARGEST_IN_SEGMENT, keys, FrameReader.KeyMissing.IS_TAKEN);
            for (Optional<FrameReader.Found> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                if (frame.get().at() > read) {
                    damage.add(new Damage(read, frame.get().at()));
                }
                read = frame.get().at() + frame.get().octets().length;
            }
            if (read < channel.size()) {
                damage.add(new Damage(read, channel.size()));
            }
        }
        return damage;
    }
}
