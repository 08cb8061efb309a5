package io.gongmail.server.signin;

import static io.gongmail.server.signin.PasswordDesk.HONG;
import static io.gongmail.server.signin.PasswordDesk.KIM;
import static io.gongmail.server.signin.PasswordDesk.NOW;
import static io.gongmail.server.signin.PasswordDesk.SET;
import static io.gongmail.server.signin.PasswordDesk.TOO_SIMPLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.possession.Challenge;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.VerifiedPerson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A forgotten password is reset by the certificate and a new identity verification of the owner, both. */
class PasswordResetTest {
    private final PasswordDesk desk = new PasswordDesk();

    private static final String CI = "c1".repeat(32);

    private static VerifiedPerson person(String ci, Instant at) {
        return new VerifiedPerson("provider", "request", "홍길동", "mobile", "transaction 7", ci, at);
    }

    @BeforeEach
    void hongHasAppliedAndForgotten() {
        desk.records.owners.put(HONG, CI);
        desk.records.hashes.put(HONG, "phc of forgotten");
    }

    @Test
    void theOwnerVerifiedAnewResetsIt() {
        assertThat(desk.passwords.verified(HONG, person(CI, NOW))).isEmpty();
        assertThat(desk.reset("another one")).isEqualTo(SET);
        assertThat(desk.records.hashes).containsExactly(Map.entry(HONG, "phc of another one"));
        assertThat(desk.records.proofs).containsExactly("certificate, identity verification");
        assertThat(desk.records.audit)
                .containsExactly(new AuditEvent(
                        "password.owner-verified",
                        HONG.toString(),
                        HONG.toString(),
                        Map.of("provider", "provider", "transaction", "transaction 7")));
    }

    @Test
    void withoutAVerificationNothingIsReset() {
        assertThat(desk.reset("another one")).isEqualTo(VerifiedOwners.NOT_VERIFIED);
        assertThat(VerifiedOwners.NOT_VERIFIED).isEqualTo(new PasswordOutcome.Refused("G-228"));
        assertThat(desk.records.hashes).containsExactly(Map.entry(HONG, "phc of forgotten"));
        assertThat(desk.hashing.verified).isZero();
    }

    @Test
    void aVerificationIsNoCertificate() {
        desk.passwords.verified(HONG, person(CI, NOW));
        desk.records.bindings.clear();
        assertThat(desk.reset("another one")).isEqualTo(OwnerProofs.NOT_PROVEN);
        Challenge challenge = desk.passwords.challenge(HONG);
        assertThat(desk.passwords.reset(challenge.nonce(), new byte[3], "another one".toCharArray()))
                .isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(desk.records.hashes).containsExactly(Map.entry(HONG, "phc of forgotten"));
    }

    @Test
    void itCountsForOnePassword() {
        desk.passwords.verified(HONG, person(CI, NOW));
        assertThat(desk.reset("another one")).isEqualTo(SET);
        assertThat(desk.reset("a third one")).isEqualTo(VerifiedOwners.NOT_VERIFIED);
    }

    @Test
    void aPasswordThatIsRefusedLeavesIt() {
        desk.passwords.verified(HONG, person(CI, NOW));
        assertThat(desk.reset("short")).isEqualTo(TOO_SIMPLE);
        assertThat(desk.reset("forgotten")).isEqualTo(new PasswordOutcome.Refused("G-225", Map.of("history", "3")));
        assertThat(desk.reset("another one")).isEqualTo(SET);
    }

    @Test
    void anotherWayOfSettingItSpendsItToo() {
        desk.passwords.verified(HONG, person(CI, NOW));
        assertThat(desk.change("forgotten", "another one")).isEqualTo(SET);
        assertThat(desk.reset("a third one")).isEqualTo(VerifiedOwners.NOT_VERIFIED);
    }

    @ParameterizedTest
    @CsvSource({"-PT30M, true", "-PT30M0.001S, false", "PT0S, true", "PT2M, true", "PT2M0.001S, false"})
    void itCountsForHalfAnHour(Duration ago, boolean counts) {
        assertThat(desk.passwords.verified(HONG, person(CI, NOW.plus(ago))))
                .isEqualTo(counts ? Optional.empty() : Optional.of(VerifiedOwners.NOT_VERIFIED));
        assertThat(desk.reset("another one")).isEqualTo(counts ? SET : VerifiedOwners.NOT_VERIFIED);
    }

    @Test
    void itRunsOutWhileNothingHappens() {
        desk.passwords.verified(HONG, person(CI, NOW));
        desk.clock.turn(Duration.ofMinutes(30).plusMillis(1));
        assertThat(desk.reset("another one")).isEqualTo(VerifiedOwners.NOT_VERIFIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2c2"})
    void anotherPersonIsNotTheOwner(String ci) {
        assertThat(desk.passwords.verified(HONG, person(ci, NOW))).contains(VerifiedOwners.NOT_THE_OWNER);
        assertThat(VerifiedOwners.NOT_THE_OWNER).isEqualTo(new PasswordOutcome.Refused("G-229"));
        assertThat(desk.reset("another one")).isEqualTo(VerifiedOwners.NOT_VERIFIED);
        assertThat(desk.records.audit)
                .containsExactly(new AuditEvent(
                        "password.refused",
                        HONG.toString(),
                        HONG.toString(),
                        Map.of("reason", "verification", "code", "G-229")));
    }

    @Test
    void whereNobodyIsKnownToHaveAppliedNobodyIsTheOwner() {
        desk.records.owners.clear();
        assertThat(desk.passwords.verified(HONG, person(CI, NOW))).contains(VerifiedOwners.NOT_THE_OWNER);
        desk.records.owners.put(HONG, "");
        assertThat(desk.passwords.verified(HONG, person("", NOW))).contains(VerifiedOwners.NOT_THE_OWNER);
        assertThat(desk.reset("another one")).isEqualTo(VerifiedOwners.NOT_VERIFIED);
    }

    @Test
    void theVerificationOfOneOwnerIsNoOthers() {
        desk.records.owners.put(KIM, "c2".repeat(32));
        assertThat(desk.passwords.verified(KIM, person("c2".repeat(32), NOW))).isEmpty();
        assertThat(desk.reset("another one")).isEqualTo(VerifiedOwners.NOT_VERIFIED);
    }

    @Test
    void aWrongGuessBeforeHindersNoReset() {
        for (int i = 0; i < Lockout.GUESSES; i++) {
            desk.change("guess" + i, "another one");
        }
        desk.passwords.verified(HONG, person(CI, NOW));
        assertThat(desk.reset("another one")).isEqualTo(SET);
    }

    @Test
    void whereTheOwnerCannotBeVerifiedItIsTakenAwayAndTheCertificateSetsTheNext() {
        desk.records.owners.clear();
        List<String> ended = new ArrayList<>();
        desk.register(HONG, ended);
        assertThat(desk.passwords.clear(HONG, "administrator", "known in person"))
                .isEmpty();
        assertThat(desk.records.proofs).containsExactly("administrator: known in person");
        assertThat(ended).containsExactly(HONG + " PASSWORD_CHANGED");
        Challenge challenge = desk.passwords.challenge(HONG);
        assertThat(desk.set(challenge, PasswordDesk.HONGS, "forgotten"))
                .as("none of the last ones")
                .isInstanceOf(PasswordOutcome.Refused.class);
        assertThat(desk.set(desk.passwords.challenge(HONG), PasswordDesk.HONGS, "another one"))
                .isEqualTo(SET);
        desk.records.hashes.clear();
        assertThat(desk.passwords.clear(HONG, "administrator", "")).contains(new PasswordOutcome.Refused("G-258"));
    }

    @Test
    void whereTheOwnerCanBeVerifiedNobodyVouches() {
        assertThat(desk.passwords.clear(HONG, "administrator", "in a hurry"))
                .contains(new PasswordOutcome.Refused("G-257"));
        assertThat(desk.records.hashes).containsExactly(Map.entry(HONG, "phc of forgotten"));
    }
}
