package io.gongmail.server.signin;

import static io.gongmail.server.signin.World.CHECK;
import static io.gongmail.server.signin.World.HONG;
import static io.gongmail.server.signin.World.PERSON;
import static io.gongmail.server.signin.World.address;
import static io.gongmail.server.signin.World.key;
import static io.gongmail.server.signin.World.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.registry.BindingState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One answer, one timing: what is refused without a check takes as long as a recent real one. */
class TimingTest {
    private final World world = new World();

    @Test
    void answersWithoutACheckAsLateAsWithOne() {
        world.records.bindings.clear();
        world.records.lookupTakes = 1_000;

        CompletableFuture<SignInOutcome> outcome = world.attempt("right");

        assertThat(outcome).isNotDone();
        assertThat(world.timer.delays()).contains(CHECK.toNanos() - 1_000);
        world.timer.runAll();
        assertThat(outcome).isCompletedWithValue(SignIn.REFUSED);
    }

    @Test
    void answersAtOnceWhenTheLookUpsTookLongerThanACheck() {
        world.records.bindings.clear();
        world.records.lookupTakes = CHECK.toNanos();

        assertThat(world.attempt("right")).isCompletedWithValue(SignIn.REFUSED);
    }

    @Test
    void theLengthsOfBothAnswersAreDistributedAlike() {
        Random spread = new Random(7);
        List<Long> real = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            world.checkTakes = Duration.ofMillis(30).toNanos() + spread.nextInt(20_000_000);
            CertificateKey key = key(1_000 + i);
            world.records.bind(key, BindingState.ACTIVE);
            long before = world.nanos;
            world.attempt(verdict(key, PERSON), HONG.toString(), "", "wrong");
            real.add(world.nanos - before);
        }
        List<Long> without = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            world.timer.clear();
            world.address = address("198.51.100." + i);
            world.attempt(verdict(key(5_000 + i), PERSON), HONG.toString(), "", "wrong");
            without.add(world.timer.delays().get(0));
        }

        assertThat(average(without)).isBetween(average(real) * 0.9, average(real) * 1.1);
        assertThat(without.stream().distinct().count()).isGreaterThan(20);
        assertThat(without).allMatch(length -> length >= 30_000_000 && length < 50_000_000);
    }

    private static double average(List<Long> lengths) {
        return lengths.stream().mapToLong(Long::longValue).average().orElseThrow();
    }

    @Test
    void aRightPasswordIsARealCheckToo() {
        world.checkTakes = Duration.ofMillis(90).toNanos();
        for (int i = 0; i < 40; i++) {
            world.attempt("right");
            world.forget();
        }
        world.records.bindings.clear();

        world.attempt("right");

        assertThat(world.timer.delays()).contains(world.checkTakes);
    }

    @Test
    void aRememberedPasswordIsNoRealCheck() {
        world.attempt("right");
        for (int i = 0; i < 40; i++) {
            world.attempt("right");
        }
        assertThat(world.hashing.checked).isEqualTo(1);

        for (int i = 0; i < 40; i++) {
            world.timer.clear();
            world.address = address("198.51.100." + i);
            world.attempt(key(100 + i), "right");
            assertThat(world.timer.delays()).containsExactly(CHECK.toNanos());
        }
    }

    @Test
    void aWrongPasswordWhereTheRightOneIsRememberedTakesARealCheck() {
        world.attempt("right");
        long before = world.nanos;

        assertThat(world.attempt("wrong")).isCompletedWithValue(SignIn.REFUSED);

        assertThat(world.nanos - before).isEqualTo(CHECK.toNanos());
    }
}
