package io.gongmail.connector;

import io.gongmail.connector.dialogue.Dialogue;
import io.gongmail.connector.dialogue.Dialogue.Outcome;
import io.gongmail.connector.dialogue.Dialogue.Protocol;
import io.gongmail.connector.dialogue.Side;
import io.gongmail.connector.dialogue.SignInRules;
import io.gongmail.connector.tls.ServerConnection;
import io.gongmail.connector.tls.ServerDoor;
import io.gongmail.connector.words.Saying;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a mail program, from its first octet to its last. */
final class Passage implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Passage.class);
    private static final int MOST_DROPPED = 256 * 1024;
    private static final int MOST_DROPPING_MILLIS = 2_000;

    private final Socket program;
    private final Protocol protocol;
    private final Shared shared;
    private final int serverPort;
    private volatile @Nullable ServerConnection server;
    private volatile Stage stage = Stage.SIGNING_IN;
    private volatile Instant since;
    private volatile boolean aborted;

    private enum Stage {
        SIGNING_IN,
        PASSING,
        ENDING
    }

    /** What all connections have in common. */
    record Shared(
            ServerDoor door,
            SignInRules rules,
            Announcements announcements,
            Limits limits,
            Clock clock,
            Executor pool) {}

    Passage(Socket program, Protocol protocol, int serverPort, Shared shared) {
        this.program = program;
        this.protocol = protocol;
        this.serverPort = serverPort;
        this.shared = shared;
        this.since = shared.clock().instant();
    }

    @Override
    public void run() {
        try (program) {
            program.setTcpNoDelay(true);
            through(Side.program(program.getInputStream(), program.getOutputStream()));
        } catch (IOException e) {
            LOG.debug("a connection ended: {}", e.toString());
        }
    }

    private void through(Side side) throws IOException {
        ServerConnection opened;
        try {
            opened = shared.door().open(serverPort);
        } catch (IOException e) {
            tell(side, Failure.opening(e, shared.rules().words()));
            return;
        }
        try (opened) {
            server = opened;
            if (aborted) {
                return;
            }
            opened.tls().setSoTimeout(0);
            talk(side, opened);
        }
    }

    private void talk(Side side, ServerConnection opened) throws IOException {
        Side far = Side.server(opened.tls().getInputStream(), opened.tls().getOutputStream());
        Dialogue dialogue = protocol.dialogue(shared.rules());
        try {
            if (dialogue.run(side, far) == Outcome.ENDED) {
                linger();
                return;
            }
        } catch (Side.TooLong e) {
            side.say(protocol.farewell(shared.rules().words().say(Saying.TOO_LONG), false));
            linger();
            return;
        } catch (Side.ServerLost e) {
            tell(side, Failure.talking(e, shared.rules().words()));
            return;
        }
        since = shared.clock().instant();
        stage = Stage.PASSING;
        new Passing(program, opened, () -> since = shared.clock().instant(), () -> stage = Stage.ENDING)
                .run(side.rest(), far.rest(), shared.pool());
    }

    private void tell(Side side, Failure failure) throws IOException {
        if (aborted) {
            return;
        }
        shared.announcements().tell(failure.why());
        side.say(protocol.farewell(failure.why(), failure.temporary()));
        linger();
    }

    /** Closing at once with octets unread would reset the connection before the program has read the last line. */
    private void linger() throws IOException {
        program.shutdownOutput();
        program.setSoTimeout(MOST_DROPPING_MILLIS);
        InputStream in = program.getInputStream();
        byte[] dropped = new byte[8 * 1024];
        int count = 0;
        for (int read = in.read(dropped); read >= 0 && count < MOST_DROPPED; read = in.read(dropped)) {
            count += read;
        }
    }

    /** Whether it has had its time at {@code now}. */
    boolean isOver(Instant now) {
        Duration limit = switch (stage) {
            case SIGNING_IN -> shared.limits().signIn();
            case PASSING -> shared.limits().idle();
            case ENDING -> shared.limits().ending();
        };
        return now.isAfter(since.plus(limit));
    }

    /** Ends it at once, from any thread. */
    void abort() {
        aborted = true;
        ServerConnection far = server;
        if (far != null) {
            far.abort();
        }
        try {
            program.close();
        } catch (IOException e) {
            LOG.debug("a connection did not close: {}", e.toString());
        }
    }
}
