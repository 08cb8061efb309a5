package io.gongmail.server.signin;

import static io.gongmail.server.signin.World.HONG;
import static io.gongmail.server.signin.World.KEY;
import static io.gongmail.server.signin.World.ORIGIN;
import static io.gongmail.server.signin.World.PERSON;
import static io.gongmail.server.signin.World.key;
import static io.gongmail.server.signin.World.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is locked out by failures, and who never is. */
class LockoutTest {
    private final World world = new World();

    @Test
    void tenFailuresCloseACertificateForAWhile() {
        wrong(SignIn.FAILURES - 1);
        assertThat(world.records.audit)
                .allMatch(event -> event.facts().get("throttled").equals("no"));
        wrong(1);
        assertThat(world.records.audit.get(9).facts()).containsEntry("throttled", "yes");

        assertThat(world.attempt("right")).isCompletedWithValue(SignIn.THROTTLED);
        assertThat(world.hashing.checked).isEqualTo(10);
        world.clock.turn(SignIn.WINDOW.minusSeconds(1));
        assertThat(world.attempt("right")).isCompletedWithValue(SignIn.THROTTLED);
        world.clock.turn(Duration.ofSeconds(1));
        assertThat(world.attempt("right").join()).isInstanceOf(SignInOutcome.Opened.class);
    }

    @Test
    void failuresWithOneCertificateLockNobodyElseOut() {
        CertificateKey thief = key(2);
        for (int i = 0; i < 20; i++) {
            world.attempt(verdict(thief, PERSON), HONG.toString(), "", "guess");
        }

        assertThat(world.attempt("right").join()).isInstanceOf(SignInOutcome.Opened.class);
        assertThat(world.attempt(verdict(thief, PERSON), HONG.toString(), "", "guess"))
                .isCompletedWithValue(SignIn.THROTTLED);
    }

    @Test
    void aRightPasswordForgivesTheFailuresBefore() {
        wrong(SignIn.FAILURES - 1);
        assertThat(world.attempt("right").join()).isInstanceOf(SignInOutcome.Opened.class);

        wrong(SignIn.FAILURES - 1);
        assertThat(world.attempt("right").join()).isInstanceOf(SignInOutcome.Opened.class);
    }

    @Test
    void aBurstGetsNoMoreGuessesThanTheThrottleAllows() {
        List<CompletableFuture<SignInOutcome>> burst = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            burst.add(world.signIn
                    .attempt(verdict(KEY, PERSON), ORIGIN, HONG.toString(), "", "guess".toCharArray())
                    .toCompletableFuture());
        }
        world.threads.runAll();

        assertThat(world.hashing.checked).isEqualTo(SignIn.FAILURES);
        assertThat(burst.get(49)).isCompletedWithValue(SignIn.THROTTLED);
    }

    private void wrong(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(world.attempt("wrong")).isCompletedWithValue(SignIn.REFUSED);
        }
    }
}
