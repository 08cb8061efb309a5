package io.gongmail.connector.tls;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** An open connection to the server, TLS on its transport. */
public final class ServerConnection implements Closeable {
    private final Socket transport;
    private final SSLSocket tls;

    ServerConnection(Socket transport, SSLSocket tls) {
        this.transport = transport;
        this.tls = tls;
    }

    public SSLSocket tls() {
        return tls;
    }

    /** With TLS's goodbye, which waits for a write that is under way. */
    @Override
    public void close() throws IOException {
        try {
            tls.close();
        } finally {
            transport.close();
        }
    }

    /** At once, from any thread. */
    public void abort() {
        try {
            transport.close();
        } catch (IOException e) {
            return; // it is gone either way
        }
    }
}
