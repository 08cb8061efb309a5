package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.pki.demo.Issued;
import io.gongmail.server.config.RefusalStyle;
import io.gongmail.server.testing.Door;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.server.tls.Judging;
import io.gongmail.server.tls.MailProtocol;
import io.gongmail.server.tls.TlsContexts.Library;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is said to a certificate that does not pass the gate: one untagged BYE (RFC 9051 §7.1.5), and the end. */
@Tag("either-provider")
class RefusedCertificateTest {
    private static final Duration AFTER_THE_LISTS = Duration.ofDays(40);

    private final TestServer server = TestServer.shared();

    private DemoAuthority authority() {
        return server.authority();
    }

    private void isTold(@Nullable Issued shown, String line) {
        isTold(server.imap().port(), shown, line);
    }

    private static void isTold(int port, @Nullable Issued shown, String line) {
        try (ImapTalk imap = ImapTalk.showing(port, shown)) {
            // In the same breath as the handshake, and never heard.
            imap.hears("a1 CAPABILITY").says(line);
            assertThat(imap.answer()).hasSizeLessThanOrEqualTo(510).matches("\\p{ASCII}+");
            assertThat(imap.closes()).isEmpty();
        }
    }

    @Test
    void noneIsAskedFor() {
        isTold(null, "* BYE [CONTACTADMIN] certificate https://portal.example/ (G-101)");
    }

    @Test
    void anExpiredOneIsToldSinceWhen() throws GeneralSecurityException {
        Issued expired = authority().expired("교육부", "001만료001");
        String day = expired.certificate().getNotAfter().toInstant().toString().substring(0, 10);
        isTold(expired, "* BYE [CONTACTADMIN] expired on " + day + " https://portal.example/ (G-103)");
    }

    @Test
    void aRevokedOneIsToldSo() throws GeneralSecurityException {
        Issued revoked = authority().officialWithEcKey("교육부", "001폐지001");
        server.revoke(revoked.certificate());
        isTold(revoked, "* BYE [CONTACTADMIN] revoked (G-104)");
    }

    @Test
    void aForeignOneIsToldSo() throws GeneralSecurityException {
        isTold(authority().foreign("교육부", "001외부001"), "* BYE [CONTACTADMIN] (G-106)");
    }

    @Test
    void aStaleRevocationListIsATemporaryMatter() {
        Judging late = new Judging(
                server.judge(Clock.offset(Clock.systemUTC(), AFTER_THE_LISTS)), 1, 10, Duration.ofSeconds(10));
        TestPerson hong = server.person("hong");
        try (late;
                Door door = Door.of(MailProtocol.IMAP, Library.AUTO, RefusalStyle.LINE, late)) {
            isTold(door.port(), hong.certificate(), "* BYE [UNAVAILABLE] (G-152)");
        }
    }

    @Test
    void aFullQueueIsATemporaryMatterAndWhoWaitsInItGetsIn() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        CertificateJudge judge = server.judge(Clock.systemUTC());
        Judging one = new Judging(
                peer -> {
                    begun.countDown();
                    awaitQuietly(go);
                    return judge.judge(peer);
                },
                1,
                1,
                Duration.ofMinutes(2));
        TestPerson hong = server.person("hong");
        try (one;
                Door door = Door.of(MailProtocol.IMAP, Library.AUTO, RefusalStyle.LINE, one);
                ImapTalk judged = ImapTalk.showing(door.port(), hong.certificate())) {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            try (ImapTalk second = ImapTalk.showing(door.port(), hong.certificate());
                    ImapTalk third = ImapTalk.showing(door.port(), hong.certificate())) {
                // One of them waits and the other finds the queue full; which is which their handshakes decide.
                CompletableFuture<String> toSecond = firstLine(second);
                CompletableFuture<String> toThird = firstLine(third);
                assertThat(CompletableFuture.anyOf(toSecond, toThird).get(30, TimeUnit.SECONDS))
                        .asString()
                        .matches("\\* BYE \\[UNAVAILABLE] .*\\(G-153\\)");
                go.countDown();
                judged.says("* OK").does("a1 LOGIN " + hong.address() + " " + hong.password());
                ImapTalk waited = toSecond.get().startsWith("* BYE") ? third : second;
                assertThat((waited == second ? toSecond : toThird).get(30, TimeUnit.SECONDS))
                        .startsWith("* OK");
                waited.does("a1 LOGIN " + hong.address() + " " + hong.password());
            }
        } finally {
            go.countDown();
        }
    }

    private static CompletableFuture<String> firstLine(ImapTalk imap) {
        // Each on a thread of its own: of the common pool's there may be one, which then waits for the wrong one.
        return CompletableFuture.supplyAsync(() -> imap.says("*").answer(), reading -> {
            Thread thread = new Thread(reading, "first-line");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
