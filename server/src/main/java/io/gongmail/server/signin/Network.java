package io.gongmail.server.signin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** What one subscriber can choose addresses from: an IPv4 address, or 64 bits of an IPv6 address (RFC 4291 §2.5.4). */
final class Network {
    private static final int PREFIX = 8;

    private Network() {}

    /** As text. */
    static String of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        try {
            byte[] octets = Arrays.copyOf(Arrays.copyOf(address.getAddress(), PREFIX), 2 * PREFIX);
            return InetAddress.getByAddress(octets).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 octets are an address", e);
        }
    }
}
