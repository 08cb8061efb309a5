package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.demo.DemoAuthority;
import io.gongmail.server.session.Admission;
import io.gongmail.server.signin.Hashing;
import io.gongmail.server.signin.PasswordPolicy;
import io.gongmail.server.signin.Policies;
import io.gongmail.server.signin.SignIn;
import io.gongmail.server.signin.SignInRecords;
import io.gongmail.server.signin.SignInRules;
import io.gongmail.server.testing.TestPerson;
import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Argon2Parameters;
import io.gongmail.store.registry.PasswordHashing;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a mail program hears of a password that ends, or has ended. */
class PasswordAgeTest {
    private final TestServer server = TestServer.shared();
    private final TestPerson hong = server.person("hong");
    private final ThreadPoolExecutor threads = SignIn.threads(1, 10);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        timer.shutdownNow();
    }

    private ImapListener listener(Duration maximumAge, Duration warning) throws Exception {
        SecureRandom random = new SecureRandom();
        SignIn signIn = new SignIn(
                SignInRecords.of(server.registry()),
                new Policies(Set.of(new PolicyOid(DemoAuthority.OFFICIAL)), Set.of(), Set.of(), Set.of()),
                new SignInRules(Duration.ofMinutes(5), 1_000, new PasswordPolicy(8, 0, maximumAge, warning)),
                Hashing.of(new PasswordHashing(random, new Argon2Parameters(64, 1, 1))),
                Duration.ofMillis(1),
                server.sessions(),
                Admission.ALL,
                threads,
                timer,
                Clock.systemUTC(),
                System::nanoTime,
                random);
        ImapListener listener = server.imap(TestServer.imapConfig(), signIn);
        listener.start();
        return listener;
    }

    private ImapTalk talk(ImapListener listener) {
        return ImapTalk.showing(listener.port(), hong.certificate()).says("* OK");
    }

    @Test
    void anAlertOnceADayBeforeItEnds() throws Exception {
        try (ImapListener listener = listener(Duration.ofDays(10), Duration.ofDays(14))) {
            String end = LocalDate.ofInstant(
                            server.registry()
                                    .accounts()
                                    .password(Address.of(hong.address()))
                                    .orElseThrow()
                                    .since()
                                    .plus(Duration.ofDays(10)),
                            ZoneOffset.UTC)
                    .toString();
            try (ImapTalk imap = talk(listener)) {
                imap.hears("a1 LOGIN " + hong.address() + " " + hong.password())
                        .says("* OK [ALERT] your password ends on " + end + "; set a new one (G-209)")
                        .says("a1 OK LOGIN completed.");
            }
            try (ImapTalk imap = talk(listener)) {
                imap.hears("a1 LOGIN " + hong.address() + " " + hong.password()).says("a1 OK LOGIN completed.");
                assertThat(imap.told()).isEmpty();
            }
        }
    }

    @Test
    void noAlertWhileItIsFar() throws Exception {
        try (ImapListener listener = listener(Duration.ofDays(90), Duration.ofDays(14));
                ImapTalk imap = talk(listener)) {
            imap.hears("a1 LOGIN " + hong.address() + " " + hong.password()).says("a1 OK LOGIN completed.");
            assertThat(imap.told()).isEmpty();
        }
    }

    @Test
    void whoseHasEndedIsToldSoAndOpensNothing() throws Exception {
        try (ImapListener listener = listener(Duration.ofNanos(1), Duration.ZERO);
                ImapTalk imap = talk(listener)) {
            imap.hears("a1 LOGIN " + hong.address() + " " + hong.password()).says("a1 NO [EXPIRED] (G-208)");
            imap.hears("a2 SELECT INBOX").says("a2 NO");
            imap.hears("a3 LOGIN " + hong.address() + " wrong").says("a3 NO [AUTHENTICATIONFAILED] (G-201)");
        }
    }
}
