package io.gongmail.server.directory;

import com.unboundid.ldap.sdk.ResultCode;
import io.gongmail.server.config.DirectoryConfig;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.tls.GatedPipeline;
import io.gongmail.server.tls.TlsEncryption;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Registry;
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
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The directory's listener: LDAP over TLS, with the gate in front, and sign-in by certificate and password. Started once, closed
 * once; thread-safe.
 */
public final class DirectoryListener implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;
    private static final int SEARCHES = 2;
    private static final int WAITING_SEARCHES = 500;
    private static final int SECONDS_TO_CLOSE = 3;

    private final DirectoryConfig config;
    private final TlsEncryption tls;
    private final GatedPipeline gate;
    private final Desk desk;
    private final ThreadPoolExecutor threads;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final EventLoopGroup loops =
            new NioEventLoopGroup(EVENT_LOOPS, new DefaultThreadFactory("directory", true));
    private volatile @Nullable Channel server;

    /**
     * @param tls this listener's own
     * @param gate this listener's own, telling by {@link RefusalNotice}; its limits are those of {@code config}
     * @param nanos {@code System::nanoTime}
     */
    public DirectoryListener(
            DirectoryConfig config,
            TlsEncryption tls,
            GatedPipeline gate,
            SignIn signIn,
            LiveSessions sessions,
            Registry registry,
            Words words,
            Clock clock,
            LongSupplier nanos) {
        this.config = config;
        this.tls = tls;
        this.gate = gate;
        this.threads = threads();
        Charts charts = new Charts(
                Charts.of(config, registry.agencies(), registry.units(), registry.people()),
                config.refresh().toNanos(),
                nanos);
        this.desk = new Desk(
                config,
                Desk::ofGate,
                new Bind(signIn),
                sessions,
                new Search(config, charts, new FitCertificates(registry.people(), clock), nanos),
                new RootDse(config.suffix()),
                words,
                threads);
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                SEARCHES,
                SEARCHES,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING_SEARCHES),
                new DefaultThreadFactory("directory-search", true));
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
                    "the directory cannot listen on " + config.address() + " port " + config.port() + ": "
                            + opening.cause().getMessage(),
                    opening.cause());
        }
        server = opening.channel();
    }

    private void furnish(Channel channel) {
        LdapFrames frames = new LdapFrames();
        channel.pipeline()
                .addLast("tls", tls.sslHandler())
                .addLast(new IdleStateHandler(0, 0, config.idleTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .addLast(frames)
                .addLast(new Conversation(new Requests(desk, frames)));
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
        String stopping =
                desk.words().sentence(EndReason.SERVER_STOPPING.code()).text();
        for (Channel connection : connections) {
            Conversation conversation = connection.pipeline().get(Conversation.class);
            if (conversation != null) {
                connection.eventLoop().execute(() -> conversation.stop(connection, ResultCode.UNAVAILABLE, stopping));
            }
        }
        connections.newCloseFuture().awaitUninterruptibly(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, SECONDS_TO_CLOSE, TimeUnit.SECONDS)
                .awaitUninterruptibly(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
        threads.shutdownNow();
    }
}
