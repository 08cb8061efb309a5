package io.gongmail.server.tls;

import io.gongmail.pki.AnchorKey;
import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** A client and a gated server, joined by hand: octets move when {@link #shake} is called and judging happens when asked. */
final class Pair {
    static final Verdict.Accepted ACCEPTED = new Verdict.Accepted(
            new CertificateKey("30", BigInteger.ONE, "a".repeat(64), "b".repeat(64)),
            Set.of(new PolicyOid("1.2.410.100001.5.3.1")),
            Instant.parse("2099-01-01T00:00:00Z"),
            new AnchorKey("c".repeat(64)));

    final Threads threads = new Threads();
    final Behind behind = new Behind();
    final ConnectionLimits limits = new ConnectionLimits(10, 10);
    final EmbeddedChannel server;
    final EmbeddedChannel client;
    private final StringBuilder heard = new StringBuilder();
    private boolean octetByOctet;
    private boolean clientSawEnd;

    Pair(
            TlsEncryption encryption,
            TlsClient client,
            String version,
            MailProtocol protocol,
            CertificateJudge judge,
            Duration limit) {
        Judging judging = new Judging(judge, threads, limit);
        GatedPipeline gated =
                new GatedPipeline(judging, Pair::line, protocol, limits, (spoken, peer, from, verdict) -> {});
        this.server = new EmbeddedChannel(gated.before(new ChannelInitializer<>() {
            @Override
            protected void initChannel(io.netty.channel.Channel channel) {
                channel.pipeline().addLast(encryption.sslHandler(), behind);
            }
        }));
        this.client = new EmbeddedChannel(new SslHandler(client.engine(version)), new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                heard.append(((ByteBuf) message).toString(StandardCharsets.US_ASCII));
                ReferenceCountUtil.release(message);
            }

            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                clientSawEnd |= event.toString().contains("SslCloseCompletionEvent");
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                heard.append("<alert>");
            }
        });
        // Time passes when a test says so, and not while a machine has something else to do.
        this.server.freezeTime();
        this.client.freezeTime();
    }

    static String line(Verdict.Refused refused, MailProtocol protocol) {
        RefusalReason reason = refused.reason();
        return switch (protocol) {
            case IMAP -> "* BYE refused (" + reason.code() + ")";
            case SMTP -> (reason.isTemporary() ? "421 4.7.0 (" : "554 5.7.1 (") + reason.code() + ")";
            case MANAGESIEVE -> "BYE \"refused (" + reason.code() + ")\"";
            case LDAP -> throw new IllegalArgumentException("refuses by more than a line");
        };
    }

    Pair octetByOctet() {
        octetByOctet = true;
        return this;
    }

    /** Moves octets both ways until there are none. */
    Pair shake() {
        boolean moved = true;
        while (moved) {
            runTasks();
            moved = move(client, server, octetByOctet) | move(server, client, false);
        }
        return this;
    }

    /** Moves what the client has sent so far as one piece, with {@code command} behind the last flight of the handshake. */
    Pair shakeWithCommandInLastFlight(String command) {
        while (!client.pipeline().get(SslHandler.class).handshakeFuture().isDone()) {
            runTasks();
            if (!move(server, client, false) && !move(client, server, octetByOctet)) {
                throw new IllegalStateException("the handshake stands still");
            }
        }
        ByteBuf flight = Unpooled.buffer();
        says(command);
        drain(client, flight);
        feed(server, flight, octetByOctet);
        return shake();
    }

    Pair says(String text) {
        client.writeOutbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
        return this;
    }

    /** Raw octets at the server's socket. */
    void raw(int octets) {
        server.writeInbound(Unpooled.wrappedBuffer(new byte[octets]));
        runTasks();
    }

    void judged() {
        threads.runAll();
        shake();
    }

    void later(Duration time) {
        server.advanceTimeBy(time.toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS);
        runTasks();
    }

    String heard() {
        return heard.toString();
    }

    boolean clientSawEnd() {
        return clientSawEnd;
    }

    private void runTasks() {
        server.runPendingTasks();
        client.runPendingTasks();
    }

    private static boolean move(EmbeddedChannel from, EmbeddedChannel to, boolean octetByOctet) {
        ByteBuf octets = Unpooled.buffer();
        drain(from, octets);
        boolean any = octets.isReadable();
        feed(to, octets, octetByOctet);
        return any;
    }

    private static void drain(EmbeddedChannel from, ByteBuf octets) {
        for (ByteBuf buffer = from.readOutbound(); buffer != null; buffer = from.readOutbound()) {
            octets.writeBytes(buffer);
            buffer.release();
        }
    }

    private static void feed(EmbeddedChannel to, ByteBuf octets, boolean octetByOctet) {
        while (octets.isReadable() && to.isOpen()) {
            to.writeInbound(octets.readRetainedSlice(octetByOctet ? 1 : octets.readableBytes()));
            to.runPendingTasks();
        }
        octets.release();
    }

    /** Judging threads that work when told to. */
    static final class Threads implements Executor {
        private final Deque<Runnable> waiting = new ArrayDeque<>();
        boolean full;

        @Override
        public void execute(Runnable work) {
            if (full) {
                throw new RejectedExecutionException("full");
            }
            waiting.add(work);
        }

        int waiting() {
            return waiting.size();
        }

        void runAll() {
            while (!waiting.isEmpty()) {
                waiting.remove().run();
            }
        }
    }

    /** Stands for the mail protocol: tells all that reaches it. */
    static final class Behind extends ChannelInboundHandlerAdapter {
        final List<String> saw = new ArrayList<>();
        /** What was read, in one piece. */
        final StringBuilder read = new StringBuilder();

        ChannelHandlerContext ctx;

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            this.ctx = ctx;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            saw.add("active");
            ctx.writeAndFlush(Unpooled.copiedBuffer("* OK ready\r\n", StandardCharsets.US_ASCII));
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            String text = ((ByteBuf) message).toString(StandardCharsets.US_ASCII);
            read.append(text);
            saw.add("read " + text.strip());
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            saw.add("complete");
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            saw.add("event " + event.getClass().getSimpleName());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            saw.add("exception");
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            saw.add("inactive");
        }
    }
}
