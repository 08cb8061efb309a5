package io.gongmail.server.smtp;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.config.DataSize;
import io.gongmail.server.config.SubmissionConfig;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.testing.TestTls;
import io.gongmail.server.tls.ConnectionLimits;
import io.gongmail.server.tls.MailProtocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The submission listener on a real port, on the parts of the shared test server, with a queue that the tests read. */
final class Submission implements AutoCloseable {
    static final String HOST = "mail." + TestServer.DOMAIN;
    static final int MESSAGE_SIZE = 64 * 1024;
    static final int MAX_RECIPIENTS = 3;
    static final int LINE_LENGTH = 12_288;

    /** Made when first asked for, and left to the end of the process. */
    private static final class Shared {
        static final Submission SUBMISSION = with(config(Duration.ofMinutes(5), Duration.ofMinutes(5)));
        static final Submission RELAY = new Submission(
                TestServer.shared(),
                config(Duration.ofMinutes(5), Duration.ofMinutes(5)),
                Submitters.systems(
                        TestServer.shared().registry().agencies()::find,
                        TestServer.shared().registry().accounts()::find),
                TestServer.shared().signIn());
    }

    private final TestServer server;
    private final SubmissionListener listener;
    private final Arrivals arrivals;

    private Submission(TestServer server, SubmissionConfig config, Submitters submitters, SignIn signIn) {
        this.server = server;
        this.arrivals = new Arrivals(server.mail().queueFactory());
        this.listener = server.submission(
                config,
                server.encryption(),
                server.gate(
                        MailProtocol.SMTP,
                        server.judging(),
                        new ConnectionLimits(config.maxSessions(), config.maxSessionsPerAddress())),
                submitters,
                signIn,
                arrivals.queues());
        listener.start();
    }

    static Submission shared() {
        return Shared.SUBMISSION;
    }

    /** The listener of agencies' systems. */
    static Submission relay() {
        return Shared.RELAY;
    }

    static Submission with(SubmissionConfig config) {
        return new Submission(
                TestServer.shared(),
                config,
                Submitters.people(TestServer.shared().registry().sentAs()),
                TestServer.shared().signIn());
    }

    static Submission with(SignIn signIn) {
        return new Submission(
                TestServer.shared(),
                config(Duration.ofMinutes(5), Duration.ofMinutes(5)),
                Submitters.people(TestServer.shared().registry().sentAs()),
                signIn);
    }

    static SubmissionConfig config(Duration idleTimeout, Duration timeToSignIn) {
        return new SubmissionConfig(
                "127.0.0.1",
                0,
                1_000,
                1_000,
                LINE_LENGTH,
                new DataSize(MESSAGE_SIZE),
                MAX_RECIPIENTS,
                idleTimeout,
                timeToSignIn);
    }

    int port() {
        return listener.port();
    }

    TestServer server() {
        return server;
    }

    /** What was queued, and what becomes of it. */
    Arrivals arrivals() {
        return arrivals;
    }

    /** A connection with the certificate {@code shown}, or none; nothing is read yet. */
    SmtpTalk connect(@Nullable Issued shown) {
        try {
            return new SmtpTalk(TestTls.connect(port(), server.authority().serverCa(), shown));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Greeted, and through with EHLO. */
    SmtpTalk greeted(Issued shown) {
        return connect(shown).says("220 ").ehlo();
    }

    /** Signed in with certificate and password. */
    SmtpTalk signedIn(TestPerson person) {
        return greeted(person.certificate())
                .authPlain(person.address(), person.password())
                .says("235 2.7.0");
    }

    @Override
    public void close() {
        listener.close();
        arrivals.close();
    }
}
