package io.gongmail.store.mail.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The head before each message in a segment; it lets the end of a segment be read without the table. */
final class Frame {
    static final int HEAD = 44;
    static final byte[] SEGMENT_MAGIC = "GONGSEG1".getBytes(StandardCharsets.US_ASCII);
    private static final int CLEAR = 0x474d4331; // "GMC1"
    private static final int SEALED = 0x474d4332; // "GMC2"
    private static final int KEY_SHIFT = 24;
    private static final int LENGTH_BITS = (1 << KEY_SHIFT) - 1;
    private static final int KEY_AT = 4;
    private static final int CRC_AT = 40;

    private Frame() {}

    /**
     * Appends head and bytes to {@code out}.
     *
     * @param key the number of the key that the bytes are sealed with already; 0 for those in clear
     */
    static void write(ByteBuffer out, Sha256 hash, int key, byte[] bytes, int length) {
        int start = out.position();
        out.putInt(key > 0 ? SEALED : CLEAR).putInt(key << KEY_SHIFT | length).put(hash.octets());
        CRC32C crc = new CRC32C();
        crc.update(out.array(), start, CRC_AT);
        crc.update(bytes, 0, length);
        out.putInt((int) crc.getValue()).put(bytes, 0, length);
    }

    /** The length told by the head at the start of {@code head}, or -1 when there is no head of ours. */
    static int length(byte[] head, int longest) {
        int key = key(head);
        if (key < 0) {
            return -1;
        }
        int second = ByteBuffer.wrap(head).getInt(KEY_AT);
        int length = key > 0 ? second & LENGTH_BITS : second;
        return length < 0 || length > longest ? -1 : length;
    }

    /** The number of the key that the bytes behind a head are sealed with; 0 for those in clear, -1 when it is no head of ours. */
    static int key(byte[] head) {
        ByteBuffer buffer = ByteBuffer.wrap(head);
        int magic = buffer.getInt();
        if (magic == CLEAR) {
            return 0;
        }
        int key = buffer.getInt() >>> KEY_SHIFT;
        return magic == SEALED && key > 0 ? key : -1;
    }

    /** The same frame under the key that seals now; as it is where none does. */
    static byte[] resealed(byte[] frame, ContentKeys keys) throws MissingKeyException {
        int before = key(frame);
        if (before == keys.sealsBy() || keys.sealing().isEmpty()) {
            return frame;
        }
        Sha256 hash = hash(frame);
        int length = frame.length - HEAD;
        byte[] bytes = Arrays.copyOfRange(frame, HEAD, frame.length);
        if (before > 0) {
            ContentKey.apply(keys.key(before, hash).inSegment(hash, 0), bytes, 0, length);
        }
        ContentKey.apply(keys.sealing().get().inSegment(hash, 0), bytes, 0, length);
        ByteBuffer out = ByteBuffer.allocate(frame.length);
        write(out, hash, keys.sealsBy(), bytes, length);
        return out.array();
    }

    static Sha256 hash(byte[] head) {
        byte[] hash = new byte[Sha256.OCTETS];
        System.arraycopy(head, 8, hash, 0, hash.length);
        return Sha256.of(hash);
    }

    /** Whether head and bytes, as they stand together, are as they were written. */
    static boolean holds(byte[] frame) {
        CRC32C crc = new CRC32C();
        crc.update(frame, 0, CRC_AT);
        crc.update(frame, HEAD, frame.length - HEAD);
        return ByteBuffer.wrap(frame).getInt(CRC_AT) == (int) crc.getValue();
    }

    /** Where in {@code octets} a head could begin, or -1. */
    static int magicIn(byte[] octets) {
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        for (int i = 0; i + Integer.BYTES <= octets.length; i++) {
            int here = buffer.getInt(i);
            if (here == CLEAR || here == SEALED) {
                return i;
            }
        }
        return -1;
    }
}
