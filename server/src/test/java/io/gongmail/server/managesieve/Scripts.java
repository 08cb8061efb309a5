package io.gongmail.server.managesieve;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.config.Doors;
import io.gongmail.server.config.ManageSieveConfig;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** ManageSieve under test, on the parts of the shared server, and connections to it. */
final class Scripts implements AutoCloseable {
    final TestServer server = TestServer.shared();
    final ManageSieveListener listener;

    private Scripts(ManageSieveConfig config) {
        listener = server.manageSieve(config);
        try {
            listener.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Scripts open() {
        return open(Duration.ofMinutes(30), Duration.ofMinutes(1));
    }

    static Scripts open(Duration idle, Duration timeToSignIn) {
        return new Scripts(new ManageSieveConfig(Doors.OPEN, "127.0.0.1", 0, 100, 100, idle, timeToSignIn));
    }

    int port() {
        return listener.port();
    }

    /** TLS at once, showing that certificate, or none. */
    Talk showing(@Nullable Issued certificate) throws IOException {
        return Talk.overTls(port(), server.authority().serverCa(), certificate);
    }

    /** Greeted. */
    Talk greeted(TestPerson person) throws IOException {
        Talk talk = showing(person.certificate());
        talk.answer();
        return talk;
    }

    /** Signed in. */
    Talk of(TestPerson person) throws IOException {
        Talk talk = greeted(person);
        talk.does("AUTHENTICATE \"PLAIN\" \"" + Talk.plain(person) + "\"", "OK");
        return talk;
    }

    @Override
    public void close() {
        listener.close();
    }
}
