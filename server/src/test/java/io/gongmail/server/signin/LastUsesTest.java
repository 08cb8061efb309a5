package io.gongmail.server.signin;

import static io.gongmail.server.signin.World.ANCHOR;
import static io.gongmail.server.signin.World.HONG;
import static io.gongmail.server.signin.World.KEY;
import static io.gongmail.server.signin.World.NOW;
import static io.gongmail.server.signin.World.PERSON;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.Verdict;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When a certificate was used last is kept to the day, and costs no more than that. */
class LastUsesTest {
    private final World world = new World();

    @Test
    void theFirstSignInOfADayIsKeptAndTheOthersWriteNothing() {
        signIn();
        passTime();
        assertThat(world.records.uses).containsExactly(NOW);
        world.clock.turn(Duration.ofDays(1).minusMillis(1));
        signIn();
        passTime();
        assertThat(world.records.uses).containsExactly(NOW);
        world.clock.turn(Duration.ofMillis(1));
        signIn();
        passTime();
        assertThat(world.records.uses).containsExactly(NOW, NOW.plus(Duration.ofDays(1)));
    }

    private void signIn() {
        Verdict.Accepted verdict = new Verdict.Accepted(KEY, Set.of(PERSON), NOW.plus(Duration.ofDays(2)), ANCHOR);
        assertThat(world.attempt(verdict, HONG.toString(), "", "right"))
                .isCompletedWithValueMatching(SignInOutcome.Opened.class::isInstance);
    }

    private void passTime() {
        world.timer.runAll();
        world.threads.runAll();
    }

    @Test
    void whoDoesNotGetInHasUsedNothing() {
        world.attempt("wrong");
        passTime();
        assertThat(world.records.uses).isEmpty();
    }

    @Test
    void aSignInSucceedsWhereItCannotBeKept() {
        world.records.readOnly = true;
        assertThat(world.attempt("right")).isCompletedWithValueMatching(SignInOutcome.Opened.class::isInstance);
        passTime();
        world.records.readOnly = false;
        world.attempt("right");
        passTime();
        assertThat(world.records.uses).containsExactly(NOW);
    }

    @Test
    void thoseOfSomeSecondsAreWrittenTogetherAndAtMostAThousand() {
        LastUses uses = uses();
        for (int i = 0; i <= LastUses.MOST; i++) {
            uses.note(binding(i));
        }
        uses.note(binding(0));
        assertThat(world.timer.delays()).hasSize(1);
        passTime();
        assertThat(world.records.usedTogether).containsExactly(LastUses.MOST);
        uses.note(binding(LastUses.MOST));
        passTime();
        assertThat(world.records.usedTogether).containsExactly(LastUses.MOST, 1);
    }

    @Test
    void whatThreadsHadNoRoomForIsForgottenAndTheNextIsKept() {
        LastUses uses = uses();
        uses.note(binding(0));
        world.threads.full = true;
        world.timer.runAll();
        world.threads.full = false;
        uses.note(binding(1));
        passTime();
        assertThat(world.records.usedTogether).containsExactly(1);
    }

    private LastUses uses() {
        return new LastUses(world.records, world.threads, world.timer, world.clock);
    }

    private static Binding binding(int number) {
        return new Binding(
                new UUID(2, number), HONG, World.key(number + 1), "cn=hong", World.UNTIL, BindingState.ACTIVE, NOW, "");
    }
}
