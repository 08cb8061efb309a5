package io.gongmail.store.mail.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Reads a message, or a range of it, out of its segment. Not thread-safe. */
final class SegmentStream extends InputStream {
    private final Segments segments;
    private final Place place;
    private final long end;
    private long at;

    SegmentStream(Segments segments, Place place, long from, long length) {
        this.segments = segments;
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
        int read = segments.read(place, at, ByteBuffer.wrap(into, offset, wanted));
        at += Math.max(0, read);
        return read;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, end - at));
        at += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, end - at);
    }
}
