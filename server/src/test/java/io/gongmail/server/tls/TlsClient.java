package io.gongmail.server.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The client's side of TLS in tests: it trusts one authority and shows at most one certificate. */
final class TlsClient {
    private final SSLContext context;
    private final Shown shown;

    /** @param keys shown whatever issuers the server names; null shows none */
    TlsClient(X509Certificate trusted, @Nullable TestKeys keys) {
        this.shown = new Shown(keys);
        try {
            KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
            anchors.load(null, null);
            anchors.setCertificateEntry("server", trusted);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {shown}, trust.getTrustManagers(), null);
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    SSLContext context() {
        return context;
    }

    SSLEngine engine(String protocol) {
        SSLEngine engine = context.createSSLEngine("127.0.0.1", 1);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {protocol});
        return engine;
    }

    /** The names of issuers that the server has told. */
    List<Principal> issuersTold() {
        return shown.issuersTold;
    }

    private static final class Shown extends X509ExtendedKeyManager {
        private final @Nullable TestKeys keys;
        private final List<Principal> issuersTold = new CopyOnWriteArrayList<>();

        Shown(@Nullable TestKeys keys) {
            this.keys = keys;
        }

        private @Nullable String choose(Principal @Nullable [] issuers) {
            if (issuers != null) {
                issuersTold.addAll(List.of(issuers));
            }
            return keys == null ? null : "own";
        }

        @Override
        public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return choose(issuers);
        }

        @Override
        public @Nullable String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return choose(issuers);
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return keys == null ? null : keys.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return keys == null ? null : keys.key();
        }

        @Override
        public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
            return keys == null ? null : new String[] {"own"};
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
