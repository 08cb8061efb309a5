package io.gongmail.server.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DelimiterBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what comes in into lines: a line ends in CRLF and nothing else (RFC 5321 §2.3.8). Or, when it was told to, into parts of
 * a chunk (RFC 3030 §2). It runs on the thread of what hears the lines, directly before it, so that each line has been dealt with
 * before the next is looked for (RFC 2920 §3.2).
 */
final class Frames extends DelimiterBasedFrameDecoder {
    private static final byte[] CRLF = {'\r', '\n'};

    /** Of a chunk, in octets. */
    private static final int LARGEST_PART = 16 * 1024;

    private static final int VERB = 64;

    /** A line longer than is taken, that may be followed by a chunk of unknown length. */
    static final class TooLongChunkCommand extends TooLongFrameException {
        private static final long serialVersionUID = 1;

        TooLongChunkCommand(TooLongFrameException cause) {
            super(cause);
        }
    }

    private final Pacing pacing;
    private long octets;

    Frames(int lineLength, Pacing pacing) {
        super(lineLength, false, true, Unpooled.wrappedBuffer(CRLF.clone()));
        this.pacing = pacing;
    }

    /** The next {@code octets} are not lines; in parts of at most 16 KiB. To be called by what hears the lines, while it does. */
    void take(long octets) {
        this.octets = octets;
    }

    @Override
    protected @Nullable Object decode(ChannelHandlerContext ctx, ByteBuf buffer) throws Exception {
        if (octets > 0) {
            int part = (int) Math.min(octets, Math.min(buffer.readableBytes(), LARGEST_PART));
            octets -= part;
            return buffer.readRetainedSlice(part);
        }
        String start = buffer.toString(
                buffer.readerIndex(), Math.min(buffer.readableBytes(), VERB), StandardCharsets.ISO_8859_1);
        try {
            return super.decode(ctx, buffer);
        } catch (TooLongFrameException e) {
            throw Bdat.isSimilar(start) ? new TooLongChunkCommand(e) : e;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        int octets = message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        try {
            super.channelRead(ctx, message);
        } finally {
            pacing.dealtWith(octets);
        }
    }
}
