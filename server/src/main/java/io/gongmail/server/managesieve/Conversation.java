package io.gongmail.server.managesieve;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's requests, answered one at a time in the order in which they came. Reading pauses while requests wait or the peer
 * does not read. For one event loop.
 */
final class Conversation extends ChannelInboundHandlerAdapter {
    static final int PAUSE_AT = 4;
    /** Those that were read already when reading paused, at most: one read of the socket. */
    static final int MOST_WAITING = 5_000;
    /** Who reads nothing of what was said for so long is not waited for. */
    static final Duration STALLED = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final int SECONDS_TO_LEAVE = 2;

    private final Session session;
    private final Deque<Request> waiting = new ArrayDeque<>();
    private @Nullable Future<?> stalled;
    private boolean busy;
    private boolean leaving;
    private @Nullable ChannelHandlerContext opened;

    Conversation(Session session) {
        this.session = session;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        opened = ctx;
        session.opened(ctx, this);
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        forgetAll();
        leaving = true;
        session.closed();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        if (leaving || !(read instanceof Request request)) {
            return;
        }
        if (waiting.size() >= MOST_WAITING) {
            leave(ctx, Answers.bye("", "too many requests wait"));
            return;
        }
        waiting.add(request);
        next(ctx);
    }

    private void next(ChannelHandlerContext ctx) {
        while (!busy && !leaving && !waiting.isEmpty() && ctx.channel().isWritable()) {
            busy = true;
            session.begin(waiting.remove());
        }
        if (!leaving) {
            boolean pause = waiting.size() >= PAUSE_AT || !ctx.channel().isWritable();
            ctx.channel().config().setAutoRead(!pause);
        }
    }

    /** What the request under way comes to; on this event loop, now or later. */
    void answer(ChannelHandlerContext ctx, String answer) {
        if (leaving) {
            return;
        }
        busy = false;
        say(ctx, answer);
        next(ctx);
    }

    /** Said besides. */
    void say(ChannelHandlerContext ctx, String text) {
        ctx.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        if (!ctx.channel().isWritable() && stalled == null) {
            stalled = ctx.executor().schedule((Runnable) ctx::close, STALLED.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && !leaving) {
            awaitNobody();
            next(ctx);
        }
        ctx.fireChannelWritabilityChanged();
    }

    private void awaitNobody() {
        if (stalled != null) {
            stalled.cancel(false);
            stalled = null;
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent && !busy) {
            leave(ctx, Answers.bye("TRYLATER", "idle for too long"));
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException) {
            LOG.info("{} was understood no longer: {}", ctx.channel().remoteAddress(), cause.getMessage());
            leave(ctx, Answers.bye("", String.valueOf(cause.getMessage())));
            return;
        }
        LOG.info("{} broke: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
    }

    /**
     * Ends the connection, with last words: our half is closed behind them, and what still comes is read and dropped for two
     * seconds, since a reset would overtake them.
     */
    void leave(ChannelHandlerContext ctx, String last) {
        if (leaving) {
            return;
        }
        leaving = true;
        forgetAll();
        ctx.channel().config().setAutoRead(true);
        Future<?> timer = ctx.executor().schedule((Runnable) ctx::close, SECONDS_TO_LEAVE, TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(closed -> timer.cancel(false));
        ctx.writeAndFlush(Unpooled.copiedBuffer(last, StandardCharsets.UTF_8)).addListener(told -> {
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            if (tls == null) {
                ctx.close();
            } else {
                tls.closeOutbound();
            }
        });
    }

    /** The same from without, on the event loop; a connection that the gate has not let in is closed without a word. */
    void stop(Channel channel, String last) {
        if (opened == null) {
            channel.close();
        } else {
            leave(opened, last);
        }
    }

    private void forgetAll() {
        waiting.clear();
        awaitNobody();
    }

    /** Runs {@code work} on the event loop, unless that has ended. */
    static void inLoop(ChannelHandlerContext ctx, Runnable work) {
        try {
            ctx.executor().execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("an answer came after the event loop had ended");
        }
    }
}
