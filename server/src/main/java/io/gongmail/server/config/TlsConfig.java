package io.gongmail.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@code [tls]}: the server's own certificates and how it speaks.
 *
 * @param keys of the certificates, in the same order
 */
public record TlsConfig(
        List<Path> certificates,
        List<Path> keys,
        TlsProvider provider,
        RefusalStyle refusal,
        Duration handshakeTimeout) {
    /** One for RSA, one for P-256. */
    private static final int MOST_CERTIFICATES = 2;

    static TlsConfig from(Section tls) {
        List<Path> certificates = tls.paths(
                "certificate",
                "conf/server.crt.pem",
                "The server's certificates, each with the chain above it, PEM: one for an RSA key, one for a P-256 key, or both. Read again when they change, like anchors.");
        List<Path> keys = tls.paths(
                "key",
                "conf/server.key.pem",
                "Their keys, in the same order, PKCS#8 in PEM, not encrypted; mode 0600.");
        if (certificates.size() > MOST_CERTIFICATES) {
            tls.problem("certificate", "names " + certificates.size(), "allowed: one RSA, one P-256, or both");
        }
        if (keys.size() != certificates.size()) {
            tls.problem(
                    "key",
                    "names " + keys.size() + ", and certificate names " + certificates.size(),
                    "name each certificate's key, in the same order");
        }
        return new TlsConfig(
                certificates,
                keys,
                tls.choice(
                        "provider", TlsProvider.AUTO, "auto takes OpenSSL's code where it is there, else the JDK's."),
                tls.choice(
                        "refusal",
                        RefusalStyle.LINE,
                        "How a refused certificate is told: in a line, or by a TLS alert."),
                tls.duration(
                        "handshake-timeout",
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(2),
                        "A handshake that takes longer is ended."));
    }
}
