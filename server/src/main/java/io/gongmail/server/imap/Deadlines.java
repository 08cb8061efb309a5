package io.gongmail.server.imap;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imapserver.netty.NettyConstants;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection that has not signed in in time, or over which nothing has gone in either direction for too long (RFC 9051
 * §5.4). Stands behind the gate, so the time to sign in begins when the certificate was accepted.
 */
final class Deadlines extends IdleStateHandler {
    private final CommandDecoder decoder;
    private final Duration timeToSignIn;
    private @Nullable Future<?> signInDeadline;

    Deadlines(CommandDecoder decoder, Duration timeToSignIn, Duration idle) {
        super(0, 0, idle.toMillis(), TimeUnit.MILLISECONDS);
        this.decoder = decoder;
        this.timeToSignIn = timeToSignIn;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        signInDeadline = ctx.executor().schedule(() -> signInOver(ctx), timeToSignIn.toMillis(), TimeUnit.MILLISECONDS);
        super.channelActive(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        if (signInDeadline != null) {
            signInDeadline.cancel(false);
        }
        super.channelInactive(ctx);
    }

    private void signInOver(ChannelHandlerContext ctx) {
        ImapSession session =
                ctx.channel().attr(NettyConstants.IMAP_SESSION_ATTRIBUTE_KEY).get();
        if (session == null || session.getMailboxSession() == null) {
            decoder.farewell("* BYE Not signed in within " + timeToSignIn.toSeconds() + " seconds");
        }
    }

    @Override
    protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent event) {
        if (event.state() == IdleState.ALL_IDLE) {
            decoder.farewell("* BYE Autologout: idle for too long");
        }
    }
}
