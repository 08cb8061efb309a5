package io.gongmail.server.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The server's keys for the JDK's provider: of the kind that a cipher suite asks for, if the client can verify its
 * signatures. With TLS 1.3, where the suite leaves it open, the client gets the first of the keys that it can verify,
 * whatever it would rather have.
 */
final class KeyByClient extends X509ExtendedKeyManager {
    private final List<ServerKey> keys;

    /** @param keys the one preferred first; at most one of a kind */
    KeyByClient(List<ServerKey> keys) {
        this.keys = List.copyOf(keys);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        SSLSession session = engine == null ? null : engine.getHandshakeSession();
        Optional<ServerKey> first =
                keys.stream().filter(key -> isVerifiable(key, session)).findFirst();
        if (session != null && session.getProtocol().equals("TLSv1.3")) {
            return first.filter(key -> isOf(type, key)).map(KeyByClient::alias).orElse(null);
        }
        return keys.stream()
                .filter(key -> isOf(type, key) && isVerifiable(key, session))
                .findFirst()
                .map(KeyByClient::alias)
                .orElse(null);
    }

    private static boolean isVerifiable(ServerKey key, @Nullable SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return true;
        }
        String[] verified = extended.getPeerSupportedSignatureAlgorithms();
        // A client of TLS 1.2 that names none takes SHA-1 with any key (RFC 5246 §7.4.1.4.1): for the library to
        // refuse.
        return verified.length == 0
                || Arrays.stream(verified)
                        .anyMatch(algorithm -> key.isElliptic()
                                ? algorithm.equals("SHA256withECDSA")
                                : algorithm.endsWith("withRSA") || algorithm.equals("RSASSA-PSS"));
    }

    private static boolean isOf(String type, ServerKey key) {
        return type.equals(alias(key));
    }

    /** There is one of each kind, so its kind is its name. */
    private static String alias(ServerKey key) {
        return key.key().getAlgorithm();
    }

    private Optional<ServerKey> named(String alias) {
        return keys.stream().filter(key -> isOf(alias, key)).findFirst();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return named(alias)
                .map(key -> key.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return named(alias).map(ServerKey::key).orElse(null);
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return null;
    }
}
