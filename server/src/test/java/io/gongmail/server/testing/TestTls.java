package io.gongmail.server.testing;

import io.gongmail.pki.demo.Issued;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The client's side of TLS: it trusts one authority and shows one certificate, or none, whatever issuers the server names. */
public final class TestTls {
    /** It only keeps a hang from lasting. */
    private static final int TIMEOUT_MILLIS = 30_000;

    private TestTls() {}

    /** A connection to the port of this machine, its handshake done. */
    public static SSLSocket connect(int port, X509Certificate trusted, @Nullable Issued shown) throws IOException {
        SSLSocket socket = over(new Socket("127.0.0.1", port), trusted, shown);
        socket.startHandshake();
        return socket;
    }

    /** A connection over one that stands, its handshake still to come; closing it closes that. */
    public static SSLSocket over(Socket transport, X509Certificate trusted, @Nullable Issued shown) throws IOException {
        transport.setSoTimeout(TIMEOUT_MILLIS);
        transport.setTcpNoDelay(true);
        return (SSLSocket) context(trusted, shown)
                .getSocketFactory()
                .createSocket(transport, "127.0.0.1", transport.getPort(), true);
    }

    /** For clients that make connections by themselves. */
    public static SSLContext context(X509Certificate trusted, @Nullable Issued shown) throws IOException {
        try {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            anchors.setCertificateEntry("server", trusted);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new Showing(shown)}, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static final class Showing extends X509ExtendedKeyManager {
        private final @Nullable Issued shown;

        Showing(@Nullable Issued shown) {
            this.shown = shown;
        }

        private @Nullable String alias() {
            return shown == null ? null : "own";
        }

        @Override
        public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return alias();
        }

        @Override
        public @Nullable String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return alias();
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return shown == null ? null : shown.chain().toArray(new X509Certificate[0]);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return shown == null ? null : shown.key();
        }

        @Override
        public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
            return shown == null ? null : new String[] {"own"};
        }

        @Override
        public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }
    }
}
