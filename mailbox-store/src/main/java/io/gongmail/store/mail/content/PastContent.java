package io.gongmail.store.mail.content;

import io.gongmail.store.db.Database;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Bytes as a copy of a store has them, whose files are in pieces; nothing is written. Messages do not go over from one piece into
 * the next. For one thread.
 */
public final class PastContent {
    /** The pieces of the copy's files. */
    public interface Pieces {
        /** Of a path as {@link ContentFolder#files} tells it, one after the other; none where the copy does not have it. */
        List<Path> of(String path);

        /** All paths. */
        List<String> paths();
    }

    private record Found(Path piece, long at, long length) {}

    private final Pieces pieces;
    private final ContentKeys keys;
    private final ContentIndex index;
    /** What segments hold beyond the last place in the table; read when first asked for. */
    private Optional<Map<Sha256, Found>> untabled = Optional.empty();

    /**
     * Nothing is read yet.
     *
     * @param copy the database of the copy
     * @param keys those of the copy's time, at least
     * @throws io.gongmail.store.StoreException when the copy has content that is sealed with a key that is not among them
     */
    public PastContent(Database copy, Pieces pieces, ContentKeys keys) throws IOException {
        UsedKeys.check(UsedKeys.in(pieces.of(UsedKeys.NAME)), keys);
        this.pieces = pieces;
        this.keys = keys;
        this.index = new ContentIndex(copy);
    }

    /** As {@link ContentStore#open}. */
    public InputStream open(ContentRef ref) throws IOException {
        Opened opened = opened(ref);
        return new CheckedStream(opened.in(), ref, opened::key);
    }

    private Opened opened(ContentRef ref) throws IOException {
        String hex = ref.hash().hex();
        if (ref.size() > ContentStore.LARGEST_IN_SEGMENT) {
            List<Path> large = pieces.of("large/" + hex.substring(0, 2) + "/" + hex);
            if (large.size() != 1) {
                throw new NoSuchFileException(hex);
            }
            return LargeHead.open(large.get(0), ref.hash(), 0, keys);
        }
        Optional<Place> place = index.find(ref.hash());
        Found found = place.isPresent() ? in(place.get()) : untabled().get(ref.hash());
        if (found == null) {
            throw new NoSuchFileException(hex);
        }
        FileChannel channel = FileChannel.open(found.piece(), StandardOpenOption.READ);
        try {
            int key = key(channel, found.at());
            channel.position(found.at());
            InputStream in = BoundedInputStream.builder()
                    .setInputStream(Channels.newInputStream(channel))
                    .setMaxCount(found.length())
                    .get();
            if (key > 0) {
                ContentKey opening = keys.key(key, ref.hash());
                in = new KeystreamInput(in, 0, at -> opening.inSegment(ref.hash(), at));
            }
            return new Opened(in, found.length(), key);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A head that is damaged is told by the hash of what is read. */
    private static int key(FileChannel piece, long at) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(Frame.HEAD);
        int read = 0;
        while (read >= 0 && head.hasRemaining()) {
            read = piece.read(head, at - Frame.HEAD + head.position());
        }
        return Math.max(0, Frame.key(head.array()));
    }

    private Found in(Place place) throws IOException {
        long before = 0;
        for (Path piece : pieces.of(Segments.path(place.segment()))) {
            long size = Files.size(piece);
            if (place.end() <= before + size) {
                return new Found(piece, place.offset() - before, place.length());
            }
            before += size;
        }
        throw new NoSuchFileException(Segments.path(place.segment()));
    }

    private Map<Sha256, Found> untabled() throws IOException {
        if (untabled.isEmpty()) {
            Map<Sha256, Found> found = new HashMap<>();
            Place last = index.lastKnown();
            for (String path : pieces.paths()) {
                if (ContentFolder.isSegment(path) && path.compareTo(Segments.path(last.segment())) >= 0) {
                    scan(path, path.equals(Segments.path(last.segment())) ? last.end() : 0, found);
                }
            }
            untabled = Optional.of(found);
        }
        return untabled.get();
    }

    private void scan(String path, long from, Map<Sha256, Found> found) throws IOException {
        long before = 0;
        for (Path piece : pieces.of(path)) {
            try (FileChannel channel = FileChannel.open(piece, StandardOpenOption.READ)) {
                long begin = Math.max(from - before, before == 0 ? Frame.SEGMENT_MAGIC.length : 0);
                FrameReader frames = new FrameReader(channel, begin, ContentStore.LARGEST_IN_SEGMENT, keys);
                for (Optional<FrameReader.Found> next = frames.next(); next.isPresent(); next = frames.next()) {
                    FrameReader.Found frame = next.get();
                    found.put(
                            frame.hash(),
                            new Found(piece, frame.at() + Frame.HEAD, frame.octets().length - Frame.HEAD));
                }
                before += channel.size();
            }
        }
    }
}
