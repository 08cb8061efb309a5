package io.gongmail.store.mail.content;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The segment files. Appending and syncing is for one thread; reading is for everybody. */
final class Segments implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);
    private static final Pattern NAME = Pattern.compile("([0-9]{8})\\.seg");

    private final Path folder;
    private final Path torn;
    private final long segmentSize;
    private final int longest;
    private final Syncs syncs;
    private final ContentKeys keys;
    private final Map<Integer, FileChannel> open = new ConcurrentHashMap<>();
    private volatile int last;
    private volatile long end;

    Segments(Path folder, Path torn, long segmentSize, int longest, Syncs syncs, ContentKeys keys) throws IOException {
        this.keys = keys;
        this.folder = folder;
        this.torn = torn;
        this.segmentSize = segmentSize;
        this.longest = longest;
        this.syncs = syncs;
        syncs.makeFolder(folder);
        // The name of a segment whose maker was killed may not be there for good.
        syncs.folder(folder);
    }

    /**
     * Reads the frames that stand beyond {@code known} (none known: all of them), tells each to {@code found} and cuts a
     * torn end off. What is told lasts: it is written again and synced first, since whoever wrote it may have been killed
     * before its sync, or have seen it fail.
     *
     * @throws MissingKeyException when a frame is sealed with a key that is not here; nothing is cut off then
     */
    void recover(Place known, BiConsumer<Sha256, Place> found) throws IOException {
        List<Integer> numbers = numbers();
        Map<Place, Sha256> frames = new LinkedHashMap<>();
        for (int number : numbers) {
            if (number < known.segment()) {
                continue;
            }
            long from = number == known.segment() ? known.end() : Frame.SEGMENT_MAGIC.length;
            scan(number, from, number == numbers.get(numbers.size() - 1), frames);
        }
        frames.forEach((place, hash) -> found.accept(hash, place));
        if (numbers.isEmpty()) {
            begin(1);
        } else {
            last = numbers.get(numbers.size() - 1);
            end = channel(last).size();
        }
    }

    /** Which there are, rising. */
    List<Integer> numbers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(String.valueOf(file.getFileName())))
                    .filter(java.util.regex.Matcher::matches)
                    .map(name -> Integer.valueOf(name.group(1)))
                    .sorted()
                    .toList();
        }
    }

    private void scan(int number, long from, boolean isLast, Map<Place, Sha256> frames) throws IOException {
        FileChannel channel = channel(number);
        long size = channel.size();
        if (size < Frame.SEGMENT_MAGIC.length) {
            // The crash came between making the file and its first sync.
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(Frame.SEGMENT_MAGIC), 0);
            syncs.file(channel);
            return;
        }
        if (from > size) {
            throw new StoreException(
                    Kind.BROKEN,
                    "segment " + file(number) + " is shorter than the database says: " + size + " < " + from);
        }
        FrameReader reader = new FrameReader(channel, from, longest, keys);
        long read = from;
        for (Optional<FrameReader.Found> next = reader.next(); next.isPresent(); next = reader.next()) {
            FrameReader.Found frame = next.get();
            if (frame.at() > read) {
                LOG.error("segment {} is damaged from octet {} to {}", number, read, frame.at());
            }
            channel.write(ByteBuffer.wrap(frame.octets()), frame.at());
            frames.put(new Place(number, frame.at() + Frame.HEAD, frame.octets().length - Frame.HEAD), frame.hash());
            read = frame.at() + frame.octets().length;
        }
        if (read < size) {
            if (isLast) {
                cut(channel, number, read, size);
            } else {
                // Nothing is written behind another segment's beginning, so this is not a crash but a damaged disk.
                LOG.error("segment {} is damaged from octet {} to its end", number, read);
            }
        }
        syncs.file(channel);
    }

    /** Nobody was told that these octets are safe; they are kept aside for whoever wants to look. */
    private void cut(FileChannel channel, int number, long at, long size) throws IOException {
        syncs.makeFolder(torn);
        Path aside = torn.resolve(name(number) + "." + at);
        try (FileChannel out = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            long done = 0;
            while (done < size - at) {
                done += channel.transferTo(at + done, size - at - done, out);
            }
        }
        channel.truncate(at);
        LOG.warn("segment {} had a torn end of {} octets from an earlier crash, moved to {}", number, size - at, aside);
    }

    /** Whether {@code octets} more may go into the segment being written; an empty one takes anything. */
    boolean fits(int octets) {
        return end == Frame.SEGMENT_MAGIC.length || end + octets <= segmentSize;
    }

    void beginNext() throws IOException {
        begin(last + 1);
    }

    private void begin(int number) throws IOException {
        Path file = file(number);
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            channel.write(ByteBuffer.wrap(Frame.SEGMENT_MAGIC));
            syncs.file(channel);
            syncs.folder(folder);
        } catch (IOException e) {
            // On a full disk this is tried again.
            channel.close();
            Files.deleteIfExists(file);
            throw e;
        }
        open.put(number, channel);
        last = number;
        end = Frame.SEGMENT_MAGIC.length;
    }

    /** Writes whole frames to the end of the segment being written, and syncs it. */
    void append(ByteBuffer frames) throws IOException {
        FileChannel channel = channel(last);
        long at = end;
        while (frames.hasRemaining()) {
            at += channel.write(frames, at);
        }
        syncs.file(channel);
        end = at;
    }

    /** After a failed write: forget what may stand beyond {@code position}. */
    void rewind(int segment, long position) throws IOException {
        if (segment == last) {
            channel(last).truncate(position);
            end = position;
        }
    }

    /** Octets of a segment's file. */
    long size(int number) throws IOException {
        return channel(number).size();
    }

    /** The whole frame of a content that stands where the table says; one that is damaged is an {@link IOException}. */
    FrameReader.Found frame(Sha256 hash, Place place) throws IOException {
        Optional<FrameReader.Found> frame =
                new FrameReader(channel(place.segment()), place.offset() - Frame.HEAD, longest, keys).here();
        if (frame.isEmpty() || !frame.get().hash().equals(hash)) {
            throw new DamagedContentException(hash, Math.max(0, Frame.key(head(place))));
        }
        return frame.get();
    }

    /**
     * The number of the key that a content is sealed with; 0 for one in clear.
     *
     * @throws IOException when its head is damaged
     */
    int key(Sha256 hash, Place place) throws IOException {
        if (keys.isEmpty()) {
            // Or the store would not have been opened.
            return 0;
        }
        int key = Frame.key(head(place));
        if (key < 0) {
            throw new DamagedContentException(hash, 0);
        }
        return key;
    }

    private byte[] head(Place place) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(Frame.HEAD);
        FileChannel channel = channel(place.segment());
        while (head.hasRemaining()) {
            if (channel.read(head, place.offset() - Frame.HEAD + head.position()) < 0) {
                throw new EOFException("segment " + place.segment() + " ends within a message");
            }
        }
        return head.array();
    }

    /** Whether all that a segment holds is sealed with the key that seals now. */
    boolean isSealedAnew(int number) throws IOException {
        long size = channel(number).size();
        long at = Frame.SEGMENT_MAGIC.length;
        while (at + Frame.HEAD <= size) {
            byte[] head = head(new Place(number, at + Frame.HEAD, 0));
            int length = Frame.length(head, longest);
            if (length < 0 || Frame.key(head) != keys.sealsBy()) {
                return false;
            }
            at += Frame.HEAD + length;
        }
        return at == size;
    }

    ContentKeys keys() {
        return keys;
    }

    /** Who is told of a frame. */
    @FunctionalInterface
    interface Told {
        void of(Sha256 hash, Place place) throws IOException, InterruptedException;
    }

    /** Tells every whole frame of a segment, up to where it ends now. */
    void frames(int number, Told found) throws IOException, InterruptedException {
        FrameReader reader = new FrameReader(channel(number), Frame.SEGMENT_MAGIC.length, longest, keys);
        for (Optional<FrameReader.Found> next = reader.next(); next.isPresent(); next = reader.next()) {
            FrameReader.Found frame = next.get();
            found.of(frame.hash(), new Place(number, frame.at() + Frame.HEAD, frame.octets().length - Frame.HEAD));
        }
    }

    /** Deletes a segment that nothing refers to any more and that is not the last. */
    void drop(int number) throws IOException {
        synchronized (open) {
            Files.deleteIfExists(file(number));
            FileChannel channel = open.remove(number);
            if (channel != null) {
                // Who reads at this moment looks again where the content is now.
                channel.close();
            }
        }
        syncs.folder(folder);
    }

    int last() {
        return last;
    }

    long end() {
        return end;
    }

    /** Reads up to {@code length} octets of the message at {@code place}, from its octet {@code from}. */
    int read(Place place, long from, ByteBuffer into) throws IOException {
        int wanted = (int) Math.min(into.remaining(), place.length() - from);
        if (wanted <= 0) {
            return -1;
        }
        ByteBuffer window = into.slice(into.position(), wanted);
        int read = channel(place.segment()).read(window, place.offset() + from);
        if (read < 0) {
            throw new EOFException("segment " + place.segment() + " ends within a message");
        }
        into.position(into.position() + read);
        return read;
    }

    private FileChannel channel(int number) throws IOException {
        FileChannel known = open.get(number);
        if (known != null && known.isOpen()) {
            return known;
        }
        synchronized (open) {
            FileChannel again = open.get(number);
            // An interrupt closes a channel to everybody.
            if (again != null && again.isOpen()) {
                return again;
            }
            Path file = file(number);
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            open.put(number, channel);
            return channel;
        }
    }

    private Path file(int number) {
        return folder.resolve(name(number));
    }

    /** As {@link ContentFolder} names it. */
    static String path(int number) {
        return "segments/" + name(number);
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "%08d.seg", number);
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : open.values()) {
            channel.close();
        }
    }
}
