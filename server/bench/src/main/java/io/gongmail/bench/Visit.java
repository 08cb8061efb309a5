package io.gongmail.bench;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/** The client's side of one IMAP connection (RFC 9051), a line at a time. For one event loop. */
final class Visit extends SimpleChannelInboundHandler<String> {
    private enum Awaited {
        GREETING,
        LOGIN,
        LOGOUT,
        NOTHING
    }

    private final Errand errand;
    private final Listener listener;
    private final LongSupplier nanos;
    private final long begun;
    private Awaited awaited = Awaited.GREETING;

    /** Hears once how a visit went. */
    interface Listener {
        /** @param nanos from before the connection was asked for until the line was heard that it was made for */
        void succeeded(long nanos);

        /** @param why the line that was not expected, or what broke */
        void failed(String why);
    }

    /** Begins now: the connection is to be asked for next. */
    Visit(Errand errand, Listener listener, LongSupplier nanos) {
        this.errand = errand;
        this.listener = listener;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, String line) {
        switch (awaited) {
            case GREETING -> greeted(ctx, line);
            case LOGIN -> {
                if (line.startsWith("a OK")) {
                    succeed(Awaited.LOGOUT);
                    say(ctx, "b LOGOUT");
                } else if (!line.startsWith("* ")) {
                    fail(ctx, line);
                }
            }
            case LOGOUT -> {
                if (!line.startsWith("* ")) {
                    awaited = Awaited.NOTHING;
                    ctx.close();
                }
            }
            case NOTHING -> {}
        }
    }

    private void greeted(ChannelHandlerContext ctx, String line) {
        boolean refused = errand.purpose() == Errand.Purpose.REFUSAL;
        if (!line.startsWith(refused ? "* BYE" : "* OK")) {
            fail(ctx, line);
        } else if (errand.purpose() == Errand.Purpose.SIGN_IN) {
            awaited = Awaited.LOGIN;
            say(
                    ctx,
                    "a LOGIN " + quoted(errand.who().address()) + " "
                            + quoted(errand.who().password()));
        } else {
            succeed(Awaited.NOTHING);
            ctx.close();
        }
    }

    private static void say(ChannelHandlerContext ctx, String line) {
        ctx.writeAndFlush(ByteBufUtil.encodeString(
                ctx.alloc(), java.nio.CharBuffer.wrap(line + "\r\n"), StandardCharsets.US_ASCII));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private void succeed(Awaited next) {
        awaited = next;
        listener.succeeded(nanos.getAsLong() - begun);
    }

    private void fail(ChannelHandlerContext ctx, String why) {
        broken(errand.who().name() + ", " + errand.purpose() + ": " + why);
        ctx.close();
    }

    /** Ends it without success, once. */
    void broken(String why) {
        if (awaited == Awaited.GREETING || awaited == Awaited.LOGIN) {
            awaited = Awaited.NOTHING;
            listener.failed(why);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        broken(errand.who().name() + ", " + errand.purpose() + ": closed while " + awaited + " was awaited");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, cause.toString());
    }
}
