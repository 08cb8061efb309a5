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
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final Map<Integer, FileChannel> open = new ConcurrentHashMap<>();
    private int last;
    private long end;

    Segments(Path folder, Path torn, long segmentSize, int longest) throws IOException {
        this.folder = folder;
        this.torn = torn;
        this.segmentSize = segmentSize;
        this.longest = longest;
        Files.createDirectories(folder);
    }

    /**
     * Reads the frames that stand beyond {@code known} (none known: all of them), tells each to {@code found} and cuts a
     * torn end off.
     */
    void recover(Place known, BiConsumer<Sha256, Place> found) throws IOException {
        List<Integer> numbers = numbers();
        for (int number : numbers) {
            if (number < known.segment()) {
                continue;
            }
            long from = number == known.segment() ? known.end() : Frame.SEGMENT_MAGIC.length;
            scan(number, from, number == numbers.get(numbers.size() - 1), found);
        }
        if (numbers.isEmpty()) {
            begin(1);
        } else {
            last = numbers.get(numbers.size() - 1);
            end = channel(last).size();
        }
    }

    private List<Integer> numbers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(String.valueOf(file.getFileName())))
                    .filter(java.util.regex.Matcher::matches)
                    .map(name -> Integer.valueOf(name.group(1)))
                    .sorted()
                    .toList();
        }
    }

    private void scan(int number, long from, boolean isLast, BiConsumer<Sha256, Place> found) throws IOException {
        FileChannel channel = channel(number);
        long size = channel.size();
        if (size < Frame.SEGMENT_MAGIC.length) {
            // The crash came between making the file and its first sync.
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(Frame.SEGMENT_MAGIC), 0);
            channel.force(true);
            return;
        }
        if (from > size) {
            throw new StoreException(
                    Kind.BROKEN,
                    "segment " + file(number) + " is shorter than the database says: " + size + " < " + from);
        }
        long at = from;
        byte[] head = new byte[Frame.HEAD];
        while (at + Frame.HEAD <= size) {
            read(channel, head, head.length, at);
            int length = Frame.length(head, longest);
            if (length < 0 || at + Frame.HEAD + length > size) {
                break;
            }
            byte[] bytes = new byte[length];
            read(channel, bytes, length, at + Frame.HEAD);
            if (!Frame.holds(head, bytes, length)) {
                break;
            }
            found.accept(Frame.hash(head), new Place(number, at + Frame.HEAD, length));
            at += Frame.HEAD + length;
        }
        if (at < size) {
            if (!isLast) {
                // Only the last one is ever written to, so this is not a crash but a damaged disk.
                throw new StoreException(Kind.BROKEN, "segment " + file(number) + " is damaged at octet " + at);
            }
            cut(channel, number, at, size);
        }
    }

    /** Nobody was told that these octets are safe; they are kept aside for whoever wants to look. */
    private void cut(FileChannel channel, int number, long at, long size) throws IOException {
        Files.createDirectories(torn);
        Path aside = torn.resolve(name(number) + "." + at);
        try (FileChannel out = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            long done = 0;
            while (done < size - at) {
                done += channel.transferTo(at + done, size - at - done, out);
            }
        }
        channel.truncate(at);
        channel.force(true);
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
        FileChannel channel = FileChannel.open(
                file(number), StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        open.put(number, channel);
        channel.write(ByteBuffer.wrap(Frame.SEGMENT_MAGIC));
        channel.force(true);
        Folders.sync(folder);
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
        channel.force(false);
        end = at;
    }

    /** After a failed write: forget what may stand beyond {@code position}. */
    void rewind(int segment, long position) throws IOException {
        if (segment == last) {
            channel(last).truncate(position);
            end = position;
        }
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

    private static void read(FileChannel channel, byte[] into, int length, long at) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, length);
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at + buffer.position());
            if (read < 0) {
                throw new EOFException("a segment ended early");
            }
        }
    }

    private FileChannel channel(int number) throws IOException {
        FileChannel known = open.get(number);
        if (known != null) {
            return known;
        }
        synchronized (open) {
            FileChannel again = open.get(number);
            if (again != null) {
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
