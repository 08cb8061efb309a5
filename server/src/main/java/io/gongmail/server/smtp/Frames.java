package io.gongmail.server.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DelimiterBasedFrameDecoder;

/**
 * Cuts what comes in into lines: a line ends in CRLF and nothing else (RFC 5321 §2.3.8). It runs on the thread of what hears
 * the lines, directly before it, so that each line has been dealt with before the next is looked for (RFC 2920 §3.2).
 */
final class Frames extends DelimiterBasedFrameDecoder {
    private static final byte[] CRLF = {'\r', '\n'};

    private final Pacing pacing;

    Frames(int lineLength, Pacing pacing) {
        super(lineLength, false, true, Unpooled.wrappedBuffer(CRLF.clone()));
        this.pacing = pacing;
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
