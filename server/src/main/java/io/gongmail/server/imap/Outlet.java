package io.gongmail.server.imap;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.james.imap.api.process.ImapSession;
import org.jspecify.annotations.Nullable;

/**
 * Where long answers leave a connection, no faster than its peer reads: who has more to say asks for room first. One at a
 * time says something; any thread.
 */
final class Outlet extends ChannelInboundHandlerAdapter {
    private volatile @Nullable Channel channel;
    private final AtomicReference<@Nullable Runnable> waiting = new AtomicReference<>();

    /** The outlet of a session's connection. */
    static Outlet of(ImapSession session) {
        return CommandDecoder.of(session).outlet();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    /** Whether there is still somebody who might read. */
    boolean isOpen() {
        Channel to = channel;
        return to != null && to.isActive();
    }

    /** Whether the peer has read enough of what was written. */
    boolean hasRoom() {
        Channel to = channel;
        return to != null && to.isWritable();
    }

    /** Runs {@code next} once, when there is room or the connection is gone. It must not block. */
    void whenRoom(Runnable next) {
        waiting.set(next);
        Channel to = channel;
        if (to == null || !to.isActive() || to.isWritable()) {
            proceed();
        }
    }

    /** A buffer to fill and {@link #write}. */
    ByteBuf buffer(int octets) {
        Channel to = channel;
        if (to == null) {
            throw new IllegalStateException("no connection");
        }
        return to.alloc().directBuffer(octets);
    }

    /** Takes {@code octets} over. */
    void write(ByteBuf octets) {
        Channel to = channel;
        if (to == null) {
            ReferenceCountUtil.release(octets);
        } else {
            to.writeAndFlush(octets, to.voidPromise());
        }
    }

    /** For what was announced and cannot be said. */
    void breakOff() {
        Channel to = channel;
        if (to != null) {
            to.close();
        }
    }

    private void proceed() {
        Runnable next = waiting.getAndSet(null);
        if (next != null) {
            next.run();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            proceed();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        proceed();
        ctx.fireChannelInactive();
    }
}
