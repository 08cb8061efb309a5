package io.gongmail.server.smtp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads no faster than what was read is dealt with, and than replies are taken: a client may send a group of commands at once
 * (RFC 2920 §3.1), and not more of them than wait within a bound. On the event loop; {@link #dealtWith} from any thread.
 */
final class Pacing extends ChannelInboundHandlerAdapter {
    /** In octets, of one connection. */
    static final int MOST_WAITING = 256 * 1024;

    private final AtomicLong waiting = new AtomicLong();
    private volatile @Nullable ChannelHandlerContext context;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf buffer && waiting.addAndGet(buffer.readableBytes()) > MOST_WAITING) {
            settle(ctx);
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        settle(ctx);
        ctx.fireChannelWritabilityChanged();
    }

    /** So many octets wait no more. */
    void dealtWith(int octets) {
        ChannelHandlerContext ctx = context;
        long before = waiting.getAndAdd(-octets);
        if (ctx != null && before > MOST_WAITING && before - octets <= MOST_WAITING) {
            ctx.executor().execute(() -> settle(ctx));
        }
    }

    private void settle(ChannelHandlerContext ctx) {
        boolean reads = waiting.get() <= MOST_WAITING && ctx.channel().isWritable();
        if (ctx.channel().config().isAutoRead() != reads) {
            ctx.channel().config().setAutoRead(reads);
        }
    }
}
