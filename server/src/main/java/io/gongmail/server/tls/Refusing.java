package io.gongmail.server.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells a refusal so that it is read: closing a socket with octets unread in it makes the kernel reset the connection, and
 * the peer may lose the line that was on its way. So: a timer of 2 s, the line, close_notify, FIN, and what still comes is
 * counted and dropped until the peer closes, 16 KiB have come (more ends in a reset), or the timer fires. After a 554 SMTP
 * goes on answering (RFC 5321 §3.1): 503 to commands, 221 to QUIT, and closes its half after that. For one event loop.
 */
final class Refusing {
    static final int MOST_OCTETS = 16 * 1024;
    static final int MOST_COMMANDS = 100;
    static final int SECONDS = 2;

    private static final String BAD_SEQUENCE = "503 5.5.1 Bad sequence of commands; only QUIT is left";
    private static final String BYE = "221 2.0.0 Bye";

    private final ChannelHandlerContext ctx;
    private final SmtpCommands commands = new SmtpCommands();
    private @Nullable Future<?> timer;
    private boolean conversing;
    private int octets;

    /** @param conversing whether commands are answered until QUIT */
    Refusing(ChannelHandlerContext ctx, boolean conversing) {
        this.ctx = ctx;
        this.conversing = conversing;
    }

    void begin(String line) {
        timer = ctx.executor().schedule(this::close, SECONDS, TimeUnit.SECONDS);
        tell(line.endsWith("\r\n") ? line.substring(0, line.length() - 2) : line);
        if (conversing) {
            ctx.channel().config().setAutoRead(true);
            ctx.read();
        } else {
            closeOurHalf();
        }
    }

    /** Takes what was decrypted, and releases it. */
    void read(Object message) {
        try {
            if (message instanceof ByteBuf buffer && conversing) {
                octets += buffer.readableBytes();
                if (octets > MOST_OCTETS) {
                    close();
                    return;
                }
                answer(buffer);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    void end() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void answer(ByteBuf buffer) {
        while (conversing && buffer.isReadable()) {
            switch (commands.next(buffer.readByte())) {
                case NONE -> {}
                case OTHER -> {
                    tell(BAD_SEQUENCE);
                    if (commands.count() >= MOST_COMMANDS) {
                        closeOurHalf();
                    }
                }
                case QUIT -> {
                    tell(BYE);
                    closeOurHalf();
                }
            }
        }
    }

    private void tell(String line) {
        ctx.writeAndFlush(Unpooled.copiedBuffer(line + "\r\n", StandardCharsets.US_ASCII));
    }

    private void closeOurHalf() {
        conversing = false;
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        ctx.pipeline().addFirst("dropped", new Dropped());
        // An empty write behind close_notify is done when everything before it has reached the socket: only then is it
        // safe
        // to shut our half, which fails what is still queued.
        ChannelHandlerContext below = ctx.pipeline().context(tls);
        tls.closeOutbound()
                .addListener(sent -> below.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener)
                        written -> {
                            if (written.isSuccess() && written.channel() instanceof DuplexChannel duplex) {
                                duplex.shutdownOutput();
                            }
                        }));
        ctx.channel().config().setAutoRead(true);
        ctx.read();
    }

    private void close() {
        end();
        ctx.close();
    }

    /** At the head of the pipeline: the peer's last words, unread. */
    private final class Dropped extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext head, Object message) {
            if (message instanceof ByteBuf buffer) {
                octets += buffer.readableBytes();
            }
            ReferenceCountUtil.release(message);
            if (octets > MOST_OCTETS) {
                end();
                head.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext head, Throwable cause) {
            // A reset by the peer: there is nothing left to tell.
            end();
            head.close();
        }
    }
}
