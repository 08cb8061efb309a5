package io.gongmail.server.imap;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection that is ended by us: the last line, TLS's close_notify, then what still arrives is dropped
 * until the peer closes, within two seconds and 16 KiB. Closing at once with octets unread would reset the connection
 * before the peer has read the line. Runs on the event loop.
 */
final class Farewell {
    private static final int MOST_OCTETS = 16 * 1024;
    private static final long MOST_SECONDS = 2;

    private final ChannelHandlerContext context;
    private int dropped;

    Farewell(ChannelHandlerContext context) {
        this.context = context;
    }

    void say(String line) {
        context.channel().config().setAutoRead(true);
        context.executor().schedule((Runnable) context::close, MOST_SECONDS, TimeUnit.SECONDS);
        context.writeAndFlush(Unpooled.copiedBuffer(line + "\r\n", StandardCharsets.US_ASCII))
                .addListener(written -> {
                    SslHandler tls = context.pipeline().get(SslHandler.class);
                    if (tls != null && written.isSuccess()) {
                        tls.closeOutbound();
                    } else {
                        context.close();
                    }
                });
    }

    void drop(ByteBuf octets) {
        dropped += octets.readableBytes();
        octets.release();
        if (dropped > MOST_OCTETS) {
            context.close();
        }
    }
}
