package io.gongmail.server.portal;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.server.config.PortalConfig;
import io.gongmail.server.tls.PageEncryption;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * How Jetty listens at a door: HTTP/1.1 in TLS, headers and time bounded, no session of TLS resumed. Each request is told at
 * which door it came in, and with which certificate.
 */
final class Doorways {
    static final String DOOR = "gongmail.door";
    static final String PRESENTED = "gongmail.presented";

    private static final int HEADERS = 8 * 1024;
    private static final int SLOWEST_OCTETS_PER_SECOND = 256;

    private final PortalConfig config;
    private final Headers headers;

    Doorways(PortalConfig config, Headers headers) {
        this.config = config;
        this.headers = headers;
    }

    ServerConnector open(Server server, Door door, PageEncryption encryption, int port) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADERS);
        http.setResponseHeaderSize(HEADERS);
        http.setMinRequestDataRate(SLOWEST_OCTETS_PER_SECOND);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.addCustomizer((request, answered) -> {
            headers.all().forEach(answered::put);
            request.setAttribute(DOOR, door);
            request.setAttribute(PRESENTED, presented(request, door));
            return request;
        });
        SslConnectionFactory tls = new SslConnectionFactory(new EnginesOf(encryption), "http/1.1");
        tls.setEnsureSecureRequestCustomizer(false);
        tls.addBean(new NothingToResume());
        // One thread that accepts and one that selects: what takes time runs on the others.
        ServerConnector connector = new ServerConnector(server, 1, 1, tls, new HttpConnectionFactory(http));
        connector.setHost(config.address());
        connector.setPort(port);
        connector.setIdleTimeout(config.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(Duration.ofSeconds(1).toMillis());
        connector.setAcceptQueueSize(128);
        connector.addBean(new AddressLimit(config.maxConnectionsPerAddress()));
        return connector;
    }

    private static Optional<PeerCertificate> presented(Request request, Door door) {
        EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
        return door == Door.CERTIFICATE && end instanceof SslConnection.SslEndPoint tls
                ? Presented.in(tls.getSslConnection().getSSLEngine().getSession())
                : Optional.empty();
    }

    /** What Jetty itself refuses, before any page of ours is asked: a line, and nothing of what came. */
    boolean refuse(Request request, Response response, Callback callback) {
        headers.all().forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        String line = response.getStatus() + " (G-925)\n";
        response.write(true, ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }

    /** Gives Jetty engines by the keys that are in force when a connection begins. */
    private static final class EnginesOf extends SslContextFactory.Server {
        private final PageEncryption encryption;

        EnginesOf(PageEncryption encryption) {
            this.encryption = encryption;
            setSslContext(encryption.context());
        }

        @Override
        public SSLEngine newSSLEngine() {
            return encryption.engine();
        }

        @Override
        public SSLEngine newSSLEngine(String host, int port) {
            return encryption.engine();
        }

        @Override
        protected void checkConfiguration() {
            // It would find fault with what a context could do; its engines are as they are to be.
        }
    }

    /** The other half stands in {@code TlsContexts}: no ticket is sent, and here no session is left to be asked for again. */
    private static final class NothingToResume implements SslHandshakeListener {
        @Override
        public void handshakeSucceeded(Event event) {
            event.getSSLEngine().getSession().invalidate();
        }
    }
}
