package io.gongmail.server.config;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A range of addresses (RFC 4632 §3.1, RFC 4291 §2.3): {@code 10.0.0.0/8}, {@code 2001:db8::/32}.
 *
 * @param first its first address
 * @param prefix how many bits all its addresses have in common, 0 to 32 or 128
 */
public record Network(InetAddress first, int prefix) {
    static final String ALLOWED = "nothing, or networks separated by commas: 10.0.0.0/8, 2001:db8::/32";

    /** @throws IllegalArgumentException when the prefix is out of its bounds, or {@code first} is not the first */
    public Network {
        if (prefix < 0 || prefix > bits(first) || !cut(first, prefix).equals(first)) {
            throw new IllegalArgumentException(first.getHostAddress() + "/" + prefix + " is no network");
        }
    }

    /** The network of an address: of so many bits for IPv4, and for IPv6. */
    public static Network around(InetAddress address, int prefix4, int prefix6) {
        int prefix = bits(address) == 32 ? prefix4 : prefix6;
        return new Network(cut(address, prefix), prefix);
    }

    static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !InetAddresses.isInetAddress(text.substring(0, slash))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Network(
                    InetAddresses.forString(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean contains(InetAddress address) {
        return bits(address) == bits(first) && cut(address, prefix).equals(first);
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * 8;
    }

    private static InetAddress cut(InetAddress address, int prefix) {
        byte[] octets = address.getAddress();
        for (int bit = prefix; bit < octets.length * 8; bit++) {
            octets[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("of so many octets an address is made", e);
        }
    }

    @Override
    public String toString() {
        return InetAddresses.toAddrString(first) + "/" + prefix;
    }
}
