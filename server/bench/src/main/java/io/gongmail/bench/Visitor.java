package io.gongmail.bench;

import io.gongmail.demo.DemoPerson;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Who visits a server: certificate and key ready for use, and the password.
 *
 * @param name the folder's, for messages
 * @param address of the account; empty for who has none
 */
record Visitor(String name, SslContext tls, String address, String password) {
    /** @param anchor what the server's own certificate is verified against */
    static Visitor of(DemoPerson person, Path anchor) throws IOException {
        return new Visitor(
                person.name(),
                tls(person.certificate(), person.key(), anchor),
                person.address().orElse(""),
                person.password());
    }

    /** Somebody without an account, with {@code certificate} and {@code key} in PEM. */
    static Visitor stranger(String name, Path certificate, Path key, Path anchor) throws IOException {
        return new Visitor(name, tls(certificate, key, anchor), "", "");
    }

    private static SslContext tls(Path certificate, Path key, Path anchor) throws IOException {
        return SslContextBuilder.forClient()
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .keyManager(certificate.toFile(), key.toFile())
                .trustManager(anchor.toFile())
                .build();
    }
}
