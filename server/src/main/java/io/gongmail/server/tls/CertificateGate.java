package io.gongmail.server.tls;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands behind the TLS handler of one connection and lets nothing past until its certificate was judged good; see the
 * drawing of this room. It drives reading itself meanwhile, since a read asked for from behind would bring a command before
 * the verdict, and auto-read off alone still leaks what TLS has decrypted already.
 */
final class CertificateGate extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateGate.class);

    private enum State {
        /** The handshake runs. */
        SHAKING,
        JUDGING,
        /** The verdict is good; what was held is on its way. */
        OPENING,
        /** The reason is told; nothing will ever open. */
        REFUSED,
        /** The connection or this handler is gone. */
        GONE
    }

    private final Judging judging;
    private final LastWords.Of words;
    private final MailProtocol protocol;
    private final Refusals refusals;
    private final Held held = new Held();
    private State state = State.SHAKING;
    private Judging.@Nullable Question question;
    private @Nullable Future<?> deadline;
    private @Nullable Refusing refusing;

    CertificateGate(Judging judging, LastWords.Of words, MailProtocol protocol, Refusals refusals) {
        this.judging = judging;
        this.words = words;
        this.protocol = protocol;
        this.refusals = refusals;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(false);
        if (ctx.channel().isActive()) {
            ctx.read();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        leave();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // The TLS handler asks for more by itself while auto-read is off and its handshake is not done.
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (refusing != null) {
            refusing.read(message);
        } else if (state == State.GONE) {
            ReferenceCountUtil.release(message);
        } else if (!held.message(message)) {
            tooMuch(ctx);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // Held back: the one after the replay stands for all.
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        // Held back: nobody behind has written.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (state == State.SHAKING && event instanceof SslHandshakeCompletionEvent handshake) {
            if (!handshake.isSuccess()) {
                handshakeFailed(ctx, handshake.cause());
                return;
            }
            held.event(event);
            handshakeDone(ctx);
        } else if (state == State.REFUSED || state == State.GONE) {
            ReferenceCountUtil.release(event);
        } else if (!held.event(event)) {
            tooMuch(ctx);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // The TLS handler tells a failed handshake by its event too, and that one is logged.
        if (state == State.JUDGING) {
            LOG.info("{} broke while it was judged: {}", ctx.channel().remoteAddress(), oneLine(cause));
        }
        if (state != State.GONE) {
            leave();
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        leave();
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (state == State.OPENING) {
            ctx.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (state == State.OPENING) {
            ctx.write(message, promise);
        } else {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
        }
    }

    private void handshakeDone(ChannelHandlerContext ctx) {
        state = State.JUDGING;
        SSLSession session = session(ctx);
        // Half of turning resumption off with the JDK's provider; the other half is the context's session timeout.
        session.invalidate();
        PeerCertificate peer;
        try {
            peer = peer(session);
        } catch (SSLPeerUnverifiedException e) {
            decided(ctx, null, new Verdict.Refused(RefusalReason.NONE_PRESENTED, List.of()));
            return;
        }
        deadline = ctx.executor()
                .schedule(
                        () -> decided(ctx, peer, new Verdict.Refused(RefusalReason.JUDGING_TIMED_OUT, List.of())),
                        judging.limit().toMillis(),
                        TimeUnit.MILLISECONDS);
        question = judging.ask(peer, verdict -> {
            try {
                ctx.executor().execute(() -> decided(ctx, peer, verdict));
            } catch (RejectedExecutionException e) {
                LOG.debug("a verdict came after the event loop had ended");
            }
        });
    }

    /** The first verdict counts; later ones find another state. */
    private void decided(ChannelHandlerContext ctx, @Nullable PeerCertificate peer, Verdict verdict) {
        if (state != State.JUDGING) {
            return;
        }
        stopWaiting();
        if (!ctx.channel().isActive()) {
            leave();
        } else if (verdict instanceof Verdict.Accepted accepted) {
            open(ctx, accepted);
        } else if (verdict instanceof Verdict.Refused refused) {
            refuse(ctx, peer, refused);
        }
    }

    private void open(ChannelHandlerContext ctx, Verdict.Accepted accepted) {
        session(ctx).putValue(GatedPipeline.VERDICT, accepted);
        state = State.OPENING;
        ctx.fireChannelActive();
        held.replay(ctx);
        ctx.fireChannelReadComplete();
        ctx.channel().config().setAutoRead(true);
        ctx.pipeline().remove(this);
    }

    private void refuse(ChannelHandlerContext ctx, @Nullable PeerCertificate peer, Verdict.Refused refused) {
        state = State.REFUSED;
        LOG.info(
                "{} refused {}: {} {} {} {}",
                protocol,
                ctx.channel().remoteAddress(),
                refused.reason().code(),
                refused.reason(),
                peer == null
                        ? "no certificate"
                        : printable(peer.leaf().getSubjectX500Principal().getName()),
                printable(String.join(" ", refused.evidence())));
        refusals.refused(protocol, Optional.ofNullable(peer), ctx.channel().remoteAddress(), refused);
        refusing = new Refusing(ctx, words.of(refused));
        refusing.begin();
        held.drain(refusing::read);
    }

    private void handshakeFailed(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ClosedChannelException) {
            LOG.debug("{} left {} before the handshake was done", ctx.channel().remoteAddress(), protocol);
        } else {
            LOG.info("{} handshake with {} failed: {}", protocol, ctx.channel().remoteAddress(), oneLine(cause));
            // This event comes before the alert is written, and before the TLS handler closes.
            ctx.pipeline().addFirst("lingering", new LingeringClose());
        }
        leave();
        ctx.close();
    }

    private void tooMuch(ChannelHandlerContext ctx) {
        LOG.info("{} sent more than {} octets before its verdict", ctx.channel().remoteAddress(), Held.MOST_OCTETS);
        leave();
        ctx.close();
    }

    private void leave() {
        stopWaiting();
        held.drop();
        if (refusing != null) {
            refusing.end();
        }
        state = State.GONE;
    }

    private void stopWaiting() {
        if (question != null) {
            question.cancel();
            question = null;
        }
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private static SSLSession session(ChannelHandlerContext ctx) {
        return ctx.pipeline().get(SslHandler.class).engine().getSession();
    }

    private static PeerCertificate peer(SSLSession session) throws SSLPeerUnverifiedException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : session.getPeerCertificates()) {
            if (!(certificate instanceof X509Certificate x509)) {
                throw new SSLPeerUnverifiedException("not an X.509 certificate");
            }
            chain.add(x509);
        }
        return PeerCertificate.of(chain);
    }

    private static String oneLine(Throwable cause) {
        return printable(cause.getClass().getSimpleName() + " " + cause.getMessage());
    }

    private static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }
}
