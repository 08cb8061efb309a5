package io.gongmail.server.managesieve;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * In front of TLS: RFC 5804 §2.2 has clients that ask for it by STARTTLS, others begin with it at once. Who begins with a TLS
 * record is let through; who says nothing for a moment, or something else, is greeted in plain text, where nothing but
 * capabilities, STARTTLS and LOGOUT is to be had. All of it within the time that the TLS handler leaves for its handshake, which
 * counts from the connection's first moment. For one event loop.
 */
final class FirstOctet extends ChannelInboundHandlerAdapter {
    /** Who speaks TLS has begun by then: its first record follows the connection at once. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    /** Before TLS, all together. */
    static final int MOST_OCTETS = 1_024;

    private static final byte HANDSHAKE = 0x16; // RFC 8446 §5.1

    private final StringBuilder heard = new StringBuilder();
    private @Nullable Future<?> silence;
    private boolean plain;
    private boolean over;
    private int octets;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            await(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        await(ctx);
        ctx.fireChannelActive();
    }

    private void await(ChannelHandlerContext ctx) {
        if (silence == null) {
            silence = ctx.executor().schedule(() -> greet(ctx), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (silence != null) {
            silence.cancel(false);
        }
    }

    private void greet(ChannelHandlerContext ctx) {
        if (!plain && !ctx.isRemoved() && ctx.channel().isActive()) {
            plain = true;
            say(ctx, Answers.capabilities(List.of(), true, Optional.empty(), "Gongmail; STARTTLS comes first"));
        }
    }

    private static void say(ChannelHandlerContext ctx, String answer) {
        ctx.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.UTF_8));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf in) || over) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (!plain && in.isReadable() && in.getByte(in.readerIndex()) == HANDSHAKE) {
            ctx.pipeline().remove(this);
            ctx.fireChannelRead(message);
            return;
        }
        try {
            greet(ctx);
            hear(ctx, in);
        } finally {
            in.release();
        }
    }

    private void hear(ChannelHandlerContext ctx, ByteBuf in) {
        while (in.isReadable() && !over) {
            char octet = (char) (in.readByte() & 0xff);
            if (++octets > MOST_OCTETS) {
                leave(ctx, Answers.bye("", "too much before STARTTLS"));
            } else if (octet != '\n') {
                heard.append(octet);
            } else {
                String line = heard.toString().strip().toUpperCase(Locale.ROOT);
                heard.setLength(0);
                answer(ctx, line, in);
            }
        }
    }

    private void answer(ChannelHandlerContext ctx, String line, ByteBuf behind) {
        switch (line) {
            case "STARTTLS" -> {
                // RFC 5804 §2.2: what was said before TLS counts no longer, and nothing may be smuggled behind it.
                behind.skipBytes(behind.readableBytes());
                say(ctx, Answers.ok("Begin TLS negotiation now"));
                over = true;
                ctx.read();
                ctx.pipeline().remove(this);
            }
            case "CAPABILITY" ->
                say(ctx, Answers.capabilities(List.of(), true, Optional.empty(), "STARTTLS comes first"));
            case "LOGOUT" -> leave(ctx, Answers.ok("Bye"));
            case "NOOP" -> say(ctx, Answers.ok("Done"));
            default -> say(ctx, Answers.no("ENCRYPT-NEEDED", "STARTTLS comes first"));
        }
    }

    private void leave(ChannelHandlerContext ctx, String last) {
        over = true;
        ctx.writeAndFlush(Unpooled.copiedBuffer(last, StandardCharsets.UTF_8)).addListener(told -> ctx.close());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // The gate reads octet by octet, so to say: auto-read is off until it opens.
        if (ctx.channel().isActive()) {
            ctx.read();
        }
        ctx.fireChannelReadComplete();
    }
}
