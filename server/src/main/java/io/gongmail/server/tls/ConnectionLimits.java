package io.gongmail.server.tls;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections a listener holds, in all and from one address (one /64 with IPv6). It stands in front of TLS, so
 * strangers count; a connection too many is closed before a handshake is paid for. Thread-safe, one for each listener.
 */
public final class ConnectionLimits {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimits.class);

    private final int most;
    private final int mostOfAddress;
    private final AtomicInteger open = new AtomicInteger();
    /** Only addresses with open connections have a row, so it is never larger than {@code most}. */
    private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

    public ConnectionLimits(int most, int mostOfAddress) {
        if (most < 1 || mostOfAddress < 1) {
            throw new IllegalArgumentException("a listener that admits nobody");
        }
        this.most = most;
        this.mostOfAddress = mostOfAddress;
    }

    /** Connections open now. */
    public int open() {
        return open.get();
    }

    /** Addresses with connections open now. */
    public int addresses() {
        return byAddress.size();
    }

    /** The handler for one connection, to be the first of its pipeline. */
    ChannelHandler handler() {
        return new Turnstile();
    }

    private boolean enter(String address) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return false;
        }
        boolean[] entered = {false};
        byAddress.compute(address, (key, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < mostOfAddress;
            return entered[0] ? Integer.valueOf(now + 1) : count;
        });
        if (!entered[0]) {
            open.decrementAndGet();
        }
        return entered[0];
    }

    private void leave(String address) {
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : Integer.valueOf(count - 1));
        open.decrementAndGet();
    }

    private static String place(SocketAddress remote) {
        if (remote instanceof InetSocketAddress socket && socket.getAddress() != null) {
            InetAddress address = socket.getAddress();
            byte[] octets = address.getAddress();
            return HexFormat.of().formatHex(octets.length == 16 ? Arrays.copyOf(octets, 8) : octets);
        }
        return String.valueOf(remote);
    }

    private final class Turnstile extends ChannelInboundHandlerAdapter {
        private String place = "";
        private boolean entered;

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            place = place(ctx.channel().remoteAddress());
            entered = enter(place);
            if (entered) {
                ctx.fireChannelActive();
            } else {
                LOG.info("too many connections: {} turned away", ctx.channel().remoteAddress());
                ctx.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (entered) {
                entered = false;
                leave(place);
                ctx.fireChannelInactive();
            }
        }
    }
}
