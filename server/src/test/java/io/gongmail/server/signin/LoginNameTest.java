package io.gongmail.server.signin;

import static io.gongmail.server.signin.World.HONG;
import static io.gongmail.server.signin.World.KEY;
import static io.gongmail.server.signin.World.PERSON;
import static io.gongmail.server.signin.World.address;
import static io.gongmail.server.signin.World.key;
import static io.gongmail.server.signin.World.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.BindingState;
import io.gongmail.store.registry.InternationalAddress;
import java.text.Normalizer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names with Korean letters (RFC 6531 §3.3, RFC 8265 §3.3) at sign-in: the account's own, and nobody else's. */
class LoginNameTest {
    private static final String NAME = "홍길동@moe.example";

    private final World world = new World();

    LoginNameTest() {
        world.records.names.put(InternationalAddress.parse(NAME).orElseThrow(), HONG);
        world.records.names.put(
                InternationalAddress.parse("홍길동@xn--9d0b002ajih.example").orElseThrow(), HONG);
    }

    private CompletableFuture<SignInOutcome> attempt(CertificateKey key, String login, String password) {
        CompletableFuture<SignInOutcome> outcome = world.attempt(verdict(key, PERSON), login, "", password);
        world.timer.runAll();
        return outcome;
    }

    @Test
    void anotherNameOfTheAccountOpensIt() {
        for (String login :
                List.of(NAME, Normalizer.normalize(NAME, Normalizer.Form.NFD), "홍길동@MOE.example", "홍길동@교육부.example")) {
            SignInOutcome outcome = attempt(KEY, login, "right").join();
            assertThat(outcome).as(login).isInstanceOf(SignInOutcome.Opened.class);
            assertThat(((SignInOutcome.Opened) outcome).signedIn().account().address())
                    .isEqualTo(HONG);
        }
        assertThat(world.attempt(verdict(KEY, PERSON), NAME, NAME, "right").join())
                .isInstanceOf(SignInOutcome.Opened.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "홍길순@moe.example",
                "홍길동@other.example",
                "홍길동",
                "@홍",
                "홍길동@",
                "홍길동@a..b",
                "hｏng@moe.example",
                "홍길동@moe.example ",
                "홍길동@moe.example@moe.example"
            })
    void aNameThatIsNobodysOpensNothing(String login) {
        assertThat(attempt(KEY, login, "right")).isCompletedWithValue(SignIn.REFUSED);
    }

    /** One answer: the name of another account, a wrong password, and a certificate of another. */
    @Test
    void whatDoesNotFitIsRefusedAlike() {
        world.records.names.put(
                InternationalAddress.parse("김민원@moe.example").orElseThrow(), Address.of("kim@moe.example"));
        assertThat(attempt(KEY, "김민원@moe.example", "right")).isCompletedWithValue(SignIn.REFUSED);
        assertThat(attempt(KEY, NAME, "wrong")).isCompletedWithValue(SignIn.REFUSED);
        assertThat(attempt(key(9), NAME, "right")).isCompletedWithValue(SignIn.REFUSED);
        world.records.bind(KEY, BindingState.SUSPENDED);
        assertThat(attempt(KEY, NAME, "right")).isCompletedWithValue(SignIn.REFUSED);
    }

    /** One timing: whether there is such a name or not, the answer is as late as a real check's. */
    @Test
    void anUnknownNameIsRefusedAsLateAsAKnownOne() {
        world.records.lookupTakes = 1_000;
        CompletableFuture<SignInOutcome> known = world.attempt(verdict(key(9), PERSON), NAME, "", "right");
        List<Long> first = List.copyOf(world.timer.delays());
        world.timer.clear();
        CompletableFuture<SignInOutcome> unknown =
                world.attempt(verdict(key(8), PERSON), "홍길순@moe.example", "", "right");
        assertThat(known).isNotDone();
        assertThat(unknown).isNotDone();
        assertThat(first).containsExactlyElementsOf(world.timer.delays());
        assertThat(first).contains(World.CHECK.toNanos() - 2_000);
        assertThat(world.hashing.checked).isZero();
    }

    @Test
    void aGuessByEitherNameIsOneGuess() {
        attempt(KEY, HONG.toString(), "yesterday");
        attempt(KEY, NAME, "yesterday");
        assertThat(world.hashing.checked).as("known to fail").isEqualTo(1);
        for (int guess = 1; guess < Lockout.GUESSES; guess++) {
            attempt(KEY, guess % 2 == 0 ? NAME : HONG.toString(), "wrong" + guess);
        }
        assertThat(attempt(KEY, NAME, "right")).isCompletedWithValue(SignIn.THROTTLED);
        assertThat(attempt(KEY, HONG.toString(), "right")).isCompletedWithValue(SignIn.THROTTLED);
    }

    @Test
    void manyGuessesAtOnePersonByBothNamesRaiseTheAlarmOfThatPerson() {
        for (int i = 1; i <= Lockout.ALARM; i++) {
            world.address = address("198.51.100." + i);
            attempt(key(1_000 + i), i % 2 == 0 ? NAME : HONG.toString(), "guess" + i);
        }
        assertThat(world.records.audit)
                .filteredOn(event -> event.code().equals("sign-in.alarm"))
                .extracting(AuditEvent::subject)
                .containsExactly(HONG.toString());
    }
}
