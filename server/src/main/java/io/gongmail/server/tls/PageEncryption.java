package io.gongmail.server.tls;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.JdkSslContext;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * TLS of one of the portal's doors, by the JDK's library, which its web server goes by. Keys are those in force when a
 * connection begins. Whoever uses it invalidates each session once the handshake is done, or a certificate's would be resumed
 * without the certificate. Thread-safe.
 */
public final class PageEncryption {
    private final Supplier<JdkSslContext> inForce;

    PageEncryption(Supplier<JdkSslContext> inForce) {
        this.inForce = inForce;
    }

    /** For one connection, the server's side. */
    public SSLEngine engine() {
        return inForce.get().newEngine(UnpooledByteBufAllocator.DEFAULT);
    }

    /** What engines are made of now. */
    public SSLContext context() {
        return inForce.get().context();
    }
}
