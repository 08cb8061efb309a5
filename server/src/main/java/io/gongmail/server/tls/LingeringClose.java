package io.gongmail.server.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * At the head of the pipeline of a failed handshake: closing closes our half first and drops what still comes, within the
 * bounds of {@link Refusing}, so that the alert is read and not lost to a reset. For one event loop.
 */
final class LingeringClose extends ChannelDuplexHandler {
    private @Nullable Future<?> timer;
    private int octets;

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (!(ctx.channel() instanceof DuplexChannel duplex) || !duplex.isActive()) {
            ctx.close(promise);
            return;
        }
        duplex.closeFuture().addListener(closed -> promise.trySuccess());
        if (timer != null) {
            return; // The gate and the TLS handler both close.
        }
        timer = ctx.executor().schedule((Runnable) ctx::close, Refusing.SECONDS, TimeUnit.SECONDS);
        // Done when everything written before it has reached the socket.
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) written -> {
            if (written.isSuccess()) {
                duplex.shutdownOutput();
            }
        });
        duplex.config().setAutoRead(true);
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (timer == null) {
            ctx.fireChannelRead(message);
            return;
        }
        octets += message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        ReferenceCountUtil.release(message);
        if (octets > Refusing.MOST_OCTETS) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (timer != null) {
            timer.cancel(false);
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (timer == null) {
            ctx.fireExceptionCaught(cause);
        } else {
            ctx.close(); // A reset by the peer: there is nothing left to tell.
        }
    }
}
