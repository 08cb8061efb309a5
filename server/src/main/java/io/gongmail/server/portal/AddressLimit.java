package io.gongmail.server.portal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/** So many connections at once from one address; one more is closed before its handshake. Thread-safe. */
final class AddressLimit implements Connection.Listener {
    private final int most;
    /** As many as there are connections, at most. */
    private final ConcurrentMap<InetAddress, Integer> open = new ConcurrentHashMap<>();
    /** An end that is closed no longer knows where the other one was. */
    private final ConcurrentMap<Connection, InetAddress> counted = new ConcurrentHashMap<>();

    AddressLimit(int most) {
        this.most = most;
    }

    @Override
    public void onOpened(Connection connection) {
        // TLS is opened first and closed last, and HTTP within it is told of too: it counts once.
        if (connection instanceof SslConnection
                && connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress remote) {
            counted.put(connection, remote.getAddress());
            if (open.merge(remote.getAddress(), 1, Integer::sum) > most) {
                connection.close();
            }
        }
    }

    @Override
    public void onClosed(Connection connection) {
        InetAddress address = counted.remove(connection);
        if (address != null) {
            open.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
        }
    }
}
