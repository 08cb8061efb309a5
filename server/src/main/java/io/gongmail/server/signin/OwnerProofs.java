package io.gongmail.server.signin;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.Proof;
import io.gongmail.pki.possession.Purpose;
import io.gongmail.pki.possession.SignedChallenge;
import io.gongmail.store.registry.Address;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Proof of an account's owner: a one-time challenge signed with a good certificate that is actively bound to the account.
 * Thread-safe; bounded.
 */
final class OwnerProofs {
    /** Not signed with a good certificate that is bound to this account. */
    static final PasswordOutcome NOT_PROVEN = new PasswordOutcome.Refused("G-222");
    /** Unknown, used already, or over. */
    static final PasswordOutcome NO_CHALLENGE = new PasswordOutcome.Refused("G-223");

    private static final int MOST_CHALLENGES = 1_000;

    private final PasswordRecords records;
    private final CertificateJudge judge;
    private final String host;
    private final Duration validity;
    private final Clock clock;
    private final SecureRandom random;
    private final SignedChallenge proofs;
    /** By one-time number, oldest first; when there are too many the oldest goes, which is over before the others. */
    private final Map<String, Challenge> open = new LinkedHashMap<>();

    OwnerProofs(
            PasswordRecords records,
            CertificateJudge judge,
            String host,
            Duration validity,
            Clock clock,
            SecureRandom random) {
        this.records = records;
        this.judge = judge;
        this.host = host;
        this.validity = validity;
        this.clock = clock;
        this.random = random;
        this.proofs = new SignedChallenge(clock);
    }

    /** Whether there is such an account is not told here. */
    Challenge challenge(Address account) {
        Challenge fresh = Challenge.fresh(
                Purpose.SET_PASSWORD, account.toString(), host, clock.instant().plus(validity), random);
        synchronized (open) {
            if (open.size() >= MOST_CHALLENGES) {
                Iterator<Challenge> oldest = open.values().iterator();
                oldest.next();
                oldest.remove();
            }
            open.put(fresh.nonce(), fresh);
        }
        return fresh;
    }

    /**
     * Checks a proof, and does what it was for. The challenge is used up, whatever comes of it, but for {@code wrong}.
     *
     * @param wrong what is wrong with that for such an account, so that the proof is not even looked at; quick
     * @param then what it was for, by account and certificate
     */
    PasswordOutcome with(
            String nonce,
            byte[] signed,
            Function<Address, Optional<PasswordOutcome.Refused>> wrong,
            BiFunction<Address, CertificateKey, PasswordOutcome> then) {
        Challenge challenge;
        Address account;
        synchronized (open) {
            challenge = open.get(nonce);
            if (challenge == null || challenge.isOver(clock.instant())) {
                open.remove(nonce);
                return NO_CHALLENGE;
            }
            account = Address.of(challenge.subject());
            Optional<PasswordOutcome.Refused> refused = wrong.apply(account);
            if (refused.isPresent()) {
                return refused.get();
            }
            // Taken while the lock is held: of two at once, one gets it.
            open.remove(nonce);
        }
        Optional<PeerCertificate> signer = proofs.verify(signed, challenge)
                .fold(proven -> Optional.of(proven.signer()), (Proof.Unproven unproven) -> Optional.empty());
        if (signer.isEmpty()) {
            return NOT_PROVEN;
        }
        return judge.judge(signer.get())
                .fold(
                        accepted -> isBound(accepted.key(), account) ? then.apply(account, accepted.key()) : NOT_PROVEN,
                        refused -> new PasswordOutcome.Refused(refused.reason().code(), refused.facts()));
    }

    private boolean isBound(CertificateKey certificate, Address account) {
        return records.active(certificate)
                .filter(binding ->
                        binding.account().equals(account) && binding.key().equals(certificate))
                .isPresent();
    }
}
