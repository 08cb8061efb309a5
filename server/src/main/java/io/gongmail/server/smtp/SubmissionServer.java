package io.gongmail.server.smtp;

import io.gongmail.server.config.SubmissionConfig;
import io.gongmail.server.tls.GatedPipeline;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.protocols.smtp.SMTPProtocol;
import org.apache.james.smtpserver.ExtendedSMTPSession;
import org.apache.james.smtpserver.netty.SMTPServer;
import org.apache.james.smtpserver.netty.SmtpMetrics;

/** James' SMTP server with our TLS, pipeline and handlers. */
final class SubmissionServer extends SMTPServer {
    private final SubmissionConfig config;
    private final Encryption tls;
    private final GatedPipeline gate;
    private final Replies replies;

    SubmissionServer(
            SubmissionConfig config, Encryption tls, GatedPipeline gate, SmtpMetrics metrics, Replies replies) {
        super(metrics);
        this.config = config;
        this.tls = tls;
        this.gate = gate;
        this.replies = replies;
    }

    @Override
    protected void buildSSLContext() {
        encryption = tls;
    }

    @Override
    protected Class<? extends HandlersPackage> getCoreHandlersPackage() {
        return SubmissionHandlers.Names.class;
    }

    @Override
    protected ChannelInboundHandlerAdapter createCoreHandler() {
        SMTPConfiguration smtp = new SMTPHandlerConfigurationDataImpl();
        SMTPProtocol protocol = new SMTPProtocol(getProtocolHandlerChain(), smtp) {
            @Override
            public ProtocolSession newSession(ProtocolTransport transport) {
                return new ExtendedSMTPSession(smtp, transport);
            }
        };
        return new SubmissionChannel(protocol, getEncryption(), config.timeToSignIn(), replies);
    }

    @Override
    protected AbstractChannelPipelineFactory<SocketChannel> createPipelineFactory() {
        @SuppressWarnings("unchecked") // raw in James' signature
        AbstractChannelPipelineFactory<SocketChannel> stock = super.createPipelineFactory();
        return gate.around(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                ChannelPipeline pipeline = channel.pipeline();
                pipeline.addLast(stock);
                // James' idle timer closes at twice its time; ours stands before the frames, and tells why.
                pipeline.remove(HandlerConstants.TIMEOUT_HANDLER);
                pipeline.addBefore(
                        HandlerConstants.FRAMER,
                        "idle",
                        new IdleStateHandler(0, 0, config.idleTimeout().toMillis(), TimeUnit.MILLISECONDS));
                Pacing pacing = new Pacing();
                pipeline.addBefore(HandlerConstants.FRAMER, "pacing", pacing);
                pipeline.remove(HandlerConstants.FRAMER);
                // Look-ups, sign-in and the queue wait for disks: off the event loop, one thread for a connection.
                pipeline.remove(HandlerConstants.CORE_HANDLER);
                pipeline.addLast(getExecutorGroup(), HandlerConstants.FRAMER, new Frames(config.lineLength(), pacing));
                pipeline.addLast(getExecutorGroup(), HandlerConstants.CORE_HANDLER, createCoreHandler());
            }
        });
    }
}
