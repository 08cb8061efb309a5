package io.gongmail.server.signin;

import static io.gongmail.server.signin.World.ANCHOR;
import static io.gongmail.server.signin.World.HONG;
import static io.gongmail.server.signin.World.KEY;
import static io.gongmail.server.signin.World.NOW;
import static io.gongmail.server.signin.World.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.Verdict;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a certificate was used last is kept to the day, and costs no more than that. */
class LastUsesTest {
    private final World world = new World();

    @Test
    void theFirstSignInOfADayIsKeptAndTheOthersWriteNothing() {
        signIn();
        assertThat(world.records.uses).containsExactly(NOW);
        world.clock.turn(Duration.ofDays(1).minusMillis(1));
        signIn();
        assertThat(world.records.uses).containsExactly(NOW);
        world.clock.turn(Duration.ofMillis(1));
        signIn();
        assertThat(world.records.uses).containsExactly(NOW, NOW.plus(Duration.ofDays(1)));
    }

    private void signIn() {
        Verdict.Accepted verdict = new Verdict.Accepted(KEY, Set.of(PERSON), NOW.plus(Duration.ofDays(2)), ANCHOR);
        assertThat(world.attempt(verdict, HONG.toString(), "", "right"))
                .isCompletedWithValueMatching(SignInOutcome.Opened.class::isInstance);
    }

    @Test
    void whoDoesNotGetInHasUsedNothing() {
        world.attempt("wrong");
        assertThat(world.records.uses).isEmpty();
    }

    @Test
    void aSignInSucceedsWhereItCannotBeKept() {
        world.records.readOnly = true;
        assertThat(world.attempt("right")).isCompletedWithValueMatching(SignInOutcome.Opened.class::isInstance);
        world.records.readOnly = false;
        world.attempt("right");
        assertThat(world.records.uses).containsExactly(NOW);
    }
}
