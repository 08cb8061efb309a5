package io.gongmail.server.portal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.LongSupplier;

/**
 * How often one network may ask: so many at once, and as many again in each minute, evenly. Of IPv4 an address is a network,
 * of IPv6 a /64. At most 100,000 networks are remembered; one that goes has been quiet longest. Thread-safe.
 */
final class Rates {
    private static final long MINUTE = 60_000_000_000L;
    private static final int MOST_NETWORKS = 100_000;

    private final int perMinute;
    private final LongSupplier nanos;
    private final Cache<String, Left> networks =
            Caffeine.newBuilder().maximumSize(MOST_NETWORKS).build();

    /** How many requests are left to a network, as of when. */
    private static final class Left {
        private double left;
        private long at;
    }

    /** @param nanos {@code System::nanoTime}, or a test's */
    Rates(int perMinute, LongSupplier nanos) {
        this.perMinute = perMinute;
        this.nanos = nanos;
    }

    /** Whether one more is let through. */
    boolean take(InetAddress address) {
        long now = nanos.getAsLong();
        Left left = networks.get(network(address), network -> {
            Left all = new Left();
            all.left = perMinute;
            all.at = now;
            return all;
        });
        synchronized (left) {
            left.left = Math.min(perMinute, left.left + (double) (now - left.at) * perMinute / MINUTE);
            left.at = now;
            if (left.left < 1) {
                return false;
            }
            left.left -= 1;
            return true;
        }
    }

    private static String network(InetAddress address) {
        byte[] octets = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(octets, 8) : octets);
    }
}
