package io.gongmail.server.signin;

import static io.gongmail.server.signin.World.HONG;
import static io.gongmail.server.signin.World.KEY;
import static io.gongmail.server.signin.World.NOW;
import static io.gongmail.server.signin.World.PERSON;
import static io.gongmail.server.signin.World.key;
import static io.gongmail.server.signin.World.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.registry.BindingState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A password ends by its age, where there is one; and who is told. */
class PasswordAgeTest {
    private static final Duration AGE = Duration.ofDays(90);
    private static final Duration WARNING = Duration.ofDays(14);

    private final World world = new World(World.REMEMBERED, new PasswordPolicy(8, 0, AGE, WARNING));

    private void setBefore(Duration ago) {
        world.records.passwordSet = NOW.minus(ago);
    }

    private static Optional<Instant> told(CompletableFuture<SignInOutcome> outcome) {
        return ((SignInOutcome.Opened) outcome.join()).passwordEnds();
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, opens",
        "P75DT23H59M59.999S, opens",
        "P76D, warns",
        "P89DT23H59M59.999S, warns",
        "P90D, ends",
        "P4000D, ends",
        "P-1D, opens"
    })
    void byItsAge(Duration age, String expected) {
        setBefore(age);
        CompletableFuture<SignInOutcome> outcome = world.attempt("right");
        switch (expected) {
            case "opens" -> assertThat(told(outcome)).isEmpty();
            case "warns" -> assertThat(told(outcome)).contains(NOW.minus(age).plus(AGE));
            default -> assertThat(outcome).isCompletedWithValue(SignIn.PASSWORD_ENDED);
        }
        assertThat(SignIn.PASSWORD_ENDED).isEqualTo(new SignInOutcome.Refused("G-208", false));
    }

    @Test
    void withoutMaximumAgeItNeverEnds() {
        World ageless = new World(World.REMEMBERED, new PasswordPolicy(8, 0, Duration.ZERO, WARNING));
        ageless.records.passwordSet = Instant.EPOCH;
        assertThat(told(ageless.attempt("right"))).isEmpty();
    }

    @Test
    void whoHasNotTheRightPasswordIsNotToldThatItEnded() {
        setBefore(AGE);
        assertThat(world.attempt("wrong")).isCompletedWithValue(SignIn.REFUSED);
        for (CompletableFuture<SignInOutcome> outcome : List.of(
                world.attempt(key(9), "right"),
                world.attempt(verdict(KEY, PERSON), "kim@moe.example", "", "right"),
                world.attempt(verdict(KEY, World.AGENCY), HONG.toString(), "", "right"))) {
            world.timer.runAll();
            assertThat(outcome).isCompletedWithValue(SignIn.REFUSED);
        }
    }

    @Test
    void theTrailTellsWhy() {
        setBefore(AGE);
        world.attempt("right");
        assertThat(world.last().code()).isEqualTo("sign-in.refused");
        assertThat(world.last().subject()).isEqualTo(HONG.toString());
        assertThat(world.last().facts())
                .containsEntry("reason", "password-ended")
                .containsEntry("throttled", "no");
        setBefore(AGE.minusDays(1));
        world.attempt("right");
        assertThat(world.last().facts())
                .containsEntry("password-ends", NOW.plus(Duration.ofDays(1)).toString());
        setBefore(Duration.ZERO);
        world.attempt("right");
        assertThat(world.last().facts()).doesNotContainKey("password-ends");
    }

    @Test
    void anEndedPasswordIsNoFailedGuess() {
        setBefore(AGE);
        for (int i = 0; i < 2 * Lockout.FAILURES; i++) {
            assertThat(world.attempt("right")).isCompletedWithValue(SignIn.PASSWORD_ENDED);
        }
        world.records.passwordSet = NOW;
        assertThat(told(world.attempt("right"))).isEmpty();
    }

    @Test
    void anEndedPasswordForgivesTheGuessesBefore() {
        setBefore(AGE);
        for (int i = 1; i < Lockout.GUESSES; i++) {
            world.attempt("wrong" + i);
        }
        world.attempt("right");
        for (int i = 1; i < Lockout.GUESSES; i++) {
            assertThat(world.attempt("again" + i)).isCompletedWithValue(SignIn.REFUSED);
        }
    }

    /** It ends in the middle of the time for which it is remembered. */
    @Test
    void aRememberedPasswordEndsToo() {
        setBefore(AGE.minusSeconds(1));
        assertThat(told(world.attempt("right"))).isPresent();
        world.clock.turn(Duration.ofSeconds(1));
        assertThat(world.attempt("right")).isCompletedWithValue(SignIn.PASSWORD_ENDED);
        assertThat(world.hashing.checked).isEqualTo(1);
    }

    @Test
    void aRealCheckOfAnEndedOneGivesItsLengthToOtherAnswers() {
        setBefore(AGE);
        world.checkTakes = Duration.ofMillis(90).toNanos();
        for (int i = 0; i < 40; i++) {
            world.attempt("right");
            world.forget();
        }
        world.attempt(key(9), "right");
        assertThat(world.timer.delays()).containsExactly(world.checkTakes);
    }

    @Test
    void anEndedPasswordIsNotRefusedUntilItIsRecorded() {
        setBefore(AGE);
        CompletableFuture<Long> recording = new CompletableFuture<>();
        world.records.recording = recording;
        CompletableFuture<SignInOutcome> outcome = world.attempt("right");
        assertThat(outcome).isNotDone();
        recording.complete(1L);
        assertThat(outcome).isCompletedWithValue(SignIn.PASSWORD_ENDED);
    }

    @Test
    void aSecondCertificateMeetsTheSameEnd() {
        setBefore(AGE);
        world.records.bind(key(2), BindingState.ACTIVE);
        assertThat(world.attempt(key(2), "right")).isCompletedWithValue(SignIn.PASSWORD_ENDED);
    }
}
