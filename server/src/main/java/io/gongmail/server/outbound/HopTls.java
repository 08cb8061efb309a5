package io.gongmail.server.outbound;

import io.gongmail.pki.PemFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** How TLS to other servers is spoken: with those whose certificate is checked, and with whoever it is. Thread-safe. */
record HopTls(SSLSocketFactory checking, SSLSocketFactory any) {
    /**
     * @param anchors of certificates that are checked; none for those of the Java installation
     * @throws IOException when an anchor cannot be read; the message names the file
     */
    static HopTls trusting(List<Path> anchors, SecureRandom random) throws IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(anchors.isEmpty() ? null : read(anchors));
            return new HopTls(
                    sockets(factory.getTrustManagers(), random),
                    sockets(new TrustManager[] {new TakeAnyCertificate()}, random));
        } catch (GeneralSecurityException e) {
            throw new IOException("[outbound] anchors: " + anchors + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore read(List<Path> anchors) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        for (Path file : anchors) {
            for (X509Certificate anchor : PemFiles.certificates(file)) {
                trusted.setCertificateEntry("anchor" + trusted.size(), anchor);
            }
        }
        return trusted;
    }

    private static SSLSocketFactory sockets(TrustManager[] trust, SecureRandom random) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust, random);
        return context.getSocketFactory();
    }
}
