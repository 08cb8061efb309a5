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
        SslContext tls = SslContextBuilder.forClient()
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .keyManager(person.certificate().toFile(), person.key().toFile())
                .trustManager(anchor.toFile())
                .build();
        return new Visitor(person.name(), tls, person.address().orElse(""), person.password());
    }
}
