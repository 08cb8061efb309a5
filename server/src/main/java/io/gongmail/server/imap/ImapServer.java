package io.gongmail.server.imap;

import io.gongmail.server.tls.GatedPipeline;
import io.gongmail.server.tls.TlsEncryption;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imap.encode.main.DefaultImapEncoderFactory;
import org.apache.james.imapserver.netty.IMAPServer;
import org.apache.james.imapserver.netty.ImapChannelUpstreamHandler;
import org.apache.james.imapserver.netty.ImapMetrics;
import org.apache.james.imapserver.netty.ReactiveThrottler;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.protocols.netty.AbstractChannelPipelineFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** James' server with our pipeline; see the drawing of this room. */
final class ImapServer extends IMAPServer {
    private static final Logger LOG = LoggerFactory.getLogger(ImapServer.class);
    private static final int GOODBYE_SECONDS = 2;
    private static final int HEARTBEAT_UNUSED_SECONDS = 120;
    private static final Duration COMPRESSED_REST = Duration.ofSeconds(30);

    static {
        // Read once by James, which would otherwise ask DNS for the name of each client's address, on the event loop.
        System.setProperty("james.protocols.mdc.hostname", "false");
    }

    private final ImapDecoder decoder;
    private final ImapEncoder encoder;
    private final ImapProcessor processor;
    private final ImapMetrics metrics;
    private final TlsEncryption tls;
    private final GatedPipeline gate;
    private final CommandBounds bounds;
    private final Duration timeToSignIn;
    private final Duration idle;
    private final Path spool;
    private final String greeting;
    private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private volatile @Nullable Channel listening;

    ImapServer(
            ImapProcessor processor,
            MetricFactory metrics,
            TlsEncryption tls,
            GatedPipeline gate,
            CommandBounds bounds,
            Duration timeToSignIn,
            Duration idle,
            Path spool,
            String greeting) {
        this(
                QuotaParsers.decoder(),
                WrittenAnswer.encoder(new DefaultImapEncoderFactory().buildImapEncoder()),
                processor,
                new ImapMetrics(metrics),
                tls,
                gate,
                bounds,
                timeToSignIn,
                idle,
                spool,
                greeting);
    }

    private ImapServer(
            ImapDecoder decoder,
            ImapEncoder encoder,
            ImapProcessor processor,
            ImapMetrics metrics,
            TlsEncryption tls,
            GatedPipeline gate,
            CommandBounds bounds,
            Duration timeToSignIn,
            Duration idle,
            Path spool,
            String greeting) {
        super(decoder, encoder, processor, metrics, new NoopGaugeRegistry());
        this.decoder = decoder;
        this.encoder = encoder;
        this.processor = processor;
        this.metrics = metrics;
        this.tls = tls;
        this.gate = gate;
        this.bounds = bounds;
        this.timeToSignIn = timeToSignIn;
        this.idle = idle;
        this.spool = spool;
        this.greeting = greeting;
    }

    @Override
    protected void buildSSLContext() {
        encryption = tls;
    }

    @Override
    @SuppressWarnings("rawtypes") // James' signature
    protected AbstractChannelPipelineFactory createPipelineFactory() {
        return gate.around(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                pipeline(channel.pipeline());
            }
        });
    }

    @Override
    protected void configureBootstrap(ServerBootstrap bootstrap) {
        super.configureBootstrap(bootstrap);
        bootstrap.handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                listening = channel;
            }
        });
    }

    /** Closes the port, then tells everybody behind the gate; waits for neither longer than two seconds. */
    void sayGoodbye() {
        Channel port = listening;
        if (port != null) {
            port.close().awaitUninterruptibly(GOODBYE_SECONDS, TimeUnit.SECONDS);
        }
        connections.forEach(channel -> {
            if (channel.pipeline().get(REQUEST_DECODER) instanceof CommandDecoder commands) {
                commands.farewell("* BYE The server stops");
            }
        });
        connections.newCloseFuture().awaitUninterruptibly(GOODBYE_SECONDS, TimeUnit.SECONDS);
        connections.close();
    }

    private void pipeline(ChannelPipeline pipeline) {
        connections.add(pipeline.channel());
        Outlet outlet = new Outlet();
        Compression compression = new Compression(COMPRESSED_REST);
        CommandDecoder commands = new CommandDecoder(decoder, bounds, spool, outlet, compression);
        pipeline.addLast(SSL_HANDLER, tls.sslHandler());
        pipeline.addLast("compression", compression);
        pipeline.addLast(TIMEOUT_HANDLER, new Deadlines(commands, timeToSignIn, idle));
        pipeline.addLast(CHUNK_WRITE_HANDLER, new ChunkedWriteHandler());
        pipeline.addLast(REQUEST_DECODER, commands);
        pipeline.addLast("outlet", outlet);
        pipeline.addLast(CORE_HANDLER, createCoreHandler());
        pipeline.addLast("lastWord", new LastWord());
    }

    @Override
    protected ChannelInboundHandlerAdapter createCoreHandler() {
        return new ImapChannelUpstreamHandler(
                greeting,
                processor,
                encoder,
                false,
                tls,
                metrics,
                new AuthenticationConfiguration(true, true),
                true,
                HEARTBEAT_UNUSED_SECONDS,
                // One command of a connection at a time, and workers bounded: no throttle of James' beside them.
                new ReactiveThrottler(new NoopGaugeRegistry(), -1, 0)) {
            @Override
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                ctx.fireExceptionCaught(cause);
            }
        };
    }

    /** What no handler has dealt with ends the connection with one line in the log. */
    private static final class LastWord extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.warn("Connection of {} closed: {}", ctx.channel().remoteAddress(), cause.toString());
            Channel channel = ctx.channel();
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
