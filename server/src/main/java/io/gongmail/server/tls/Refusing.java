package io.gongmail.server.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells a refusal so that it is read: closing a socket with octets unread in it makes the kernel reset the connection, and
 * the peer may lose the words that were on their way. So: a timer of 2 s, the words, close_notify, FIN, and what still comes is
 * counted and dropped until the peer closes, 16 KiB have come (more ends in a reset), or the timer fires. Protocols that have
 * more to say than a line ({@link LastWords}) say it before our half is closed. For one event loop.
 */
final class Refusing {
    static final int MOST_OCTETS = 16 * 1024;
    static final int SECONDS = 2;
    /** After that nobody is waited for who might speak first. */
    static final int SECONDS_OF_SILENCE = 1;

    private final ChannelHandlerContext ctx;
    private final LastWords words;
    private @Nullable Future<?> timer;
    private @Nullable Future<?> silence;
    private boolean conversing = true;
    private int octets;

    Refusing(ChannelHandlerContext ctx, LastWords words) {
        this.ctx = ctx;
        this.words = words;
    }

    void begin() {
        timer = ctx.executor().schedule(this::close, SECONDS, TimeUnit.SECONDS);
        tell(words.first());
        if (conversing) {
            silence = ctx.executor().schedule(this::tellSilence, SECONDS_OF_SILENCE, TimeUnit.SECONDS);
            ctx.channel().config().setAutoRead(true);
            ctx.read();
        }
    }

    /** Takes what was decrypted, and releases it. */
    void read(Object message) {
        try {
            if (message instanceof ByteBuf buffer && conversing) {
                octets += buffer.readableBytes();
                if (octets > MOST_OCTETS) {
                    close();
                    return;
                }
                tell(words.answer(buffer));
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    void end() {
        if (timer != null) {
            timer.cancel(false);
        }
        if (silence != null) {
            silence.cancel(false);
        }
    }

    private void tellSilence() {
        if (!conversing) {
            return;
        }
        ByteBuf told = words.toSilence();
        if (told.isReadable()) {
            ctx.writeAndFlush(told);
            closeOurHalf();
        } else {
            told.release();
        }
    }

    private void tell(ByteBuf said) {
        if (said.isReadable()) {
            ctx.writeAndFlush(said);
        } else {
            said.release();
        }
        if (conversing && words.isOver()) {
            closeOurHalf();
        }
    }

    private void closeOurHalf() {
        conversing = false;
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        ctx.pipeline().addFirst("dropped", new Dropped());
        // An empty write behind close_notify is done when everything before it has reached the socket: only then is it
        // safe
        // to shut our half, which fails what is still queued.
        ChannelHandlerContext below = ctx.pipeline().context(tls);
        tls.closeOutbound()
                .addListener(sent -> below.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener)
                        written -> {
                            if (written.isSuccess() && written.channel() instanceof DuplexChannel duplex) {
                                duplex.shutdownOutput();
                            }
                        }));
        ctx.channel().config().setAutoRead(true);
        ctx.read();
    }

    private void close() {
        end();
        ctx.close();
    }

    /** At the head of the pipeline: the peer's last words, unread. */
    private final class Dropped extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext head, Object message) {
            if (message instanceof ByteBuf buffer) {
                octets += buffer.readableBytes();
            }
            ReferenceCountUtil.release(message);
            if (octets > MOST_OCTETS) {
                end();
                head.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext head, Throwable cause) {
            // A reset by the peer: there is nothing left to tell.
            end();
            head.close();
        }
    }
}
