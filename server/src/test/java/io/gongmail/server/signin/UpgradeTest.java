package io.gongmail.server.signin;

import static io.gongmail.server.signin.World.HONG;
import static io.gongmail.server.signin.World.KEY;
import static io.gongmail.server.signin.World.PERSON;
import static io.gongmail.server.signin.World.key;
import static io.gongmail.server.signin.World.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.registry.BindingState;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A password that was proven is stored anew, where what it costs to check has changed. */
class UpgradeTest {
    private final World world = new World();

    @BeforeEach
    void storeWithTheCostsOfYesterday() {
        world.records.hashes.put(HONG, "old phc of right");
    }

    private String stored() {
        return world.records.hashes.get(HONG);
    }

    @Test
    void aProvenPasswordIsStoredWithTodaysCosts() {
        assertThat(world.attempt("right").join()).isInstanceOf(SignInOutcome.Opened.class);
        assertThat(stored()).isEqualTo("phc of right");
        assertThat(world.attempt("right").join()).isInstanceOf(SignInOutcome.Opened.class);
        assertThat(world.hashing.hashed).isEqualTo(1);
    }

    @Test
    void whatIsStoredWithTodaysCostsStays() {
        world.records.hashes.put(HONG, "phc of right");
        world.attempt("right");
        assertThat(world.hashing.hashed).isZero();
    }

    @Test
    void aWrongPasswordIsNeverStored() {
        assertThat(world.attempt("wrong")).isCompletedWithValue(SignIn.REFUSED);
        assertThat(stored()).isEqualTo("old phc of right");
        assertThat(world.hashing.hashed).isZero();
    }

    @Test
    void theAnswerDoesNotWaitForIt() {
        CompletableFuture<SignInOutcome> outcome = begin("right");
        world.threads.runNext();

        assertThat(outcome.join()).isInstanceOf(SignInOutcome.Opened.class);
        assertThat(world.hashing.hashed).isZero();
        world.threads.runAll();
        assertThat(stored()).isEqualTo("phc of right");
    }

    @Test
    void aPasswordSetMeanwhileStays() {
        begin("right");
        world.threads.runNext();
        world.records.hashes.put(HONG, "phc of newer");
        world.threads.runAll();

        assertThat(world.hashing.hashed).isEqualTo(1);
        assertThat(stored()).isEqualTo("phc of newer");
    }

    @Test
    void aStoreThatCannotWriteKeepsNobodyOut() {
        world.records.readOnly = true;
        for (int i = 0; i <= Upgrades.MOST; i++) {
            assertThat(world.attempt("right").join()).isInstanceOf(SignInOutcome.Opened.class);
            world.forget();
        }
        // Each tried again: none that failed keeps its place.
        assertThat(world.hashing.hashed).isEqualTo(Upgrades.MOST + 1);
        assertThat(stored()).isEqualTo("old phc of right");
    }

    @Test
    void aFullQueueKeepsNobodyOutEither() {
        for (int i = 0; i <= Upgrades.MOST; i++) {
            CompletableFuture<SignInOutcome> outcome = begin("right");
            world.threads.full = true;
            world.threads.runAll();
            assertThat(outcome.join()).isInstanceOf(SignInOutcome.Opened.class);
            world.threads.full = false;
            world.forget();
        }
        assertThat(world.hashing.hashed).isZero();
        world.attempt("right");
        assertThat(stored()).isEqualTo("phc of right");
    }

    @Test
    void onlyAFewWaitAtOnce() {
        world.records.readOnly = true;
        for (int i = 0; i < Upgrades.MOST + 3; i++) {
            world.records.bind(key(100 + i), BindingState.ACTIVE);
            world.begin(verdict(key(100 + i), PERSON), HONG.toString(), "", "right".toCharArray());
        }
        for (int i = 0; i < Upgrades.MOST + 3; i++) {
            world.threads.runNext();
        }
        world.threads.runAll();
        assertThat(world.hashing.hashed).isEqualTo(Upgrades.MOST);
    }

    @Test
    void noCopyOfThePasswordIsLeft() {
        world.attempt("right");
        world.records.hashes.put(HONG, "old phc of right");
        world.forget();
        world.records.readOnly = true;
        world.attempt("right");

        assertThat(world.hashing.hashed).isEqualTo(2);
        assertThat(world.hashing.seen)
                .hasSize(4)
                .allSatisfy(password -> assertThat(password).hasSize(5).containsOnly('\0'));
    }

    private CompletableFuture<SignInOutcome> begin(String password) {
        return world.begin(verdict(KEY, PERSON), HONG.toString(), "", password.toCharArray());
    }
}
