package io.gongmail.server.signin;

import static io.gongmail.server.signin.World.HONG;
import static io.gongmail.server.signin.World.KEY;
import static io.gongmail.server.signin.World.PERSON;
import static io.gongmail.server.signin.World.key;
import static io.gongmail.server.signin.World.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.config.CertificateOnly;
import io.gongmail.server.session.Origin;
import io.gongmail.store.registry.AccountType;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sign-in by the certificate alone, where it suffices: on IMAP here, for an official. */
class AloneTest {
    private final World world = new World(
            World.REMEMBERED,
            new PasswordPolicy(8, 0, Duration.ofDays(90), Duration.ofDays(14)),
            Set.of(new CertificateOnly("imap", AccountType.OFFICIAL, Set.of())));

    private CompletableFuture<SignInOutcome> alone(int certificate, String listener, String identity) {
        CompletableFuture<SignInOutcome> outcome = world.signIn
                .attemptAlone(verdict(key(certificate), PERSON), new Origin(listener, world.address, ""), identity)
                .toCompletableFuture();
        world.threads.runAll();
        return outcome;
    }

    @ParameterizedTest
    @CsvSource({
        "1, imap, '', true",
        "1, imap, hong@moe.example, true",
        "1, imap, kim@moe.example, false",
        "1, imap, hong, false",
        "1, submission, '', false",
        "9, imap, '', false",
    })
    void whereItSufficesForWhom(int certificate, String listener, String identity, boolean opens) {
        CompletableFuture<SignInOutcome> outcome = alone(certificate, listener, identity);
        world.timer.runAll();
        if (opens) {
            assertThat(outcome.join()).isInstanceOf(SignInOutcome.Opened.class);
            assertThat(world.last().facts()).containsEntry("by", "certificate");
        } else {
            assertThat(outcome).isCompletedWithValue(SignIn.REFUSED);
        }
        assertThat(world.hashing.checked).isZero();
    }

    @Test
    void whereAPasswordIsNeededTheTrailSaysSo() {
        alone(1, "submission", "");
        assertThat(world.last().facts()).containsEntry("reason", "password-needed");
    }

    /** No password is asked for, so none can have ended; and none is remembered. */
    @Test
    void itHasNothingToDoWithThePassword() {
        world.records.hashes.clear();
        assertThat(((SignInOutcome.Opened) alone(1, "imap", "").join()).passwordEnds())
                .isEmpty();
        world.records.hashes.put(HONG, "phc of right");
        world.records.passwordSet = World.NOW.minus(Duration.ofDays(100));
        assertThat(alone(1, "imap", "").join()).isInstanceOf(SignInOutcome.Opened.class);
        assertThat(world.attempt("")).isCompletedWithValue(SignIn.REFUSED);
    }

    @Test
    void theSameRefusalAgainClosesNothingSoon() {
        for (int i = 0; i < 20; i++) {
            alone(1, "submission", "");
            world.timer.runAll();
        }
        assertThat(world.attempt(KEY, "right").join()).isInstanceOf(SignInOutcome.Opened.class);
    }

    @Test
    void whereItIsOffered() {
        assertThat(world.signIn.offersAlone(verdict(KEY, PERSON), "imap")).isTrue();
        assertThat(world.signIn.offersAlone(verdict(KEY, PERSON), "submission")).isFalse();
        assertThat(world.signIn.offersAlone(verdict(KEY, World.AGENCY), "imap")).isFalse();
    }
}
