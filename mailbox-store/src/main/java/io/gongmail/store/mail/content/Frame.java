package io.gongmail.store.mail.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The head before each message in a segment; it lets the end of a segment be read without the table. */
final class Frame {
    static final int HEAD = 44;
    static final byte[] SEGMENT_MAGIC = "GONGSEG1".getBytes(StandardCharsets.US_ASCII);
    private static final int MAGIC = 0x474d4331; // "GMC1"
    private static final int CRC_AT = 40;

    private Frame() {}

    /** Appends head and bytes to {@code out}. */
    static void write(ByteBuffer out, Sha256 hash, byte[] bytes, int length) {
        int start = out.position();
        out.putInt(MAGIC).putInt(length).put(hash.octets());
        CRC32C crc = new CRC32C();
        crc.update(out.array(), start, CRC_AT);
        crc.update(bytes, 0, length);
        out.putInt((int) crc.getValue()).put(bytes, 0, length);
    }

    /** The length told by the head at the start of {@code head}, or -1 when there is no head of ours. */
    static int length(byte[] head, int longest) {
        ByteBuffer buffer = ByteBuffer.wrap(head);
        if (buffer.getInt() != MAGIC) {
            return -1;
        }
        int length = buffer.getInt();
        return length < 0 || length > longest ? -1 : length;
    }

    static Sha256 hash(byte[] head) {
        byte[] hash = new byte[Sha256.OCTETS];
        System.arraycopy(head, 8, hash, 0, hash.length);
        return Sha256.of(hash);
    }

    /** Whether head and bytes are as they were written. */
    static boolean holds(byte[] head, byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(head, 0, CRC_AT);
        crc.update(bytes, 0, length);
        return ByteBuffer.wrap(head).getInt(CRC_AT) == (int) crc.getValue();
    }
}
