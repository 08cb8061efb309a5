package io.gongmail.server.testing;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.config.DataSize;
import io.gongmail.server.config.RefusalStyle;
import io.gongmail.server.config.SubmissionConfig;
import io.gongmail.server.imap.ImapListener;
import io.gongmail.server.smtp.SubmissionListener;
import io.gongmail.server.smtp.Submitters;
import io.gongmail.server.tls.ConnectionLimits;
import io.gongmail.server.tls.GatedPipeline;
import io.gongmail.server.tls.Judging;
import io.gongmail.server.tls.MailProtocol;
import io.gongmail.server.tls.TlsContexts;
import io.gongmail.server.tls.TlsContexts.Library;
import io.gongmail.server.tls.TlsEncryption;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A listener of the product on a real port, on the shared test server's parts, with TLS and judge made to order. */
public final class Door implements AutoCloseable {
    private final TestServer server = TestServer.shared();
    private final MailProtocol protocol;
    private final ConnectionLimits limits = new ConnectionLimits(1_000, 1_000);
    private final AutoCloseable listener;
    private final int port;
    private final LongSupplier behind;

    private Door(MailProtocol protocol, TlsEncryption tls, Judging judging) {
        this.protocol = protocol;
        GatedPipeline gate = server.gate(protocol, judging, limits);
        if (protocol == MailProtocol.IMAP) {
            ImapListener imap = started(server.imap(TestServer.imapConfig(), tls, gate));
            listener = imap;
            port = imap.port();
            behind = imap.counters()::connections;
        } else {
            SubmissionListener submission = server.submission(
                    submissionConfig(),
                    tls,
                    gate,
                    Submitters.people(server.registry().sentAs()),
                    server.signIn(),
                    server.mail().queueFactory());
            submission.start();
            listener = submission;
            port = submission.port();
            behind = () -> 0; // James counts no connections of SMTP that could be read
        }
    }

    /** As the product opens it, by the library given. */
    public static Door of(MailProtocol protocol, Library library) {
        return of(protocol, library, RefusalStyle.LINE, TestServer.shared().judging());
    }

    /** With all that can be chosen. */
    public static Door of(MailProtocol protocol, Library library, RefusalStyle style, Judging judging) {
        TlsContexts contexts = TestServer.shared().contexts(library);
        return new Door(
                protocol, style == RefusalStyle.LINE ? contexts.toldByLine() : contexts.toldByAlert(judging), judging);
    }

    /** As one listener among others, which have their TLS of {@code contexts} too. */
    public static Door among(TlsContexts contexts, MailProtocol protocol) {
        return new Door(protocol, contexts.toldByLine(), TestServer.shared().judging());
    }

    private static ImapListener started(ImapListener imap) {
        try {
            imap.start();
            return imap;
        } catch (Exception e) { // what James declares
            throw new IllegalStateException(e);
        }
    }

    private static SubmissionConfig submissionConfig() {
        return new SubmissionConfig(
                "127.0.0.1",
                0,
                1_000,
                1_000,
                12_288,
                DataSize.kibibytes(64),
                3,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5));
    }

    public int port() {
        return port;
    }

    public MailProtocol protocol() {
        return protocol;
    }

    /** What is counted in front of TLS. */
    public ConnectionLimits limits() {
        return limits;
    }

    /** What James counts behind the gate; IMAP's only. */
    public long behind() {
        return behind.getAsLong();
    }

    /** A connection showing that certificate, or none, its handshake done as far as the client can tell. */
    public SSLSocket connect(@Nullable Issued shown) throws IOException {
        return TestTls.connect(port, server.authority().serverCa(), shown);
    }

    /** How it greets who is let in. */
    public String greeting() {
        return protocol == MailProtocol.IMAP ? "* OK " : "220 ";
    }

    /** How it turns away for good. */
    public String refusal() {
        return protocol == MailProtocol.IMAP ? "* BYE [CONTACTADMIN] " : "554 5.7.1 ";
    }

    /** How a client says goodbye, with CRLF. */
    public String goodbye() {
        return protocol == MailProtocol.IMAP ? "a9 LOGOUT\r\n" : "quit\r\n";
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (Exception e) { // what James declares
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return protocol + " on port " + port;
    }
}
