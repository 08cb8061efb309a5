package io.gongmail.server.config;

import java.nio.file.Path;
import java.time.Duration;

/** {@code [tls]}: the server's own certificate and how it speaks. */
public record TlsConfig(
        Path certificate, Path key, TlsProvider provider, RefusalStyle refusal, Duration handshakeTimeout) {
    static TlsConfig from(Section tls) {
        return new TlsConfig(
                tls.path("certificate", "conf/server.crt.pem", "The server's certificate and the chain above it, PEM."),
                tls.path("key", "conf/server.key.pem", "Its key, PKCS#8 in PEM, not encrypted; mode 0600."),
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
