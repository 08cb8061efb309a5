package io.gongmail.server.smtp;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.timeout.IdleStateEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.james.protocols.api.Protocol;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.ProtocolSessionImpl;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.ProtocolMDCContextFactory;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.util.MDCBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection: James' handler with bounds in time, and with what a session leaves behind cleaned up. */
final class SubmissionChannel extends BasicChannelInboundHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SubmissionChannel.class);
    private static final int SECONDS_TO_LEAVE = 2;
    private static final ProtocolSession.AttachmentKey<Closer> CLOSER =
            ProtocolSession.AttachmentKey.of("closer", Closer.class);

    private static final ProtocolSession.AttachmentKey<Frames> FRAMES =
            ProtocolSession.AttachmentKey.of("frames", Frames.class);

    private final Duration timeToSignIn;
    private final Replies replies;

    SubmissionChannel(Protocol protocol, Encryption encryption, Duration timeToSignIn, Replies replies) {
        super(new NoContext(), protocol, encryption, false);
        this.timeToSignIn = timeToSignIn;
        this.replies = replies;
    }

    /**
     * Our log lines say themselves what they are about. James would write down sender and all recipients anew for each line of
     * a message.
     */
    private static final class NoContext implements ProtocolMDCContextFactory {
        @Override
        public MDCBuilder onBound(Protocol protocol, ChannelHandlerContext ctx) {
            return MDCBuilder.create();
        }

        @Override
        public MDCBuilder withContext(ProtocolSession session) {
            return MDCBuilder.create();
        }
    }

    /** Says a last line and closes, from any thread; who does not read is not waited for. */
    record Closer(Channel channel) {
        void close(String line) {
            channel.writeAndFlush(Unpooled.copiedBuffer(line + "\r\n", StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
            channel.eventLoop().schedule((Runnable) channel::close, SECONDS_TO_LEAVE, TimeUnit.SECONDS);
        }
    }

    static Closer closerOf(SMTPSession session) {
        return session.getAttachment(CLOSER, State.Connection).orElseThrow();
    }

    static Frames framesOf(SMTPSession session) {
        return session.getAttachment(FRAMES, State.Connection).orElseThrow();
    }

    @Override
    protected ProtocolSession createSession(ChannelHandlerContext ctx) {
        ProtocolSession session = super.createSession(ctx);
        session.setAttachment(CLOSER, new Closer(ctx.channel()), State.Connection);
        session.setAttachment(FRAMES, ctx.pipeline().get(Frames.class), State.Connection);
        return session;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        super.channelActive(ctx);
        ctx.executor()
                .schedule(
                        () -> {
                            ProtocolSession session = (ProtocolSession)
                                    ctx.channel().attr(SESSION_ATTRIBUTE_KEY).get();
                            if (session != null && session.getUsername() == null) {
                                new Closer(ctx.channel()).close(replies.line("421 4.4.2", Replies.TOO_LATE));
                            }
                        },
                        timeToSignIn.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof IdleStateEvent) {
            new Closer(ctx.channel()).close(replies.line("421 4.4.2", Replies.IDLE));
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        ProtocolSession session =
                (ProtocolSession) ctx.channel().attr(SESSION_ATTRIBUTE_KEY).get();
        if (cause instanceof TooLongFrameException && session != null) {
            if (!StrictLines.lineTooLong(session)) {
                Auth.endExchange(session);
                SMTPResponse response = new SMTPResponse("500", "5.5.2 Line too long");
                response.setEndSession(cause instanceof Frames.TooLongChunkCommand);
                ((ProtocolSessionImpl) session).getProtocolTransport().writeResponse(response, session);
            }
        } else if (cause instanceof java.io.IOException) {
            LOG.info("submission from {} ended: {}", ctx.channel().remoteAddress(), cause.getMessage());
            ctx.close();
        } else {
            LOG.error("submission from {} failed", ctx.channel().remoteAddress(), cause);
            ctx.close();
        }
    }
}
