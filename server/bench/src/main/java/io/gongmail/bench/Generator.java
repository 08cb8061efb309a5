package io.gongmail.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes connections to a server of this machine, each with a full TLS handshake and the server's certificate verified, on
 * one thread of this process. It resumes no session: each connection has an engine that knows no peer.
 */
final class Generator implements AutoCloseable {
    private static final int LONGEST_LINE = 8_192;
    private static final int SECONDS_OF_PATIENCE = 30;

    private final EventLoopGroup threads = new NioEventLoopGroup(1);
    private final EventLoop thread = threads.next();

    /** What is asked of it is over; {@code results} are whole. */
    private interface End {
        void reached();
    }

    /**
     * Runs errands, a number of them at any time, each next one when one is over.
     *
     * @param most how many at once
     * @param errands asked for as they are needed; ends when there are no more
     * @param atMost no new one is begun after that
     */
    CompletableFuture<Results> together(int port, int most, Iterator<Errand> errands, Duration atMost) {
        CompletableFuture<Results> done = new CompletableFuture<>();
        thread.execute(() -> {
            Results results = new Results();
            long end = System.nanoTime() + atMost.toNanos();
            int[] open = {most};
            End one = () -> {
                if (--open[0] == 0) {
                    done.complete(results);
                }
            };
            for (int i = 0; i < most; i++) {
                next(port, errands, end, results, one);
            }
        });
        return done;
    }

    private void next(int port, Iterator<Errand> errands, long end, Results results, End last) {
        if (System.nanoTime() >= end || !errands.hasNext()) {
            last.reached();
        } else {
            begin(port, errands.next(), results, () -> next(port, errands, end, results, last));
        }
    }

    /**
     * Begins errands at a steady pace, whether or not those before are over.
     *
     * @param perSecond how many
     */
    CompletableFuture<Results> paced(int port, double perSecond, Duration length, Supplier<Errand> errands) {
        CompletableFuture<Results> done = new CompletableFuture<>();
        thread.execute(() -> {
            Results results = new Results();
            long begun = System.nanoTime();
            long number = (long) (perSecond * length.toNanos() / 1e9);
            int[] open = {1};
            End one = () -> {
                if (--open[0] == 0) {
                    done.complete(results);
                }
            };
            pace(port, perSecond, begun, 0, number, errands, results, open, one);
        });
        return done;
    }

    private void pace(
            int port,
            double perSecond,
            long begun,
            long first,
            long number,
            Supplier<Errand> errands,
            Results results,
            int[] open,
            End one) {
        long next = first;
        while (next < number && System.nanoTime() - begun >= next / perSecond * 1e9) {
            open[0]++;
            begin(port, errands.get(), results, one);
            next++;
        }
        if (next >= number) {
            one.reached();
            return;
        }
        long from = next;
        thread.schedule(
                () -> pace(port, perSecond, begun, from, number, errands, results, open, one),
                (long) (begun + next / perSecond * 1e9) - System.nanoTime(),
                TimeUnit.NANOSECONDS);
    }

    /** @param over called when the connection is closed */
    private void begin(int port, Errand errand, Results results, End over) {
        Visit visit = new Visit(errand, results, System::nanoTime);
        new Bootstrap()
                .group(thread)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        SslHandler tls = errand.who().tls().newHandler(channel.alloc());
                        tls.handshakeFuture().addListener(shaken -> {
                            if (shaken.isSuccess()) {
                                results.speaks(tls.engine().getSession());
                            }
                        });
                        channel.pipeline()
                                .addLast(
                                        tls,
                                        new ReadTimeoutHandler(SECONDS_OF_PATIENCE),
                                        new LineBasedFrameDecoder(LONGEST_LINE),
                                        new StringDecoder(StandardCharsets.US_ASCII),
                                        visit);
                    }
                })
                .connect(new InetSocketAddress("127.0.0.1", port))
                .addListener((io.netty.channel.ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        visit.broken(connected.cause().toString());
                    }
                    connected.channel().closeFuture().addListener(closed -> over.reached());
                });
    }

    @Override
    public void close() {
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
