package io.gongmail.server.directory;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;

/** Makes messages of what comes; what is none breaks the connection, and nothing behind it is read. For one event loop. */
final class LdapFrames extends ByteToMessageDecoder {
    private int most = Messages.MOST_BEFORE_SIGN_IN;
    private boolean broken;

    /** Who has signed in may ask longer questions. */
    void trust() {
        most = Messages.MOST;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            Messages.next(in, most).ifPresent(out::add);
        } catch (CorruptedFrameException e) {
            broken = true;
            in.skipBytes(in.readableBytes());
            throw e;
        }
    }
}
