package io.gongmail.server.directory;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.config.DirectoryConfig;
import io.gongmail.server.config.Doors;
import io.gongmail.server.config.PersonDetail;
import io.gongmail.server.config.Visibility;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.testing.TestTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A directory under test, on the parts of the shared server, and connections to it. */
final class Book implements AutoCloseable {
    static final String SUFFIX = "o=Government of Korea,c=KR";

    final TestServer server = TestServer.shared();
    private final DirectoryListener listener;

    private Book(DirectoryConfig config) {
        listener = server.directory(config);
        try {
            listener.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Book open() {
        return open(config(Visibility.ALL, EnumSet.allOf(PersonDetail.class), 500));
    }

    static Book open(DirectoryConfig config) {
        return new Book(config);
    }

    /** As in production, but always up to date. */
    static DirectoryConfig config(Visibility visibility, Set<PersonDetail> shows, int sizeLimit) {
        return config(visibility, shows, sizeLimit, Duration.ofMinutes(1));
    }

    static DirectoryConfig config(
            Visibility visibility, Set<PersonDetail> shows, int sizeLimit, Duration timeToSignIn) {
        return new DirectoryConfig(
                Doors.OPEN,
                "127.0.0.1",
                0,
                100,
                100,
                SUFFIX,
                visibility,
                shows,
                sizeLimit,
                Duration.ofSeconds(10),
                Duration.ZERO,
                Duration.ofMinutes(30),
                timeToSignIn);
    }

    int port() {
        return listener.port();
    }

    /** A connection showing that certificate, or none. */
    LDAPConnection showing(@Nullable Issued certificate) throws LDAPException {
        try {
            LDAPConnectionOptions options = new LDAPConnectionOptions();
            options.setResponseTimeoutMillis(30_000);
            options.setUseSynchronousMode(false);
            return new LDAPConnection(
                    TestTls.context(server.authority().serverCa(), certificate).getSocketFactory(),
                    options,
                    "127.0.0.1",
                    port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection of the person's, signed in. */
    LDAPConnection of(TestPerson person) throws LDAPException {
        LDAPConnection connection = showing(person.certificate());
        connection.bind(person.address(), person.password());
        return connection;
    }

    @Override
    public void close() {
        listener.close();
    }
}
