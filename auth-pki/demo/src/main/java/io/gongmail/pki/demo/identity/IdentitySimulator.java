package io.gongmail.pki.demo.identity;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** The simulated provider, listening. Its protocol stands in the package's comment. Thread-safe. */
public final class IdentitySimulator implements AutoCloseable {

    private IdentitySimulator() {}

    /**
     * Listens at {@code address} until closed. The shared key is read from {@code keyFile}, which is made (0600) where it
     * is missing.
     */
    public static IdentitySimulator start(InetSocketAddress address, Path keyFile, Clock clock, SecureRandom random)
            throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** Where it listens: {@code http://127.0.0.1:PORT}, without a path. */
    public URI base() {
        throw new UnsupportedOperationException("being built");
    }

    /** Stops at once. */
    @Override
    public void close() {}
}
