package io.gongmail.server.managesieve;

import io.gongmail.server.config.ManageSieveConfig;
import io.gongmail.server.delivery.ForwardingPolicy;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.tls.GatedPipeline;
import io.gongmail.server.tls.TlsEncryption;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.SieveScripts;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The listener of ManageSieve: TLS at once or by STARTTLS, with the gate in front, and sign-in by certificate and password. Started
 * once, closed once; thread-safe.
 */
public final class ManageSieveListener implements AutoCloseable {
    private static final int EVENT_LOOPS = 1;
    private static final int REQUESTS = 2;
    private static final int WAITING_REQUESTS = 500;
    private static final int SECONDS_TO_CLOSE = 3;

    private final ManageSieveConfig config;
    private final TlsEncryption tls;
    private final GatedPipeline gate;
    private final Desk desk;
    private final ThreadPoolExecutor threads;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final EventLoopGroup loops =
            new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory("managesieve", true));
    private volatile @Nullable Channel server;

    /**
     * @param tls this listener's own
     * @param gate this listener's own, telling by {@link #refusal}; its limits are those of {@code config}
     * @param policy where scripts may send mail on to
     */
    public ManageSieveListener(
            ManageSieveConfig config,
            TlsEncryption tls,
            GatedPipeline gate,
            SignIn signIn,
            LiveSessions sessions,
            SieveScripts scripts,
            ForwardingPolicy policy,
            Words words) {
        this.config = config;
        this.tls = tls;
        this.gate = gate;
        this.threads = threads();
        this.desk = new Desk(
                config,
                Desk::ofGate,
                new Sasl(signIn),
                sessions,
                new Commands(scripts, policy, words),
                words,
                new ManageSieveCounters(),
                threads);
    }

    /** How a refused certificate is told: by a BYE, with its CRLF (RFC 5804 §1.2). */
    public static String refusal(Sentence refused) {
        return Answers.bye(refused);
    }

    /** What this listener has seen. */
    public ManageSieveCounters counters() {
        return desk.counters();
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                REQUESTS,
                REQUESTS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING_REQUESTS),
                new DefaultThreadFactory("managesieve-scripts", true));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Opens the port.
     *
     * @throws IllegalStateException if the address is taken or not this machine's; the message names it
     */
    public void start() throws InterruptedException {
        var opening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(gate.before(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        furnish(channel);
                    }
                }))
                .bind(new InetSocketAddress(config.address(), config.port()))
                .await();
        if (!opening.isSuccess()) {
            throw new IllegalStateException(
                    "ManageSieve cannot listen on " + config.address() + " port " + config.port() + ": "
                            + opening.cause().getMessage(),
                    opening.cause());
        }
        server = opening.channel();
    }

    private void furnish(Channel channel) {
        Frames frames = new Frames();
        channel.pipeline()
                .addLast(new FirstOctet())
                .addLast("tls", tls.sslHandler())
                .addLast(new IdleStateHandler(0, 0, config.idleTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .addLast(frames)
                .addLast(new Conversation(new Session(desk, frames)));
        connections.add(channel);
    }

    /** The port that is open. */
    public int port() {
        return Optional.ofNullable(server)
                .map(open -> ((InetSocketAddress) open.localAddress()).getPort())
                .orElseThrow(() -> new IllegalStateException("not started"));
    }

    /** Ends every connection, telling so. */
    @Override
    public void close() {
        Channel open = server;
        if (open != null) {
            open.close().awaitUninterruptibly(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
        }
        String stopping = Answers.bye(desk.words().sentence(EndReason.SERVER_STOPPING.code()));
        for (Channel connection : connections) {
            Conversation conversation = connection.pipeline().get(Conversation.class);
            if (conversation != null) {
                connection.eventLoop().execute(() -> conversation.stop(connection, stopping));
            }
        }
        connections.newCloseFuture().awaitUninterruptibly(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, SECONDS_TO_CLOSE, TimeUnit.SECONDS)
                .awaitUninterruptibly(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
        threads.shutdownNow();
    }
}
