package io.gongmail.server.signin;

import static io.gongmail.server.signin.PasswordDesk.GOOD;
import static io.gongmail.server.signin.PasswordDesk.HONG;
import static io.gongmail.server.signin.PasswordDesk.HONGS;
import static io.gongmail.server.signin.PasswordDesk.SET;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.possession.Challenge;
import io.gongmail.store.registry.AuditEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is needed beside the certificate, and which passwords are not taken again. */
class PasswordChangeTest {
    private final PasswordDesk desk = new PasswordDesk();

    @Test
    void noneOfTheLastPasswordsIsTakenAgain() {
        PasswordOutcome usedBefore = new PasswordOutcome.Refused("G-225", Map.of("history", "3"));
        assertThat(desk.set(desk.passwords.challenge(HONG), HONGS, "first one")).isEqualTo(SET);
        assertThat(desk.change("first one", "first one")).isEqualTo(usedBefore);
        assertThat(desk.change("first one", "second one")).isEqualTo(SET);
        assertThat(desk.change("second one", "third one")).isEqualTo(SET);
        assertThat(desk.change("third one", "first one")).isEqualTo(usedBefore);
        assertThat(desk.records.hashes).containsExactly(Map.entry(HONG, "phc of third one"));

        assertThat(desk.change("third one", "fourth one")).isEqualTo(SET);
        assertThat(desk.records.former.get(HONG)).containsExactly("phc of third one", "phc of second one");
        assertThat(desk.change("fourth one", "first one")).isEqualTo(SET);
        assertThat(desk.change("first one", "third one")).isEqualTo(usedBefore);
    }

    @Test
    void aRefusedPasswordEndsNoSession() {
        desk.set(desk.passwords.challenge(HONG), HONGS, GOOD);
        List<String> ended = new ArrayList<>();
        desk.register(HONG, ended);
        assertThat(desk.change(GOOD, GOOD)).isInstanceOf(PasswordOutcome.Refused.class);
        assertThat(desk.change("wrong", "another one")).isEqualTo(Passwords.NOT_PRESENT);
        assertThat(desk.set(desk.passwords.challenge(HONG), HONGS, "another one"))
                .isEqualTo(Passwords.PRESENT_NEEDED);
        assertThat(ended).isEmpty();
        assertThat(desk.change(GOOD, "another one")).isEqualTo(SET);
        assertThat(ended).hasSize(1);
    }

    /** Whoever has stolen a key file must not have the password with it. */
    @Test
    void theCertificateAloneReplacesNoPasswordThatCounts() {
        assertThat(desk.set(desk.passwords.challenge(HONG), HONGS, "first one")).isEqualTo(SET);
        assertThat(desk.set(desk.passwords.challenge(HONG), HONGS, "second one"))
                .isEqualTo(Passwords.PRESENT_NEEDED);
        assertThat(Passwords.PRESENT_NEEDED).isEqualTo(new PasswordOutcome.Refused("G-226"));
        assertThat(desk.records.hashes).containsExactly(Map.entry(HONG, "phc of first one"));
        assertThat(desk.records.proofs).containsExactly("certificate");
    }

    @Test
    void itReplacesOneThatHasEnded() {
        Passwords ageing = desk.passwords(new PasswordPolicy(8, 3, Duration.ofDays(90), Duration.ZERO));
        desk.records.hashes.put(HONG, "phc of first one");
        desk.clock.turn(Duration.ofDays(90).minusMillis(1));
        Challenge early = ageing.challenge(HONG);
        assertThat(ageing.set(early.nonce(), HONGS.sign(early), "second one".toCharArray()))
                .isEqualTo(Passwords.PRESENT_NEEDED);

        desk.clock.turn(Duration.ofMillis(1));

        Challenge late = ageing.challenge(HONG);
        assertThat(ageing.set(late.nonce(), HONGS.sign(late), "second one".toCharArray()))
                .isEqualTo(SET);
    }

    @Test
    void thePresentPasswordChangesIt() {
        desk.records.hashes.put(HONG, "phc of first one");
        assertThat(desk.change("first one", "second one")).isEqualTo(SET);
        assertThat(desk.records.hashes).containsExactly(Map.entry(HONG, "phc of second one"));
        assertThat(desk.records.proofs).containsExactly("certificate, password");
        assertThat(desk.records.audit).isEmpty();
    }

    @Test
    void whereThereIsNoneNoneIsNeeded() {
        assertThat(desk.change("whatever", "first one")).isEqualTo(SET);
    }

    @Test
    void whoDoesNotKnowThePresentOneChangesNothing() {
        desk.records.hashes.put(HONG, "phc of first one");
        assertThat(desk.change("guess", "second one")).isEqualTo(Passwords.NOT_PRESENT);
        assertThat(Passwords.NOT_PRESENT).isEqualTo(new PasswordOutcome.Refused("G-227"));
        assertThat(desk.records.hashes).containsExactly(Map.entry(HONG, "phc of first one"));
        assertThat(desk.records.audit)
                .containsExactly(new AuditEvent(
                        "password.refused",
                        HONG.toString(),
                        HONG.toString(),
                        Map.of(
                                "reason",
                                "wrong-password",
                                "certificate",
                                HONGS.key().certificateSha256(),
                                "throttled",
                                "no")));
    }

    @Test
    void guessesAtThePresentOneCloseTheCertificate() {
        desk.records.hashes.put(HONG, "phc of first one");
        for (int i = 0; i < Lockout.GUESSES; i++) {
            assertThat(desk.lockout.isClosed(HONGS.key())).isFalse();
            assertThat(desk.change("guess" + i, "second one")).isEqualTo(Passwords.NOT_PRESENT);
        }
        assertThat(desk.lockout.isClosed(HONGS.key())).isTrue();
        assertThat(desk.records.audit.get(9).facts()).containsEntry("throttled", "yes");
        assertThat(desk.hashing.verified).isEqualTo(Lockout.GUESSES);
        assertThat(desk.guessed)
                .as("its owner is told, once")
                .containsExactly(HONG + " command " + HONGS.key().certificateSha256());

        assertThat(desk.change("first one", "second one")).isEqualTo(Passwords.CLOSED);
        assertThat(Passwords.CLOSED).isEqualTo(new PasswordOutcome.Refused("G-203"));
        assertThat(desk.hashing.verified).isEqualTo(Lockout.GUESSES);
        desk.nanos += Lockout.WINDOW.toNanos();
        assertThat(desk.change("first one", "second one")).isEqualTo(SET);
    }

    @Test
    void theSameGuessAgainIsNotHashedAgain() {
        desk.records.hashes.put(HONG, "phc of first one");
        for (int i = 0; i < 20; i++) {
            assertThat(desk.change("yesterday", "second one")).isEqualTo(Passwords.NOT_PRESENT);
        }
        assertThat(desk.hashing.verified).isEqualTo(1);
        assertThat(desk.change("first one", "second one")).isEqualTo(SET);
    }

    @Test
    void aRefusalThatCannotBeRecordedIsOne() {
        desk.records.hashes.put(HONG, "phc of first one");
        desk.records.recording = CompletableFuture.failedFuture(new IllegalStateException("full"));
        assertThat(desk.change("guess", "second one")).isEqualTo(Passwords.NOT_PRESENT);
    }

    @Test
    void thePresentPasswordIsWipedToo() {
        desk.records.hashes.put(HONG, "phc of first one");
        for (String shown : List.of("first one", "guess")) {
            char[] present = shown.toCharArray();
            char[] password = "second one".toCharArray();
            Challenge challenge = desk.passwords.challenge(HONG);
            desk.passwords.change(challenge.nonce(), HONGS.sign(challenge), present, password);
            assertThat(present).containsOnly('\0');
            assertThat(password).containsOnly('\0');
        }
    }

    @Test
    void withoutHistoryEveryPasswordIsTakenAgainAndNothingIsKept() {
        Passwords forgetful = desk.passwords(new PasswordPolicy(8, 0));
        for (int i = 0; i < 3; i++) {
            desk.records.hashes.clear();
            Challenge challenge = forgetful.challenge(HONG);
            assertThat(forgetful.set(challenge.nonce(), HONGS.sign(challenge), GOOD.toCharArray()))
                    .isEqualTo(SET);
        }
        assertThat(desk.hashing.verified).isZero();
        assertThat(desk.records.former).containsExactly(Map.entry(HONG, List.of()));
    }

    /** The history is nobody's to ask but the owner's, and costs nobody else anything. */
    @Test
    void nothingIsHashedForWhoIsNotProven() {
        desk.records.hashes.put(HONG, "phc of " + GOOD);
        desk.records.bindings.clear();
        assertThat(desk.set(desk.passwords.challenge(HONG), HONGS, GOOD)).isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(desk.hashing.verified).isZero();
    }

    @Test
    void fewAreSetAtOnce() {
        List<PasswordOutcome> within = new ArrayList<>();
        desk.hashing.meanwhile = () -> {
            desk.hashing.meanwhile = () -> {
                desk.hashing.meanwhile = () -> {};
                within.add(desk.set(desk.passwords.challenge(HONG), HONGS, "third one"));
            };
            within.add(desk.set(desk.passwords.challenge(HONG), HONGS, "second one"));
        };

        assertThat(desk.set(desk.passwords.challenge(HONG), HONGS, "first one")).isEqualTo(SET);

        assertThat(within).containsExactly(Passwords.BUSY, SET);
        assertThat(Passwords.BUSY).isEqualTo(new PasswordOutcome.Refused("G-202"));
        assertThat(desk.change("first one", "fourth one")).isEqualTo(SET);
    }
}
