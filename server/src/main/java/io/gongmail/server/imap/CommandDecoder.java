package io.gongmail.server.imap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.zip.DataFormatException;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imapserver.netty.NettyConstants;
import org.apache.james.protocols.netty.LineHandlerAware;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the octets of one connection into whole commands, one at a time: the next one is decoded only when the one
 * before it has been answered and most of the answers were read. So a SELECT pipelined behind a LOGIN meets a signed-in session, and answers come in the
 * order of the commands (RFC 9051 §5.5 allows pipelining; §2.2.2 lets a server work in order).
 *
 * <p>It stands in the pipeline in the place of James' framer and request decoder, and bounds what they do not: the
 * length of a command without its literals, each literal, and, before sign-in, all literals together. While a command
 * is under way nothing more is read from the socket, so a peer's pipeline waits in its own kernel, not in our memory.
 *
 * <p>Everything runs on the channel's event loop; other threads come in through {@link #answered()},
 * {@link #nextLine()}, {@link #farewell(String)} and the line handlers, which change over to it.
 */
final class CommandDecoder extends ChannelDuplexHandler implements LineHandlerAware {
    private static final Logger LOG = LoggerFactory.getLogger(CommandDecoder.class);
    private static final String ATTRIBUTE = "gongmail.command-decoder";
    /** Octets that wait for a peer that does not read, at most: more than the longest answer that is made as a whole. */
    static final long MOST_UNREAD = 16L * 1024 * 1024;

    private static final byte[] GO_AHEAD = "+ Ready for the literal\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ImapDecoder decoder;
    private final CommandBounds bounds;
    private final Path spool;
    private final Outlet outlet;
    private final Compression compression;
    private final Deque<ChannelInboundHandlerAdapter> lineHandlers = new ConcurrentLinkedDeque<>();

    private @Nullable ChannelHandlerContext context;
    private final ReceivedOctets waiting = new ReceivedOctets();
    private @Nullable ReceivedCommand command;
    private @Nullable ReceivedCommand underWay;
    private @Nullable CompletableFuture<byte[]> wantedLine;
    private int literalsBeforeSignIn;
    private boolean unanswered;
    private boolean discarding;
    private boolean decoding;
    private boolean heard;
    private @Nullable Farewell farewell;

    CommandDecoder(ImapDecoder decoder, CommandBounds bounds, Path spool, Outlet outlet, Compression compression) {
        this.decoder = decoder;
        this.bounds = bounds;
        this.spool = spool;
        this.outlet = outlet;
        this.compression = compression;
    }

    /** The decoder of a session's connection. */
    static CommandDecoder of(ImapSession session) {
        return (CommandDecoder) session.getAttribute(ATTRIBUTE);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf octets)) {
            ctx.fireChannelRead(message);
            return;
        }
        if (farewell != null) {
            farewell.drop(octets);
            return;
        }
        waiting.add(ctx.alloc(), octets);
        proceed(ctx);
    }

    /** After the last line nothing is written: TLS is closed outwards, and a write would spin in its engine. */
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (farewell == null) {
            ctx.write(message, promise);
            if (ctx.channel().isActive() && ctx.channel().bytesBeforeWritable() > MOST_UNREAD) {
                LOG.info(
                        "Connection of {} closed: it reads nothing",
                        ctx.channel().remoteAddress());
                ctx.close();
            }
        } else {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        if (farewell == null) {
            ctx.flush();
        }
    }

    /** Who reads what was said is heard again. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        proceed(ctx);
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        release();
        if (wantedLine != null) {
            wantedLine.cancel(false);
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        release();
    }

    private void release() {
        waiting.release();
        if (command != null) {
            command.discard();
            command = null;
        }
    }

    /** The command under way has been answered in full: the next one may come. Any thread. */
    void answered() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.executor().execute(() -> {
                unanswered = false;
                if (underWay != null) {
                    underWay.discard();
                    underWay = null;
                }
                proceed(ctx);
            });
        }
    }

    /** Whether the peer has gone. Any thread. */
    boolean isGone() {
        ChannelHandlerContext ctx = context;
        return ctx == null || !ctx.channel().isActive();
    }

    /**
     * The next line of the connection, without CRLF, which is not a command but belongs to the command under way
     * (RFC 9051 §6.2.2). Cancelled when the connection ends first. Any thread; one at a time.
     */
    CompletionStage<byte[]> nextLine() {
        CompletableFuture<byte[]> line = new CompletableFuture<>();
        ChannelHandlerContext ctx = context;
        if (ctx == null || isGone()) {
            line.cancel(false);
            return line;
        }
        ctx.executor().execute(() -> {
            wantedLine = line;
            proceed(ctx);
        });
        return line;
    }

    /** Writes a last line, half-closes, lets the peer read it and closes. What arrives meanwhile is dropped. Any thread. */
    void farewell(String line) {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            return;
        }
        if (ctx.executor().inEventLoop()) {
            leave(ctx, line); // At once, so that what is being decoded stops here.
        } else {
            ctx.executor().execute(() -> leave(ctx, line));
        }
    }

    /**
     * Compresses the connection behind what was written so far (RFC 4978 §3). Octets that came behind the command are taken for
     * compressed: what somebody put there in plain text is no command. Any thread; during a command, once.
     */
    void compress() {
        compression.agree();
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.executor().execute(() -> {
                if (farewell == null) {
                    compression.begin(ctx, waiting.takeAll());
                }
            });
        }
    }

    boolean isCompressed() {
        return compression.isAgreed();
    }

    /** Where long answers leave. */
    Outlet outlet() {
        return outlet;
    }

    /** The peer's address; 0.0.0.0 when it is gone already. Any thread. */
    InetAddress peer() {
        ChannelHandlerContext ctx = context;
        return ctx != null && ctx.channel().remoteAddress() instanceof InetSocketAddress inet
                ? inet.getAddress()
                : new InetSocketAddress(0).getAddress();
    }

    /** Runs the action when the connection is gone, at once if it is. Any thread; the action must not block. */
    void whenClosed(Runnable action) {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            action.run();
        } else {
            ctx.channel().closeFuture().addListener(closed -> action.run());
        }
    }

    private void leave(ChannelHandlerContext ctx, String line) {
        if (farewell == null && ctx.channel().isActive()) {
            farewell = new Farewell(ctx);
            release();
            farewell.say(line);
            compression.more(true); // What is held still counts for what is dropped.
        }
    }

    @Override
    public void pushLineHandler(ChannelInboundHandlerAdapter handler) {
        lineHandlers.addFirst(handler);
    }

    @Override
    public void popLineHandler() {
        lineHandlers.pollFirst();
    }

    private void proceed(ChannelHandlerContext ctx) {
        if (decoding) {
            return; // A command answered while it was being decoded: the loop below goes on by itself.
        }
        decoding = true;
        try {
            while (farewell == null && step(ctx)) {
                // Each step takes one line or one literal.
            }
        } catch (RuntimeException e) {
            LOG.warn("Connection closed: a command could not be taken: {}", e.toString());
            farewell("* BYE [UNAVAILABLE] Internal error (G-903)");
        } finally {
            decoding = false;
        }
        compression.more(farewell != null || hears(ctx));
    }

    /** Whether a line can be taken now: the command before it is answered, and the peer has read most of what was said. */
    private boolean hears(ChannelHandlerContext ctx) {
        return (!unanswered || wantedLine != null) && ctx.channel().isWritable();
    }

    /** Takes one piece of what has arrived; false when more must arrive, or the command under way be answered, first. */
    private boolean step(ChannelHandlerContext ctx) {
        if (command != null && command.literal() != null) {
            waiting.fill(command);
            return command.literal() == null;
        }
        if (!hears(ctx)) {
            return false;
        }
        boolean whole = waiting.hasLine();
        int length = waiting.lineLength();
        if (discarding) {
            waiting.skip(length);
            discarding = !whole;
            return whole;
        }
        if (length + (command == null ? 0 : command.lineOctets()) > bounds.lineLength()) {
            tooLong(ctx, !whole);
            return farewell == null;
        }
        if (!whole) {
            return false;
        }
        takeLine(ctx, waiting.take(length));
        return true;
    }

    private void takeLine(ChannelHandlerContext ctx, byte[] line) {
        ChannelInboundHandlerAdapter handler = lineHandlers.peekFirst();
        if (wantedLine != null) {
            CompletableFuture<byte[]> wanted = wantedLine;
            wantedLine = null;
            wanted.complete(LineEnds.without(line));
        } else if (handler != null && command == null) {
            ByteBuf buffer = Unpooled.wrappedBuffer(LineEnds.withCrLf(line));
            try {
                handler.channelRead(ctx, buffer);
            } catch (Exception e) {
                ctx.fireExceptionCaught(e);
            }
        } else {
            if (command == null) {
                if (LineEnds.without(line).length == 0) {
                    if (!heard) {
                        // Before the first command there is no literal either: who begins so speaks no IMAP.
                        farewell("* BYE Unknown command.");
                    }
                    return; // Some programs send an empty line behind a literal; nothing is asked by it.
                }
                heard = true;
                command = new ReceivedCommand();
            }
            command.line(line);
            LiteralMark mark = LiteralMark.at(line);
            if (mark == null) {
                ReceivedCommand complete = command;
                command = null;
                dispatch(ctx, complete);
            } else {
                announce(ctx, command, mark);
            }
        }
    }

    private void announce(ChannelHandlerContext ctx, ReceivedCommand received, LiteralMark mark) {
        boolean signedIn = signedIn(ctx);
        long room = signedIn
                ? bounds.literal() - received.literalOctets()
                : bounds.literalsBeforeSignIn() - literalsBeforeSignIn;
        if (mark.octets() > room) {
            command = null;
            received.discard();
            String no = received.tag() + (signedIn ? " NO" : " BAD") + " [TOOBIG] Literal of " + mark.octets()
                    + " octets is over the limit of " + room;
            if (mark.synchronizing() && signedIn) {
                write(ctx, no); // RFC 9051 §4.3: the client waits for "+" and does not send it.
            } else {
                write(ctx, no);
                farewell("* BYE [TOOBIG] Literal refused"); // Its octets would be taken for commands (RFC 7888 §4).
            }
            return;
        }
        if (!signedIn) {
            literalsBeforeSignIn += (int) mark.octets();
        }
        received.expect((int) mark.octets(), mark.binary(), spool);
        if (mark.synchronizing()) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(GO_AHEAD));
        }
    }

    private void tooLong(ChannelHandlerContext ctx, boolean unfinished) {
        String tag = command == null ? ReceivedCommand.tagOf(waiting.peek(64)) : command.tag();
        if (command != null) {
            command.discard();
            command = null;
        }
        write(ctx, tag + " BAD Command line is over the limit of " + bounds.lineLength() + " octets");
        if (!signedIn(ctx)) {
            farewell("* BYE Command line too long");
        } else {
            discarding = true;
            if (unfinished) {
                waiting.skipAll();
            }
        }
    }

    private void dispatch(ChannelHandlerContext ctx, ReceivedCommand received) {
        ImapSession session = session(ctx);
        if (session == null || session.getState() == ImapSessionState.LOGOUT) {
            received.discard();
            return;
        }
        session.setAttribute(ATTRIBUTE, this);
        if (received.containsNul()) {
            received.discard();
            write(ctx, received.tag() + " BAD NUL is not allowed (RFC 9051 section 9, CHAR8)");
            return;
        }
        ImapMessage message;
        try {
            message = received.decode(decoder, session);
        } catch (RuntimeException | StackOverflowError e) { // James decodes SEARCH keys by recursion.
            LOG.info("A command could not be decoded: {}", e.toString());
            received.discard();
            write(ctx, received.tag() + " BAD Invalid arguments");
            return;
        }
        if (session.getState() == ImapSessionState.LOGOUT) {
            // No command, from who has not signed in: James' handler would close before its line is out.
            received.discard();
            farewell("* BYE Unknown command.");
            return;
        }
        unanswered = true;
        underWay = received;
        ctx.fireChannelRead(message);
    }

    private static @Nullable ImapSession session(ChannelHandlerContext ctx) {
        return ctx.channel().attr(NettyConstants.IMAP_SESSION_ATTRIBUTE_KEY).get();
    }

    private static boolean signedIn(ChannelHandlerContext ctx) {
        ImapSession session = session(ctx);
        return session != null && session.getMailboxSession() != null;
    }

    private static void write(ChannelHandlerContext ctx, String line) {
        ctx.writeAndFlush(Unpooled.copiedBuffer(line + "\r\n", StandardCharsets.US_ASCII));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DataFormatException) {
            farewell("* BYE What arrived is not compressed as agreed");
            return;
        }
        LOG.info("Connection of {} ended: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
    }
}
