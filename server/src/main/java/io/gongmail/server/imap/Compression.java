package io.gongmail.server.imap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.UnsupportedMessageTypeException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses one connection from where that was agreed (RFC 4978 §3); until then everything passes as it is. Stands next to
 * TLS, so what leaves by any way is compressed, and whoever asks for a flush has all of it sent (a sync flush of RFC 1951's
 * blocks): what is pushed in IDLE arrives at once.
 *
 * <p>What arrives is inflated in pieces, and no further than {@link CommandDecoder} takes it: a packet that would become
 * gigabytes waits as the packet that it is, and while it waits nothing is read from the socket. Netty's own decoder inflates
 * whatever it is given, and its encoder flushes each write.
 *
 * <p>Inflating needs 44 KiB outside the heap while the connection lives, deflating 256 KiB; these are given back when nothing
 * was said for a while, at the price of a window that is empty when something is said again. A fresh deflater may go on where
 * another was flushed: its blocks refer to nothing before them.
 *
 * <p>Runs on the event loop, but for what says otherwise.
 */
final class Compression extends ChannelDuplexHandler {
    /** Written where compressing begins. */
    private static final Object BEGIN = new Object();
    /** So much is inflated before it is asked whether more is taken. */
    private static final int PIECE = 8 * 1024;
    /** So much is inflated before others on this event loop have their turn. */
    private static final int TURN = 256 * 1024;
    /** So much is held for the next flush. */
    private static final int UNFLUSHED = 32 * 1024;

    private static final int STEP = 4 * 1024;

    private final Duration rest;
    private @Nullable ChannelHandlerContext context;

    private @Nullable Inflater inflater;
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
    private boolean drained = true;
    private boolean taking = true;
    private boolean inflating;

    private volatile boolean agreed;
    private boolean compressing;
    private @Nullable Deflater deflater;
    private ByteBuf out = Unpooled.EMPTY_BUFFER;
    private boolean unflushed;
    private List<ChannelPromise> waiting = new ArrayList<>();
    private @Nullable Future<?> resting;
    private long written;
    private boolean closed;

    /** @param rest after so long without a word the deflater's memory is given back */
    Compression(Duration rest) {
        this.rest = rest;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /** Notes that it is to begin. Any thread. */
    void agree() {
        agreed = true;
    }

    /** Any thread. */
    boolean isAgreed() {
        return agreed;
    }

    /**
     * Begins in both directions: behind what was written so far, and with {@code arrived}, which is taken over.
     *
     * @param writer behind which everything that is written stands
     */
    void begin(ChannelHandlerContext writer, ByteBuf arrived) {
        ChannelHandlerContext ctx = context;
        if (ctx == null || closed || inflater != null) {
            arrived.release();
            return;
        }
        inflater = new Inflater(true); // RFC 4978 §3: the raw format of RFC 1951, without zlib's header.
        writer.writeAndFlush(BEGIN);
        hold(ctx.alloc(), arrived);
        more(taking);
    }

    /** Whether more can be taken now. */
    void more(boolean wanted) {
        taking = wanted;
        ChannelHandlerContext ctx = context;
        if (ctx == null || inflating) {
            return;
        }
        ctx.channel().config().setAutoRead(wanted && drained);
        if (wanted && !drained) {
            ctx.executor().execute(() -> inflate(ctx));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (inflater == null || !(message instanceof ByteBuf octets)) {
            ctx.fireChannelRead(message);
            return;
        }
        hold(ctx.alloc(), octets);
        inflate(ctx);
    }

    private void hold(ByteBufAllocator allocator, ByteBuf octets) {
        if (held.isReadable()) {
            ByteBuf both = allocator.buffer(held.readableBytes() + octets.readableBytes());
            both.writeBytes(held).writeBytes(octets);
            octets.release();
            held.release();
            held = both;
        } else {
            held.release();
            held = octets;
        }
        drained &= !held.isReadable();
    }

    private void inflate(ChannelHandlerContext ctx) {
        if (inflating) {
            return;
        }
        inflating = true;
        try {
            for (int turn = 0; taking && !drained && !closed && turn < TURN; turn += PIECE) {
                ctx.fireChannelRead(piece(ctx));
            }
        } catch (DataFormatException e) {
            broken();
            ctx.fireExceptionCaught(e);
        } finally {
            inflating = false;
        }
        if (!closed) {
            more(taking);
        }
    }

    private ByteBuf piece(ChannelHandlerContext ctx) throws DataFormatException {
        Inflater from = inflater;
        if (from == null) {
            drained = true;
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf piece = ctx.alloc().heapBuffer(PIECE, PIECE);
        try {
            ByteBuffer in = held.nioBuffer();
            from.setInput(in);
            int made = from.inflate(piece.array(), piece.arrayOffset(), PIECE);
            held.skipBytes(held.readableBytes() - in.remaining());
            if (from.finished() || from.needsDictionary()) {
                throw new DataFormatException("the compressed stream has an end");
            }
            drained = made < PIECE && !held.isReadable();
            return piece.retain().writerIndex(made);
        } finally {
            piece.release();
        }
    }

    /** What arrives from now on can be nothing but dropped, which needs no inflating. */
    private void broken() {
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
        held.release();
        held = Unpooled.EMPTY_BUFFER;
        drained = true;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message == BEGIN) {
            compressing = true;
            promise.trySuccess();
        } else if (!compressing) {
            ctx.write(message, promise);
        } else if (closed) {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new ClosedChannelException());
        } else if (message instanceof ByteBuf octets) {
            try {
                deflate(ctx, octets);
            } finally {
                octets.release();
            }
            if (!promise.isVoid()) {
                waiting.add(promise); // Part of it may still be in the deflater.
            }
            if (out.readableBytes() >= UNFLUSHED) {
                ctx.write(out);
                out = Unpooled.EMPTY_BUFFER;
            }
        } else {
            ReferenceCountUtil.release(message);
            promise.tryFailure(new UnsupportedMessageTypeException(message, ByteBuf.class));
        }
    }

    private void deflate(ChannelHandlerContext ctx, ByteBuf octets) {
        if (!octets.isReadable()) {
            return;
        }
        Deflater to = deflater(ctx);
        to.setInput(octets.nioBuffer());
        while (!to.needsInput()) {
            pour(ctx, to, Deflater.NO_FLUSH);
        }
        unflushed = true;
        written++;
    }

    /** Whether there was room for all that came. */
    private boolean pour(ChannelHandlerContext ctx, Deflater from, int mode) {
        if (!out.isWritable(STEP)) {
            ByteBuf larger = ctx.alloc().directBuffer(out.readableBytes() + 2 * STEP);
            larger.writeBytes(out);
            out.release();
            out = larger;
        }
        ByteBuffer room = out.nioBuffer(out.writerIndex(), out.writableBytes());
        int size = room.remaining();
        int made = from.deflate(room, mode);
        out.writerIndex(out.writerIndex() + made);
        return made < size;
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        Deflater from = deflater;
        if (unflushed && from != null) {
            while (!pour(ctx, from, Deflater.SYNC_FLUSH)) {
                // the rest
            }
            unflushed = false;
        }
        if (out.isReadable() || !waiting.isEmpty()) {
            List<ChannelPromise> told = waiting;
            waiting = new ArrayList<>();
            ctx.write(out)
                    .addListener(sent -> told.forEach(promise -> {
                        if (sent.isSuccess()) {
                            promise.trySuccess();
                        } else {
                            promise.tryFailure(sent.cause());
                        }
                    }));
            out = Unpooled.EMPTY_BUFFER;
        }
        ctx.flush();
    }

    /** RFC 4978 §4 leaves the level to us: the fastest, since most of what is saved is saved by it. */
    private Deflater deflater(ChannelHandlerContext ctx) {
        if (deflater == null) {
            deflater = new Deflater(Deflater.BEST_SPEED, true);
            restLater(ctx);
        }
        return deflater;
    }

    private void restLater(ChannelHandlerContext ctx) {
        long before = written;
        resting = ctx.executor()
                .schedule(
                        () -> {
                            if (written > before || unflushed) {
                                restLater(ctx);
                            } else if (deflater != null) {
                                deflater.end();
                                deflater = null;
                            }
                        },
                        rest.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Whether a deflater's memory is held. */
    boolean holdsDeflater() {
        return deflater != null;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        close();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        close();
    }

    private void close() {
        closed = true;
        broken();
        if (deflater != null) {
            deflater.end();
            deflater = null;
        }
        if (resting != null) {
            resting.cancel(false);
        }
        out.release();
        out = Unpooled.EMPTY_BUFFER;
        waiting.forEach(promise -> promise.tryFailure(new ClosedChannelException()));
        waiting.clear();
    }
}
