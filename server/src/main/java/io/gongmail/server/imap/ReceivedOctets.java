package io.gongmail.server.imap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** What has arrived and is not yet taken, seen as lines. Bounded by who fills it: nothing is read while much is here. */
final class ReceivedOctets {
    private ByteBuf waiting = Unpooled.EMPTY_BUFFER;
    /** Octets known to hold no end of line, so that a line that comes octet by octet is not searched each time. */
    private int scanned;

    /** Takes {@code octets} over. */
    void add(ByteBufAllocator allocator, ByteBuf octets) {
        if (waiting.isReadable()) {
            // One plain buffer: a peer that sends octet by octet costs copies, not a chain of thousands of buffers.
            ByteBuf plain = allocator.buffer(waiting.readableBytes() + octets.readableBytes());
            plain.writeBytes(waiting).writeBytes(octets);
            waiting.release();
            octets.release();
            waiting = plain;
        } else {
            waiting.release();
            waiting = octets;
            scanned = 0;
        }
    }

    boolean isEmpty() {
        return !waiting.isReadable();
    }

    /** Octets up to and with the next LF, or all there are. */
    int lineLength() {
        int end = end();
        return (end < 0 ? waiting.writerIndex() : end + 1) - waiting.readerIndex();
    }

    /** Whether an LF is here. Where not, what is here is not searched again. */
    boolean hasLine() {
        boolean here = end() >= 0;
        if (!here) {
            scanned = waiting.readableBytes();
        }
        return here;
    }

    private int end() {
        return waiting.indexOf(waiting.readerIndex() + scanned, waiting.writerIndex(), (byte) '\n');
    }

    /** That many octets from the front. */
    byte[] take(int length) {
        byte[] octets = new byte[length];
        waiting.readBytes(octets);
        scanned = 0;
        return octets;
    }

    /** All of it; the caller frees it. */
    ByteBuf takeAll() {
        ByteBuf all = waiting;
        waiting = Unpooled.EMPTY_BUFFER;
        scanned = 0;
        return all;
    }

    void skip(int length) {
        waiting.skipBytes(length);
        scanned = 0;
    }

    void skipAll() {
        skip(waiting.readableBytes());
    }

    /** The first octets, at most that many, left where they are. */
    byte[] peek(int most) {
        return ByteBufUtil.getBytes(waiting, waiting.readerIndex(), Math.min(most, waiting.readableBytes()));
    }

    /** Lets a literal take what it needs. */
    void fill(ReceivedCommand command) {
        command.take(waiting);
        scanned = 0;
    }

    void release() {
        waiting.release();
        waiting = Unpooled.EMPTY_BUFFER;
        scanned = 0;
    }
}
