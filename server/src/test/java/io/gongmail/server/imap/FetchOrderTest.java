package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.tls.ConnectionLimits;
import io.gongmail.server.tls.MailProtocol;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The octets of an answer to FETCH come in their order, however fast it was made. */
class FetchOrderTest {
    private static final String MESSAGE = "From: <kim@moe.example>\r\nSubject: x\r\n\r\nbody\r\n";

    private final TestServer server = TestServer.shared();

    /**
     * Workers so fast that a command is done before the event loop, which asked for it, goes on: what the worker has written
     * then waits in the loop's queue behind what the loop writes itself.
     */
    @Test
    void aFetchDoneAtOnceIsAnsweredInOrder() throws Exception {
        TestPerson hong = server.person("hong");
        try (ImapTalk imap = ImapTalk.signedIn(hong)) {
            imap.appends("INBOX", MESSAGE);
        }
        ExecutorService threads = Executors.newCachedThreadPool();
        Scheduler atOnce = Schedulers.fromExecutor(work -> finish(threads, work));
        try (ImapListener listener = listener(atOnce)) {
            listener.start();
            try (ImapTalk imap =
                    ImapTalk.showing(listener.port(), hong.certificate()).says("* OK")) {
                imap.does("a1 LOGIN " + hong.address() + " " + hong.password());
                imap.does("a2 SELECT INBOX");
                for (int i = 0; i < 20; i++) {
                    imap.does("a3 FETCH 1 (UID BODY.PEEK[])");
                    assertThat(imap.told())
                            .containsExactly("* 1 FETCH (UID 1 BODY[] {" + MESSAGE.length() + "}\r\n" + MESSAGE + ")");
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private ImapListener listener(Scheduler workers) {
        return new ImapListener(
                TestServer.imapConfig(),
                "mail." + TestServer.DOMAIN,
                server.encryption(),
                server.gate(MailProtocol.IMAP, server.judging(), new ConnectionLimits(10, 10)),
                server.signIn(),
                server.sessions(),
                server.mail().mailboxManager(),
                server.mail().subscriptionManager(),
                server.mail().eventBus(),
                server.mail().reader(),
                server.mail().accountQuotas(),
                server.mail().uses(),
                server.mail().metadata(),
                SharingRecords.of(server.registry()),
                server.spool(),
                server.words(),
                Clock.systemUTC(),
                workers);
    }

    /** Done when this returns. */
    private static void finish(ExecutorService threads, Runnable work) {
        try {
            threads.submit(work).get(1, TimeUnit.MINUTES);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
