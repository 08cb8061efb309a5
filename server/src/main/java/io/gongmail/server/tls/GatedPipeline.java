package io.gongmail.server.tls;

import io.gongmail.pki.Verdict;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Puts the limits in front of TLS and the gate behind it into the pipeline that a mail server makes. One for each listener;
 * thread-safe. In a subclass of James' IMAPServer or SMTPServer:
 *
 * <pre>
 *   protected AbstractChannelPipelineFactory createPipelineFactory() {
 *       return gatedPipeline.around(super.createPipelineFactory());
 *   }
 * </pre>
 *
 * <p>James' own limits stay unset: they would count accepted people only.
 */
public final class GatedPipeline {
    static final String VERDICT = "gongmail.verdict";
    private static final String LIMITS_HANDLER = "connectionLimits";
    private static final String GATE_HANDLER = "certificateGate";

    private final Judging judging;
    private final LastWords.Of words;
    private final MailProtocol protocol;
    private final ConnectionLimits limits;
    private final Refusals refusals;

    /** @param refusals hears of everybody who is refused */
    public GatedPipeline(
            Judging judging, RefusalLine line, MailProtocol protocol, ConnectionLimits limits, Refusals refusals) {
        this(judging, lines(line, protocol), protocol, limits, refusals);
    }

    private GatedPipeline(
            Judging judging, LastWords.Of words, MailProtocol protocol, ConnectionLimits limits, Refusals refusals) {
        this.judging = judging;
        this.words = words;
        this.protocol = protocol;
        this.limits = limits;
        this.refusals = refusals;
    }

    /** For a protocol whose refusals are told by more than a line. */
    public static GatedPipeline telling(
            Judging judging, LastWords.Of words, MailProtocol protocol, ConnectionLimits limits, Refusals refusals) {
        return new GatedPipeline(judging, words, protocol, limits, refusals);
    }

    private static LastWords.Of lines(RefusalLine line, MailProtocol protocol) {
        return refused -> new LastLine(
                line.of(refused, protocol),
                protocol == MailProtocol.SMTP && !refused.reason().isTemporary());
    }

    /** What the gate left for the handlers behind it; empty where no gate stood, and then nothing may be opened. */
    public static Optional<Verdict.Accepted> verdictOf(@Nullable SSLSession session) {
        return session != null && session.getValue(VERDICT) instanceof Verdict.Accepted accepted
                ? Optional.of(accepted)
                : Optional.empty();
    }

    /** The factory that lets {@code server}'s run first and then adds limits and gate. */
    public AbstractChannelPipelineFactory<SocketChannel> around(ChannelInitializer<?> server) {
        return new Factory(server);
    }

    /** Adds limits and gate to a pipeline that has its TLS handler. */
    void guard(ChannelPipeline pipeline) {
        ChannelHandlerContext tls = pipeline.context(SslHandler.class);
        if (tls == null) {
            throw new IllegalStateException("a listener without TLS has no gate and is not opened");
        }
        pipeline.addAfter(tls.name(), GATE_HANDLER, new CertificateGate(judging, words, protocol, refusals));
        pipeline.addFirst(LIMITS_HANDLER, limits.handler());
    }

    private final class Factory extends AbstractChannelPipelineFactory<SocketChannel> {
        private final ChannelInitializer<?> server;

        Factory(ChannelInitializer<?> server) {
            super(
                    pipeline -> {
                        throw new IllegalStateException("frames are the inner factory's");
                    },
                    ImmediateEventExecutor.INSTANCE);
            this.server = server;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            // The channel is registered, so adding an initializer runs it at once; it removes itself.
            channel.pipeline().addLast(server);
            guard(channel.pipeline());
        }

        @Override
        protected ChannelInboundHandlerAdapter createHandler() {
            throw new IllegalStateException("the handler is the inner factory's");
        }

        @Override
        public String toString() {
            return "gated " + protocol;
        }
    }

    /** For a pipeline made without James: {@code server} adds its TLS handler and what stands behind it. */
    public ChannelInitializer<Channel> before(ChannelInitializer<?> server) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(server);
                guard(channel.pipeline());
            }
        };
    }
}
