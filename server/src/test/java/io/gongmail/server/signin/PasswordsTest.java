package io.gongmail.server.signin;

import static io.gongmail.server.signin.PasswordDesk.GOOD;
import static io.gongmail.server.signin.PasswordDesk.HONG;
import static io.gongmail.server.signin.PasswordDesk.HONGS;
import static io.gongmail.server.signin.PasswordDesk.KIM;
import static io.gongmail.server.signin.PasswordDesk.KIMS;
import static io.gongmail.server.signin.PasswordDesk.NOW;
import static io.gongmail.server.signin.PasswordDesk.SET;
import static io.gongmail.server.signin.PasswordDesk.TOO_SIMPLE;
import static io.gongmail.server.signin.PasswordDesk.VALIDITY;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.Purpose;
import io.gongmail.server.session.EndReason;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may set a password: the owner, by a challenge signed with the bound certificate. */
class PasswordsTest {
    private final PasswordDesk desk = new PasswordDesk();

    @Test
    void aChallengeIsForOnePurposeAccountHostAndTime() {
        Challenge challenge = desk.passwords.challenge(HONG);
        assertThat(challenge)
                .isEqualTo(new Challenge(
                        Purpose.SET_PASSWORD,
                        "hong@moe.example",
                        "mail.gongmail.example",
                        NOW.plus(VALIDITY),
                        challenge.nonce()));
        assertThat(desk.passwords.challenge(HONG).nonce()).isNotEqualTo(challenge.nonce());
    }

    @Test
    void theOwnerSetsItWithTheBoundCertificate() {
        assertThat(desk.set(desk.passwords.challenge(HONG), HONGS, GOOD)).isEqualTo(SET);
        assertThat(desk.records.hashes).containsExactly(Map.entry(HONG, "phc of " + GOOD));
        assertThat(desk.judged).containsExactly(new PeerCertificate(HONGS.certificate(), List.of()));
    }

    @Test
    void settingItEndsTheAccountsSessionsAndNoOthers() {
        List<String> ended = new ArrayList<>();
        desk.register(HONG, ended);
        desk.register(KIM, ended);

        desk.set(desk.passwords.challenge(HONG), HONGS, GOOD);

        assertThat(ended).containsExactly(HONG + " " + EndReason.PASSWORD_CHANGED);
    }

    @Test
    void aPasswordThatWillNotDoLeavesTheChallengeOpen() {
        Challenge challenge = desk.passwords.challenge(HONG);
        assertThat(desk.set(challenge, HONGS, "short")).isEqualTo(TOO_SIMPLE);
        assertThat(desk.set(challenge, HONGS, "password1")).isEqualTo(new PasswordOutcome.Refused("G-224"));
        assertThat(desk.set(challenge, HONGS, HONG.toString())).isEqualTo(TOO_SIMPLE);
        assertThat(desk.judged).isEmpty();
        assertThat(desk.set(challenge, HONGS, GOOD)).isEqualTo(SET);
    }

    @Test
    void aChallengeServesOnceWhateverCameOfIt() {
        Challenge done = desk.passwords.challenge(HONG);
        assertThat(desk.set(done, HONGS, GOOD)).isEqualTo(SET);
        assertThat(desk.set(done, HONGS, GOOD)).isEqualTo(OwnerProofs.NO_CHALLENGE);

        Challenge spoilt = desk.passwords.challenge(HONG);
        assertThat(desk.passwords.set(spoilt.nonce(), new byte[3], GOOD.toCharArray()))
                .isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(desk.set(spoilt, HONGS, GOOD)).isEqualTo(OwnerProofs.NO_CHALLENGE);
    }

    @Test
    void anInventedChallengeIsNone() {
        Challenge invented = Challenge.fresh(
                Purpose.SET_PASSWORD, HONG.toString(), "mail.gongmail.example", NOW.plus(VALIDITY), new SecureRandom());
        assertThat(desk.set(invented, HONGS, GOOD)).isEqualTo(OwnerProofs.NO_CHALLENGE);
        assertThat(OwnerProofs.NO_CHALLENGE).isEqualTo(new PasswordOutcome.Refused("G-223"));
    }

    @Test
    void aChallengeEndsWithItsTime() {
        Challenge inTime = desk.passwords.challenge(HONG);
        Challenge late = desk.passwords.challenge(HONG);
        desk.clock.turn(VALIDITY.minusSeconds(1));
        assertThat(desk.set(inTime, HONGS, GOOD)).isEqualTo(SET);
        desk.clock.turn(Duration.ofSeconds(1));
        assertThat(desk.set(late, HONGS, GOOD)).isEqualTo(OwnerProofs.NO_CHALLENGE);
    }

    @Test
    void aSignatureOverAnotherChallengeProvesNothing() {
        Challenge asked = desk.passwords.challenge(HONG);
        Challenge other = desk.passwords.challenge(KIM);
        assertThat(desk.passwords.set(asked.nonce(), HONGS.sign(other), GOOD.toCharArray()))
                .isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(desk.judged).isEmpty();
        assertThat(desk.records.hashes).isEmpty();
        assertThat(OwnerProofs.NOT_PROVEN).isEqualTo(new PasswordOutcome.Refused("G-222"));
    }

    @Test
    void whatTheJudgeRefusesSetsNothingAndTellsItsReason() {
        desk.verdict = new Verdict.Refused(RefusalReason.REVOKED, List.of());
        assertThat(desk.set(desk.passwords.challenge(HONG), HONGS, GOOD))
                .isEqualTo(new PasswordOutcome.Refused("G-104"));
        assertThat(desk.records.hashes).isEmpty();
    }

    @Test
    void aGoodCertificateOfSomebodyElseSetsNothing() {
        desk.verdict = new Verdict.Accepted(KIMS.key(), Set.of(), NOW.plusSeconds(60), World.ANCHOR);
        desk.records.bind(KIM, KIMS.key(), KIMS.key());
        assertThat(desk.set(desk.passwords.challenge(HONG), KIMS, GOOD)).isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(desk.records.hashes).isEmpty();
    }

    @Test
    void aCertificateThatIsNotBoundSetsNothing() {
        desk.records.bindings.clear();
        assertThat(desk.set(desk.passwords.challenge(HONG), HONGS, GOOD)).isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(desk.records.hashes).isEmpty();
    }

    /** A registry that finds by too little. */
    @Test
    void aBindingOfAnotherCertificateSetsNothing() {
        desk.records.bind(HONG, HONGS.key(), KIMS.key());
        assertThat(desk.set(desk.passwords.challenge(HONG), HONGS, GOOD)).isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(desk.records.hashes).isEmpty();
    }

    @Test
    void anAccountClosedMeanwhileGetsNoPassword() {
        List<String> ended = new ArrayList<>();
        desk.register(HONG, ended);
        desk.records.closed = true;
        assertThat(desk.set(desk.passwords.challenge(HONG), HONGS, GOOD)).isEqualTo(OwnerProofs.NOT_PROVEN);
        assertThat(ended).isEmpty();
    }

    @Test
    void thePasswordIsWipedWhateverComesOfIt() {
        for (String password : List.of(GOOD, "short")) {
            Challenge challenge = desk.passwords.challenge(HONG);
            char[] typed = password.toCharArray();
            desk.passwords.set(challenge.nonce(), HONGS.sign(challenge), typed);
            assertThat(typed).containsOnly('\0');
        }
        char[] typed = GOOD.toCharArray();
        desk.passwords.set("none", new byte[0], typed);
        assertThat(typed).containsOnly('\0');
    }

    @Test
    void theOldestOfTooManyChallengesGoes() {
        Challenge first = desk.passwords.challenge(HONG);
        Challenge second = desk.passwords.challenge(HONG);
        for (int i = 0; i < 998; i++) {
            desk.passwords.challenge(KIM);
        }
        assertThat(desk.set(first, HONGS, "short")).isEqualTo(TOO_SIMPLE);

        desk.passwords.challenge(KIM);

        assertThat(desk.set(first, HONGS, GOOD)).isEqualTo(OwnerProofs.NO_CHALLENGE);
        assertThat(desk.set(second, HONGS, GOOD)).isEqualTo(SET);
    }

    @Test
    void challengesThatAreOverMakeRoomForThoseThatAreNot() {
        for (int i = 0; i < 999; i++) {
            desk.passwords.challenge(KIM);
        }
        desk.clock.turn(VALIDITY);
        Challenge first = desk.passwords.challenge(HONG);
        for (int i = 0; i < 999; i++) {
            desk.passwords.challenge(KIM);
        }
        assertThat(desk.set(first, HONGS, "short")).isEqualTo(TOO_SIMPLE);
    }

    @Test
    void thePolicyIsToldToWhoAsks() {
        assertThat(desk.passwords.policy()).isEqualTo(new PasswordPolicy(8, 3));
        assertThat(desk.passwords.policy().end(NOW)).isEmpty();
    }
}
