package io.gongmail.server.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.apache.james.protocols.api.ClientAuth;
import org.apache.james.protocols.netty.Encryption;

/**
 * What the mail servers ask for a TLS handler for each connection. Replacing the context takes effect with the next
 * connection, without a restart. Thread-safe; one for each listener.
 */
public final class TlsEncryption implements Encryption {
    private static final String[] AS_THE_CONTEXT_SAYS = {};

    private volatile SslContext context;
    private final Duration handshakeTimeout;
    private final Executor tasks;

    TlsEncryption(SslContext context, Duration handshakeTimeout, Executor tasks) {
        this.context = context;
        this.handshakeTimeout = handshakeTimeout;
        this.tasks = tasks;
    }

    /** Uses the context of {@code other} from the next connection on. */
    public void replace(TlsEncryption other) {
        context = other.context;
    }

    @Override
    public SslHandler sslHandler() {
        SslHandler handler = context.newHandler(ByteBufAllocator.DEFAULT, tasks);
        handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
        // close_notify is sent, its answer is not awaited: a peer that is silent holds nothing.
        handler.setCloseNotifyReadTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeoutMillis(3_000);
        return handler;
    }

    @Override
    public boolean isStartTLS() {
        return false;
    }

    @Override
    public boolean supportsEncryption() {
        return true;
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return AS_THE_CONTEXT_SAYS.clone();
    }

    @Override
    public ClientAuth getClientAuth() {
        return ClientAuth.WANT;
    }
}
