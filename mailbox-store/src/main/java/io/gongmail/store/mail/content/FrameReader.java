package io.gongmail.store.mail.content;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Cipher;

/**
 * Reads frames one after the other, also behind a place that is damaged: what a crash or a disk did to one message is none of
 * the next one's business. Not thread-safe.
 */
final class FrameReader {
    private static final int WINDOW = 64 * 1024;
    private static final int OPENED_AT_ONCE = 8 * 1024;

    /** A whole frame, as it is written, and where it stands. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Found(long at, byte[] octets, Sha256 hash) {}

    /** What is made of a frame whose key is not here. */
    enum KeyMissing {
        /**
         * It ends the reading where a frame must stand. Behind something damaged it is none: which keys were used is known and
         * all of them are here ({@link UsedKeys}), so somebody wrote it into a message.
         */
        FAILS,
        /** Its checksum decides whether it is whole. */
        IS_TAKEN
    }

    private final FileChannel channel;
    private final int longest;
    private final ContentKeys keys;
    private final KeyMissing missing;
    private final long size;
    private long at;

    FrameReader(FileChannel channel, long from, int longest, ContentKeys keys) throws IOException {
        this(channel, from, longest, keys, KeyMissing.FAILS);
    }

    FrameReader(FileChannel channel, long from, int longest, ContentKeys keys, KeyMissing missing) throws IOException {
        this.channel = channel;
        this.keys = keys;
        this.missing = missing;
        this.at = from;
        this.longest = longest;
        this.size = channel.size();
    }

    /**
     * The next whole frame; empty when there is none up to the end.
     *
     * @throws MissingKeyException as {@link KeyMissing} says
     */
    Optional<Found> next() throws IOException {
        for (long from = at; from >= 0; from = magicFrom(from + 1)) {
            Optional<Found> found = frameAt(from);
            if (found.isPresent()) {
                at = from + found.get().octets().length;
                return found;
            }
        }
        at = size;
        return Optional.empty();
    }

    /** The frame that begins where reading stands; empty when none does that is whole. */
    Optional<Found> here() throws IOException {
        return frameAt(at);
    }

    private Optional<Found> frameAt(long from) throws IOException {
        if (from + Frame.HEAD > size) {
            return Optional.empty();
        }
        byte[] head = read(from, Frame.HEAD);
        int length = Frame.length(head, longest);
        if (length < 0 || from + Frame.HEAD + length > size) {
            return Optional.empty();
        }
        byte[] octets = read(from, Frame.HEAD + length);
        return Frame.holds(octets) && isContent(octets, from == at)
                ? Optional.of(new Found(from, octets, Frame.hash(octets)))
                : Optional.empty();
    }

    /** The checksum alone could be forged by who writes a frame into a message. */
    private boolean isContent(byte[] frame, boolean mustBe) throws MissingKeyException {
        int number = Frame.key(frame);
        Sha256 hash = Frame.hash(frame);
        if (number == 0) {
            MessageDigest digest = Sha256.digest();
            digest.update(frame, Frame.HEAD, frame.length - Frame.HEAD);
            return Sha256.of(digest.digest()).equals(hash);
        }
        Optional<ContentKey> key = keys.find(number);
        if (key.isEmpty()) {
            if (missing == KeyMissing.FAILS && mustBe) {
                throw new MissingKeyException(number, hash, keys.origin());
            }
            return missing == KeyMissing.IS_TAKEN;
        }
        return openedHash(frame, key.get().inSegment(hash, 0)).equals(hash);
    }

    private static Sha256 openedHash(byte[] frame, Cipher cipher) {
        MessageDigest digest = Sha256.digest();
        byte[] opened = new byte[OPENED_AT_ONCE];
        for (int from = Frame.HEAD; from < frame.length; from += OPENED_AT_ONCE) {
            int length = Math.min(OPENED_AT_ONCE, frame.length - from);
            ContentKey.apply(cipher, frame, from, length, opened, 0);
            digest.update(opened, 0, length);
        }
        return Sha256.of(digest.digest());
    }

    /** Where the next head could begin, or -1. */
    private long magicFrom(long from) throws IOException {
        for (long start = from; start + Frame.HEAD <= size; start += WINDOW) {
            // Windows overlap by what a head's first octets could be split over.
            byte[] window = read(start, (int) Math.min(WINDOW + Integer.BYTES - 1, size - start));
            int found = Frame.magicIn(window);
            if (found >= 0) {
                return start + found;
            }
        }
        return -1;
    }

    private byte[] read(long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, from + buffer.position());
            if (read < 0) {
                throw new EOFException("a segment ended early");
            }
        }
        return buffer.array();
    }
}
