package io.gongmail.server.outbound;

import java.net.InetAddress;

/**
 * One address of one server.
 *
 * @param host its name, which its certificate bears
 */
record Target(String host, InetAddress address, int port) {
    @Override
    public String toString() {
        return host + "[" + address.getHostAddress() + "]:" + port;
    }
}
