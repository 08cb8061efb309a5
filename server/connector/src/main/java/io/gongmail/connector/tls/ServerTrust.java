package io.gongmail.connector.tls;

import io.gongmail.connector.settings.KeyPin;
import io.gongmail.pki.PemFiles;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whether it is the pinned server: its key is among the pins, a chain leads to the anchors (each where it is given, and at
 * least one is), it is valid now, and it is for the name that was called. Chains and names are the JDK's to judge: where
 * there are pins alone, its judge is given the pinned certificate itself as the only anchor.
 */
final class ServerTrust extends X509ExtendedTrustManager {
    private final List<KeyPin> pins;
    private final Optional<X509ExtendedTrustManager> anchored;

    /** @throws IOException when the anchors cannot be read */
    ServerTrust(Optional<Path> anchors, List<KeyPin> pins) throws IOException {
        this.pins = List.copyOf(pins);
        this.anchored =
                anchors.isEmpty() ? Optional.empty() : Optional.of(trusting(PemFiles.certificates(anchors.get())));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        KeyPin shown = KeyPin.of(chain[0]);
        boolean pinned = pins.contains(shown);
        if (!pinned && (!pins.isEmpty() || anchored.isEmpty())) {
            throw new NotTheServer(NotTheServer.Mismatch.KEY, shown, shown.base64());
        }
        try {
            chain[0].checkValidity();
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            throw new NotTheServer(NotTheServer.Mismatch.TIME, shown, String.valueOf(e.getMessage()));
        }
        X509ExtendedTrustManager judge = anchored.isPresent() ? anchored.get() : trusting(List.of(chain[0]));
        try {
            judge.checkServerTrusted(chain, type);
        } catch (CertificateException e) {
            throw new NotTheServer(NotTheServer.Mismatch.ISSUER, shown, String.valueOf(e.getMessage()));
        }
        try {
            judge.checkServerTrusted(chain, type, socket);
        } catch (CertificateException e) {
            throw new NotTheServer(NotTheServer.Mismatch.NAME, shown, String.valueOf(e.getMessage()));
        }
    }

    private static X509ExtendedTrustManager trusting(List<X509Certificate> anchors) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < anchors.size(); i++) {
                store.setCertificateEntry("anchor" + i, anchors.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager each : factory.getTrustManagers()) {
                if (each instanceof X509ExtendedTrustManager manager) {
                    return manager;
                }
            }
            throw new IllegalStateException("the JDK's PKIX judge is an extended one");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("an empty key store takes certificates", e);
        }
    }

    /** Without a connection there is no name to compare. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("a server is judged with its connection");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("a server is judged with its connection");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("this is the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("this is the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("this is the client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return anchored.map(X509ExtendedTrustManager::getAcceptedIssuers).orElseGet(() -> new X509Certificate[0]);
    }
}
