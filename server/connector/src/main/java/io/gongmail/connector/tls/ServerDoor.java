package io.gongmail.connector.tls;

import io.gongmail.connector.settings.KeyPin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Opens connections to the server. Thread-safe. */
public final class ServerDoor {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String server;
    private final SSLContext context;

    private ServerDoor(String server, KeyManager[] keys, ServerTrust trust, SecureRandom random) {
        this.server = server;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {trust}, random);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /** @throws IOException when the anchors cannot be read */
    public static ServerDoor of(
            String server, Optional<Path> anchors, List<KeyPin> pins, PersonalCertificate person, SecureRandom random)
            throws IOException {
        return new ServerDoor(
                server, new KeyManager[] {new ShownCertificate(person)}, new ServerTrust(anchors, pins), random);
    }

    /**
     * The key that {@code server} shows, for a person to compare with the one published. Nothing is trusted and nothing is
     * sent: the handshake is broken off at the server's certificate.
     */
    public static KeyPin keyShown(String server, int port, SecureRandom random) throws IOException {
        ServerTrust nobody = new ServerTrust(Optional.empty(), List.of());
        try (ServerConnection opened = new ServerDoor(server, new KeyManager[0], nobody, random).open(port)) {
            throw new IllegalStateException(
                    "nobody is trusted, and yet " + opened.tls().getSession());
        } catch (IOException e) {
            return refusal(e).map(NotTheServer::shownKey).orElseThrow(() -> e);
        }
    }

    /**
     * Connects and shakes hands.
     *
     * @throws IOException when it cannot; {@link #refusal} tells whether that is because it is not the server
     */
    public ServerConnection open(int port) throws IOException {
        Socket transport = new Socket();
        try {
            transport.connect(new InetSocketAddress(server, port), (int) PATIENCE.toMillis());
            transport.setTcpNoDelay(true);
            transport.setKeepAlive(true);
            transport.setSoTimeout((int) PATIENCE.toMillis());
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(transport, server, port, true);
            tls.setUseClientMode(true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 9525, by the JDK
            tls.setSSLParameters(parameters);
            shakeHands(tls);
            return new ServerConnection(transport, tls);
        } catch (IOException | RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    private static void shakeHands(SSLSocket tls) throws BrokenOff {
        try {
            tls.startHandshake();
        } catch (IOException e) {
            throw new BrokenOff(e);
        }
    }

    /** The connection was there, and no handshake came of it. */
    public static final class BrokenOff extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenOff(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Why it was not the server, where that is what {@code failure} is about. */
    public static Optional<NotTheServer> refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotTheServer refusal) {
                return Optional.of(refusal);
            }
        }
        return Optional.empty();
    }
}
