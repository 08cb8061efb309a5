package io.gongmail.server.signin;

import static io.gongmail.server.signin.World.HONG;
import static io.gongmail.server.signin.World.KEY;
import static io.gongmail.server.signin.World.PERSON;
import static io.gongmail.server.signin.World.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.session.EndReason;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is said against somebody whose certificate and password were right. */
class AdmissionTest {
    private final World world = new World();

    @Test
    void itIsToldToThemAlone() {
        world.objection = Optional.of(EndReason.PLACE_HELD);
        assertThat(world.attempt("right")).isCompletedWithValue(new SignInOutcome.Refused("G-232", false));
        assertThat(world.attempt("wrong")).isCompletedWithValue(SignIn.REFUSED);
        CompletableFuture<SignInOutcome> another = world.attempt(verdict(KEY, PERSON), "kim@moe.example", "", "right");
        world.timer.runAll();
        assertThat(another).isCompletedWithValue(SignIn.REFUSED);
        world.objection = Optional.of(EndReason.SHARED);
        assertThat(world.attempt("right")).isCompletedWithValue(new SignInOutcome.Refused("G-233", true));
    }

    @Test
    void itStandsInTheTrailAndIsNoFailure() {
        world.objection = Optional.of(EndReason.SHARED);
        for (int i = 0; i < 50; i++) {
            world.attempt("right");
        }
        assertThat(world.records.audit).hasSize(50).allSatisfy(event -> {
            assertThat(event.code()).isEqualTo("sign-in.turned-away");
            assertThat(event.subject()).isEqualTo(HONG.toString());
            assertThat(event.facts()).containsEntry("reason", "G-233").containsEntry("listener", "imap");
        });
        world.objection = Optional.empty();
        assertThat(world.attempt("right").join()).isInstanceOf(SignInOutcome.Opened.class);
    }

    @Test
    void whoCannotBeJudgedIsRefused() {
        world.objection = null;
        assertThat(world.attempt("right")).isCompletedWithValue(SignIn.FAULT);
    }

    @Test
    void theOwnerOfACertificateThatFailsAgainAndAgainIsToldOnce() {
        for (int i = 0; i < Lockout.GUESSES - 1; i++) {
            world.attempt("wrong" + i);
        }
        assertThat(world.guessed).isEmpty();
        world.attempt("wrong and the last");
        world.attempt("wrong and too late");
        assertThat(world.guessed).containsExactly(HONG);
    }

    @Test
    void aCertificateThatIsNobodysAlarmsNobody() {
        for (int i = 0; i < Lockout.GUESSES; i++) {
            world.attempt(World.key(9), "guess" + i);
        }
        assertThat(world.guessed).isEmpty();
    }
}
