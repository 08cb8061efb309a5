package io.gongmail.store.mail.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/** Reads a message, or a range of it, out of its segment. Not thread-safe. */
final class SegmentStream extends InputStream {
    private static final int ATTEMPTS = 3;

    private static final int NOT_YET = -1;

    private final Segments segments;
    private final Sha256 hash;
    private final Supplier<Optional<Place>> places;
    private final long end;
    private Place place;
    private long at;
    private int key = NOT_YET;
    /** Opens what stands at {@code at}; there when {@code key} tells one. */
    private @Nullable Cipher cipher;

    /** @param places tells where the message stands when its segment is there no more */
    SegmentStream(
            Segments segments, Sha256 hash, Place place, Supplier<Optional<Place>> places, long from, long length) {
        this.segments = segments;
        this.hash = hash;
        this.places = places;
        this.place = place;
        this.at = Math.min(from, place.length());
        this.end = Math.min(place.length(), this.at + length);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        int wanted = (int) Math.min(length, end - at);
        if (wanted <= 0) {
            return -1;
        }
        int read = read(ByteBuffer.wrap(into, offset, wanted));
        if (read > 0) {
            if (cipher != null) {
                ContentKey.apply(cipher, into, offset, read);
            }
            at += read;
        }
        return read;
    }

    /** The number of the key that it is sealed with; 0 when it is in clear, or nothing was read yet. */
    int key() {
        return Math.max(0, key);
    }

    private int read(ByteBuffer into) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                if (key == NOT_YET) {
                    key = segments.key(hash, place);
                    cipher = key > 0 ? segments.keys().key(key, hash).inSegment(hash, at) : null;
                }
                return segments.read(place, at, into);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException | NoSuchFileException e) {
                // Frames that live move out of a segment before it is deleted.
                Optional<Place> now = places.get();
                if (now.isEmpty() || attempt == ATTEMPTS) {
                    throw e;
                }
                place = now.get();
                key = NOT_YET;
            }
        }
    }

    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, end - at));
        at += skipped;
        key = skipped > 0 ? NOT_YET : key;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, end - at);
    }
}
