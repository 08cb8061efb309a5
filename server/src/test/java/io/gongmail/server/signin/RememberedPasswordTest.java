package io.gongmail.server.signin;

import static io.gongmail.server.signin.World.AGENCY;
import static io.gongmail.server.signin.World.HONG;
import static io.gongmail.server.signin.World.KEY;
import static io.gongmail.server.signin.World.NOW;
import static io.gongmail.server.signin.World.PERSON;
import static io.gongmail.server.signin.World.UNTIL;
import static io.gongmail.server.signin.World.key;
import static io.gongmail.server.signin.World.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.session.EndReason;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import io.gongmail.store.registry.Role;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A password that was right lately is not hashed again; everything else of a sign-in is looked at as ever. */
class RememberedPasswordTest {
    private final World world = new World();

    @BeforeEach
    void signInOnce() {
        assertOpened(world.attempt("right"));
        assertThat(world.hashing.checked).isEqualTo(1);
    }

    private static void assertOpened(CompletableFuture<SignInOutcome> outcome) {
        assertThat(outcome.join()).isInstanceOf(SignInOutcome.Opened.class);
    }

    private void assertChecked(int times) {
        assertThat(world.hashing.checked).isEqualTo(1 + times);
    }

    @Test
    void theSecondTimeNothingIsHashed() {
        assertOpened(world.attempt("right"));
        assertChecked(0);
    }

    @Test
    void itIsAuditedEachTime() {
        world.attempt("right");
        assertThat(world.records.audit)
                .hasSize(2)
                .allMatch(event -> event.code().equals("sign-in.accepted")
                        && event.facts().get("by").equals("certificate, password"));
    }

    @Test
    void itEndsWithItsTimeHoweverOftenItServed() {
        world.nanos += World.REMEMBERED.toNanos() / 2;
        world.attempt("right");
        world.nanos += World.REMEMBERED.toNanos() / 2 - World.CHECK.toNanos();
        assertChecked(0);
        world.nanos += World.CHECK.toNanos();

        assertOpened(world.attempt("right"));
        assertChecked(1);
    }

    @Test
    void withoutTimeNothingIsRemembered() {
        World forgetful = new World(Duration.ZERO);
        assertOpened(forgetful.attempt("right"));
        assertOpened(forgetful.attempt("right"));
        assertThat(forgetful.hashing.checked).isEqualTo(2);
    }

    @Test
    void aWrongPasswordIsCheckedAndNotRemembered() {
        for (int i = 1; i <= 3; i++) {
            assertThat(world.attempt("wrong" + i)).isCompletedWithValue(SignIn.REFUSED);
            assertChecked(i);
        }
        assertOpened(world.attempt("right"));
        assertChecked(3);
    }

    @Test
    void aPrefixOrAnotherCaseIsWrong() {
        for (String near : new String[] {"righ", "right ", "Right", "", "r\0ght"}) {
            assertThat(world.attempt(near)).isCompletedWithValue(SignIn.REFUSED);
        }
        assertChecked(5);
    }

    @Test
    void anotherCertificateOfTheSamePersonIsCheckedForItself() {
        world.records.bind(key(2), BindingState.ACTIVE);
        assertOpened(world.attempt(key(2), "right"));
        assertChecked(1);
        assertOpened(world.attempt(key(2), "right"));
        assertOpened(world.attempt("right"));
        assertChecked(1);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("no binding", (Change) world -> world.records.bindings.clear()),
                Arguments.of("binding suspended", (Change) world -> world.records.bind(KEY, BindingState.SUSPENDED)),
                Arguments.of("binding revoked", (Change) world -> world.records.bind(KEY, BindingState.REVOKED)),
                Arguments.of("account suspended", (Change)
                        world -> world.records.open(AccountState.SUSPENDED, AccountType.OFFICIAL)),
                Arguments.of("account closed", (Change)
                        world -> world.records.open(AccountState.CLOSED, AccountType.OFFICIAL)),
                Arguments.of("another password", (Change) world -> world.records.hashes.put(HONG, "phc of newer")),
                Arguments.of("no password", (Change) world -> world.records.hashes.clear()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void itOpensNothingThatIsClosed(String what, Change change) {
        change.in(world);
        CompletableFuture<SignInOutcome> outcome = world.attempt("right");
        world.timer.runAll();
        assertThat(outcome).isCompletedWithValue(SignIn.REFUSED);
    }

    @Test
    void itOpensNothingForAnotherNameOrPolicy() {
        CompletableFuture<SignInOutcome> other = world.attempt(verdict(KEY, PERSON), "kim@moe.example", "", "right");
        CompletableFuture<SignInOutcome> policy = world.attempt(verdict(KEY, AGENCY), HONG.toString(), "", "right");
        world.timer.runAll();
        assertThat(other).isCompletedWithValue(SignIn.REFUSED);
        assertThat(policy).isCompletedWithValue(SignIn.REFUSED);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("the same password stored anew", (Change)
                        world -> world.records.hashes.put(HONG, "salted anew: phc of right")),
                Arguments.of("another role", (Change) world -> world.records.accounts.put(
                        HONG,
                        new Account(
                                HONG,
                                "홍길동",
                                AccountType.OFFICIAL,
                                "1342000",
                                Set.of(Role.REVIEWER),
                                AccountState.ACTIVE,
                                NOW))),
                Arguments.of("another address", (Change) world -> {
                    Address renamed = Address.of("gildong@moe.example");
                    world.records.accounts.put(
                            HONG,
                            new Account(
                                    renamed,
                                    "홍길동",
                                    AccountType.OFFICIAL,
                                    "1342000",
                                    Set.of(),
                                    AccountState.ACTIVE,
                                    NOW));
                }),
                Arguments.of("another binding", (Change) world -> world.records.bindings.put(
                        KEY, new Binding(new UUID(1, 2), HONG, KEY, "cn=hong", UNTIL, BindingState.ACTIVE, NOW, ""))),
                Arguments.of("a binding suspended and resumed", (Change) world -> world.records.bindings.put(
                        KEY,
                        new Binding(
                                new UUID(1, 1),
                                HONG,
                                KEY,
                                "cn=hong",
                                UNTIL,
                                BindingState.ACTIVE,
                                NOW.plusMillis(1),
                                ""))),
                Arguments.of("the account's sessions ended", (Change)
                        world -> world.sessions.endAccount(HONG, EndReason.ACCOUNT_CLOSED)),
                Arguments.of("the binding's sessions ended", (Change)
                        world -> world.sessions.endBinding(new UUID(1, 1), EndReason.BINDING_CLOSED)));
    }

    /** Open again, but the password is hashed once more. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aChangeEndsIt(String what, Change change) {
        change.in(world);
        String login = world.records.accounts.get(HONG).address().toString();

        assertOpened(world.attempt(verdict(KEY, PERSON), login, "", "right"));
        assertChecked(1);
        assertOpened(world.attempt(verdict(KEY, PERSON), login, "", "right"));
        assertChecked(1);
    }

    @Test
    void whatEndsSomebodyElsesSessionsDoesNot() {
        world.sessions.endAccount(Address.of("kim@moe.example"), EndReason.ACCOUNT_CLOSED);
        assertOpened(world.attempt("right"));
        assertChecked(0);
    }

    @Test
    void itIsNoWayRoundTheThrottle() {
        for (int i = 0; i < Lockout.GUESSES; i++) {
            world.attempt("wrong" + i);
        }
        assertThat(world.attempt("right")).isCompletedWithValue(SignIn.THROTTLED);
    }

    @Test
    void itIsNoWayRoundTheVerdict() {
        world.clock.turn(Duration.ofHours(8));
        assertThat(world.attempt("right")).isCompletedWithValue(SignIn.VERDICT_EXPIRED);
    }

    interface Change {
        void in(World world);
    }
}
