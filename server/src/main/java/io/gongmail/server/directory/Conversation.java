package io.gongmail.server.directory;

import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.sdk.ResultCode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's requests, answered one at a time in the order in which they came; an answer is made as its peer reads it. Reading
 * pauses while requests wait, and those that were read already and are too many are told so. For one event loop.
 */
final class Conversation extends ChannelInboundHandlerAdapter {
    static final int MOST_WAITING = 200;
    static final int PAUSE_AT = 16;
    /** Who reads nothing of an answer for so long is not waited for. */
    static final Duration STALLED = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final int SECONDS_TO_LEAVE = 2;

    private final Requests requests;
    private final Deque<LDAPMessage> waiting = new ArrayDeque<>();
    private @Nullable Running running;
    private @Nullable Future<?> stalled;
    private boolean writing;
    private boolean leaving;
    private @Nullable ChannelHandlerContext opened;

    Conversation(Requests requests) {
        this.requests = requests;
    }

    /** A request under way, and its answer once there is one. */
    static final class Running {
        private final LDAPMessage request;
        private @Nullable Iterator<LDAPMessage> answer;
        private boolean abandoned;

        Running(LDAPMessage request) {
            this.request = request;
        }

        LDAPMessage request() {
            return request;
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        opened = ctx;
        requests.opened(ctx, this);
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        forgetAll();
        leaving = true;
        requests.closed();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        if (leaving || !(read instanceof LDAPMessage message)) {
            return;
        }
        switch (message.getProtocolOpType()) {
            case LDAPMessage.PROTOCOL_OP_TYPE_UNBIND_REQUEST -> {
                leaving = true;
                ctx.close(); // RFC 4511 §4.3
            }
            case LDAPMessage.PROTOCOL_OP_TYPE_ABANDON_REQUEST ->
                abandon(ctx, message.getAbandonRequestProtocolOp().getIDToAbandon());
            default -> take(ctx, message);
        }
    }

    /** RFC 4511 §4.11: an abandoned request has no answer. */
    private void abandon(ChannelHandlerContext ctx, int id) {
        waiting.removeIf(message -> message.getMessageID() == id);
        if (running != null && running.request.getMessageID() == id) {
            running.abandoned = true;
            write(ctx);
            next(ctx);
        }
    }

    private void take(ChannelHandlerContext ctx, LDAPMessage message) {
        // RFC 4511 §4.1.1.1: nought is for what nobody has asked for.
        if (message.getMessageID() < 1
                || Results.to(message, ResultCode.BUSY, "").isEmpty()) {
            leave(ctx, ResultCode.PROTOCOL_ERROR, "not a request");
            return;
        }
        if (waiting.size() >= MOST_WAITING) {
            Results.to(message, ResultCode.BUSY, "more than " + MOST_WAITING + " requests wait on this connection")
                    .ifPresent(busy -> ctx.writeAndFlush(Results.octets(busy)));
            return;
        }
        waiting.add(message);
        if (waiting.size() >= PAUSE_AT) {
            ctx.channel().config().setAutoRead(false);
        }
        next(ctx);
    }

    private void next(ChannelHandlerContext ctx) {
        while (running == null && !leaving && !waiting.isEmpty()) {
            running = new Running(waiting.remove());
            if (waiting.size() < PAUSE_AT / 2) {
                ctx.channel().config().setAutoRead(true);
            }
            requests.begin(running);
        }
    }

    /** What a request comes to; on this event loop, now or later. */
    void answer(ChannelHandlerContext ctx, Running asked, Iterator<LDAPMessage> answer) {
        if (running == asked) {
            asked.answer = answer;
            write(ctx);
            next(ctx);
        }
    }

    void answer(ChannelHandlerContext ctx, Running asked, ResultCode code, String text) {
        answer(ctx, asked, Results.to(asked.request, code, text).stream().iterator());
    }

    private void write(ChannelHandlerContext ctx) {
        Running now = running;
        if (now == null || now.answer == null || writing) {
            return;
        }
        writing = true;
        try {
            while (!now.abandoned && now.answer.hasNext() && ctx.channel().isWritable()) {
                ctx.write(Results.octets(now.answer.next()));
                if (!now.answer.hasNext() || !ctx.channel().isWritable()) {
                    ctx.flush();
                }
            }
        } finally {
            writing = false;
        }
        if (now.abandoned || !now.answer.hasNext()) {
            running = null;
            awaitNobody();
        } else if (stalled == null) {
            stalled = ctx.executor().schedule((Runnable) ctx::close, STALLED.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && !leaving && !writing) {
            awaitNobody();
            write(ctx);
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
        if (event instanceof IdleStateEvent && running == null) {
            leave(ctx, ResultCode.UNAVAILABLE, "idle for too long");
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException) {
            // RFC 4511 §4.1.1: what cannot be parsed ends the session.
            LOG.info("{} was understood no longer: {}", ctx.channel().remoteAddress(), cause.getMessage());
            leave(ctx, ResultCode.PROTOCOL_ERROR, String.valueOf(cause.getMessage()));
            return;
        }
        LOG.info("{} broke: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
    }

    /**
     * Ends the connection, telling why (RFC 4511 §4.4.1): our half is closed behind the notice, and what still comes is read and
     * dropped for two seconds, since a reset would overtake it.
     */
    void leave(ChannelHandlerContext ctx, ResultCode code, String text) {
        if (leaving) {
            return;
        }
        leaving = true;
        forgetAll();
        ctx.channel().config().setAutoRead(true);
        Future<?> timer = ctx.executor().schedule((Runnable) ctx::close, SECONDS_TO_LEAVE, TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(closed -> timer.cancel(false));
        ctx.writeAndFlush(Results.octets(Results.disconnection(code, text))).addListener(told -> {
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            if (tls == null) {
                ctx.close();
            } else {
                tls.closeOutbound();
            }
        });
    }

    /** The same from without, on the event loop; a connection that the gate has not let in is closed without a word. */
    void stop(Channel channel, ResultCode code, String text) {
        if (opened == null) {
            channel.close();
        } else {
            leave(opened, code, text);
        }
    }

    private void forgetAll() {
        waiting.clear();
        running = null;
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
