package io.gongmail.server.signin;

import static io.gongmail.server.signin.World.CHECK;
import static io.gongmail.server.signin.World.HONG;
import static io.gongmail.server.signin.World.KEY;
import static io.gongmail.server.signin.World.PERSON;
import static io.gongmail.server.signin.World.address;
import static io.gongmail.server.signin.World.key;
import static io.gongmail.server.signin.World.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.StoreException;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.BindingState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is locked out by failures, and who never is. */
class LockoutTest {
    private static final String HERE = "203.0.113.7";
    private static final CertificateKey STRANGERS = key(900);

    private final World world = new World();

    private CompletableFuture<SignInOutcome> wrong(int number) {
        return world.attempt("wrong" + number);
    }

    private void wrong(int from, int to) {
        for (int i = from; i <= to; i++) {
            assertThat(wrong(i)).isCompletedWithValue(SignIn.REFUSED);
        }
    }

    private CompletableFuture<SignInOutcome> answered(CompletableFuture<SignInOutcome> outcome) {
        world.timer.runAll();
        return outcome;
    }

    private static void assertOpened(CompletableFuture<SignInOutcome> outcome) {
        assertThat(outcome.join()).isInstanceOf(SignInOutcome.Opened.class);
    }

    private void pass(Duration time) {
        world.nanos += time.toNanos();
    }

    @Test
    void tenDifferentGuessesCloseACertificateForAWhile() {
        wrong(1, 9);
        assertThat(world.records.audit)
                .allMatch(event -> event.facts().get("throttled").equals("no"));
        wrong(10, 10);
        assertThat(world.last().facts())
                .containsEntry("throttled", "yes")
                .containsEntry("network-throttled", "no")
                .containsEntry("address", HERE);
        long passed = 9 * CHECK.toNanos();

        assertThat(world.attempt("right")).isCompletedWithValue(SignIn.THROTTLED);
        assertThat(world.hashing.checked).isEqualTo(10);
        pass(Lockout.WINDOW.minusNanos(passed + 1));
        assertThat(world.attempt("right")).isCompletedWithValue(SignIn.THROTTLED);
        pass(Duration.ofNanos(1));
        assertOpened(world.attempt("right"));
    }

    @Test
    void aClockSetBackLengthensNothing() {
        wrong(1, 10);
        world.clock.turn(Duration.ofDays(-400));
        pass(Lockout.WINDOW);
        assertOpened(world.attempt("right"));
    }

    /** As mail programs do that are being set up, or still have the password of yesterday. */
    @Test
    void theSameWrongPasswordAgainAndAgainLocksNobodyOut() {
        for (int i = 0; i < 50; i++) {
            assertThat(answered(world.attempt("yesterday"))).isCompletedWithValue(SignIn.REFUSED);
        }
        assertOpened(world.attempt("right"));
    }

    @Test
    void whatFailedIsNotHashedAgainAndItsAnswerTakesAsLong() {
        world.attempt("yesterday");
        CompletableFuture<SignInOutcome> again = world.attempt("yesterday");
        assertThat(again).isNotDone();
        assertThat(world.timer.delays()).containsExactly(CHECK.toNanos());
        assertThat(answered(again)).isCompletedWithValue(SignIn.REFUSED);
        assertThat(world.hashing.checked).isEqualTo(1);
        assertThat(world.records.audit)
                .hasSize(2)
                .allMatch(event -> event.facts().get("reason").equals("wrong-password"));
    }

    @Test
    void whatFailedOnceMayBeThePasswordNow() {
        world.attempt("tomorrow");
        world.records.hashes.put(HONG, "phc of tomorrow");
        assertOpened(world.attempt("tomorrow"));
    }

    @Test
    void aProgramThatNeverGivesUpIsTurnedAwayInTheEnd() {
        for (int i = 0; i < Lockout.FAILURES; i++) {
            assertThat(answered(world.attempt("yesterday"))).isCompletedWithValue(SignIn.REFUSED);
        }
        assertThat(world.last().facts()).containsEntry("throttled", "yes");
        assertThat(world.attempt("yesterday")).isCompletedWithValue(SignIn.THROTTLED);
        assertThat(world.hashing.checked).isEqualTo(1);
    }

    /** A wrong name in three ways with one password, as programs guess at it, is three guesses. */
    @Test
    void theSameWrongNameCountsOnceToo() {
        for (int i = 0; i < 20; i++) {
            for (String login : List.of("hong", "hong@moe", "moe\\hong")) {
                assertThat(answered(world.attempt(verdict(KEY, PERSON), login, "", "right")))
                        .isCompletedWithValue(SignIn.REFUSED);
            }
        }
        assertOpened(world.attempt("right"));
    }

    @Test
    void differentNamesPasswordsAndIdentitiesAreDifferentGuesses() {
        for (int i = 1; i <= 3; i++) {
            answered(world.attempt(verdict(KEY, PERSON), "name" + i, "", "right"));
            answered(world.attempt(verdict(KEY, PERSON), "name", "", "right" + i));
            answered(world.attempt(verdict(KEY, PERSON), HONG.toString(), "id" + i, "right"));
        }
        assertThat(world.last().facts()).containsEntry("throttled", "no");
        answered(world.attempt(verdict(KEY, PERSON), "name", "", "right"));
        assertThat(world.last().facts()).containsEntry("throttled", "yes");
    }

    @Test
    void failuresWithOneCertificateLockNobodyElseOut() {
        for (int i = 0; i < 20; i++) {
            world.attempt(STRANGERS, "guess" + i);
        }

        assertOpened(world.attempt("right"));
        assertThat(world.attempt(STRANGERS, "guess")).isCompletedWithValue(SignIn.THROTTLED);
    }

    @Test
    void anotherCertificateOfTheSamePersonStaysOpen() {
        world.records.bind(key(2), BindingState.ACTIVE);
        wrong(1, 10);
        assertOpened(world.attempt(key(2), "right"));
    }

    @Test
    void aRightPasswordForgivesTheFailuresBefore() {
        wrong(1, 9);
        assertOpened(world.attempt("right"));

        wrong(11, 19);
        assertOpened(world.attempt("right"));
    }

    @Test
    void aBurstGetsNoMoreGuessesThanAreAllowed() {
        List<CompletableFuture<SignInOutcome>> burst = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            burst.add(world.begin(verdict(KEY, PERSON), HONG.toString(), "", ("guess" + i).toCharArray()));
        }
        world.threads.runAll();

        assertThat(world.hashing.checked).isEqualTo(Lockout.GUESSES);
        assertThat(burst.get(49)).isCompletedWithValue(SignIn.THROTTLED);
    }

    private void strangers(String address, int from, int to) {
        for (int i = from; i <= to; i++) {
            world.address = address(address);
            assertThat(answered(world.attempt(key(1_000 + i), "guess"))).isCompletedWithValue(SignIn.REFUSED);
        }
    }

    @Test
    void manyCertificatesOfNobodyCloseTheirNetworkToSuchOnesOnly() {
        strangers(HERE, 1, 19);
        assertThat(world.last().facts()).containsEntry("network-throttled", "no");
        strangers(HERE, 20, 20);
        assertThat(world.last().facts())
                .containsEntry("network-throttled", "yes")
                .containsEntry("throttled", "no");
        int audited = world.records.audit.size();

        assertThat(world.attempt(STRANGERS, "guess")).isCompletedWithValue(SignIn.THROTTLED);
        assertThat(world.records.audit).hasSize(audited);

        // Who is bound and behind the same address is not even slowed down, whether right or wrong.
        assertOpened(world.attempt("right"));
        assertThat(wrong(1)).isCompletedWithValue(SignIn.REFUSED);
        world.records.bind(key(2), BindingState.SUSPENDED);
        assertThat(answered(world.attempt(key(2), "right"))).isCompletedWithValue(SignIn.REFUSED);
        // And a stranger who has registered meanwhile is none.
        world.records.bind(key(1_001), BindingState.ACTIVE);
        assertOpened(world.attempt(key(1_001), "right"));
    }

    @Test
    void anotherNetworkStaysOpen() {
        strangers(HERE, 1, 20);
        strangers("203.0.113.8", 21, 22);
    }

    @Test
    void aNetworkOpensAgain() {
        strangers(HERE, 1, 20);
        pass(Lockout.WINDOW);
        strangers(HERE, 21, 21);
    }

    @Test
    void oneStrangerIsNotMany() {
        for (int i = 0; i < 9; i++) {
            assertThat(answered(world.attempt(STRANGERS, "guess" + i))).isCompletedWithValue(SignIn.REFUSED);
        }
        strangers(HERE, 1, 19);
        assertThat(world.last().facts()).containsEntry("network-throttled", "yes");
    }

    @Test
    void boundPeopleWhoMistypeCloseNoNetwork() {
        for (int i = 1; i <= 30; i++) {
            world.records.bind(key(2_000 + i), BindingState.ACTIVE);
            assertThat(world.attempt(key(2_000 + i), "wrong")).isCompletedWithValue(SignIn.REFUSED);
        }
        strangers(HERE, 1, 2);
    }

    private long alarms() {
        return world.records.audit.stream()
                .filter(event -> event.code().equals("sign-in.alarm"))
                .count();
    }

    @Test
    void manyGuessesAtOnePersonRaiseTheAlarmOnceAndLockNobodyOut() {
        for (int i = 1; i < Lockout.ALARM; i++) {
            world.address = address("198.51.100." + i);
            answered(world.attempt(key(1_000 + i), "guess" + i));
        }
        assertThat(alarms()).isZero();
        for (int i = 0; i < 10; i++) {
            world.address = address("192.0.2." + i);
            answered(world.attempt(key(2_000 + i), "more" + i));
        }

        assertThat(alarms()).isEqualTo(1);
        assertThat(world.records.audit)
                .filteredOn(event -> event.code().equals("sign-in.alarm"))
                .containsExactly(new AuditEvent(
                        "sign-in.alarm",
                        "sign-in",
                        HONG.toString(),
                        Map.of(
                                "reason",
                                "guesses-with-other-certificates",
                                "guesses",
                                "20",
                                "listener",
                                "imap",
                                "address",
                                "192.0.2.0")));
        world.address = address(HERE);
        assertOpened(world.attempt("right"));
    }

    @Test
    void onesOwnMistakesRaiseNone() {
        for (int i = 1; i <= 3; i++) {
            world.records.bind(key(2_000 + i), BindingState.ACTIVE);
            for (int guess = 1; guess < Lockout.GUESSES; guess++) {
                world.attempt(key(2_000 + i), "wrong" + i + guess);
            }
        }
        assertThat(alarms()).isZero();
    }

    @Test
    void aNameThatIsNoAddressRaisesNone() {
        for (int i = 1; i <= 40; i++) {
            world.address = address("198.51.100." + i);
            answered(world.attempt(verdict(key(1_000 + i), PERSON), "hong", "", "guess"));
        }
        assertThat(alarms()).isZero();
    }

    @Test
    void anAlarmThatCannotBeRecordedChangesNoAnswer() {
        for (int i = 1; i < Lockout.ALARM; i++) {
            world.address = address("198.51.100." + i);
            answered(world.attempt(key(1_000 + i), "guess" + i));
        }
        world.records.alarms =
                CompletableFuture.failedFuture(new StoreException(StoreException.Kind.FULL, "no room for the alarm"));
        world.address = address(HERE);
        assertThat(answered(world.attempt(STRANGERS, "guess"))).isCompletedWithValue(SignIn.REFUSED);
        assertThat(alarms()).isEqualTo(1);
    }
}
