package io.gongmail.server.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.james.protocols.api.ClientAuth;
import org.apache.james.protocols.netty.Encryption;

/**
 * What the mail servers ask for a TLS handler for each connection: by the keys and issuers that are in force at that moment,
 * see {@link TlsContexts#prepare}. Thread-safe; one for each listener.
 */
public final class TlsEncryption implements Encryption {
    private static final String[] AS_THE_CONTEXT_SAYS = {};

    private final Supplier<SslContext> context;
    private final Duration handshakeTimeout;
    private final Executor tasks;

    TlsEncryption(Supplier<SslContext> context, Duration handshakeTimeout, Executor tasks) {
        this.context = context;
        this.handshakeTimeout = handshakeTimeout;
        this.tasks = tasks;
    }

    @Override
    public SslHandler sslHandler() {
        SslHandler handler = context.get().newHandler(ByteBufAllocator.DEFAULT, tasks);
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
