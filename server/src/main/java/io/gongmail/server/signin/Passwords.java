package io.gongmail.server.signin;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.Proof;
import io.gongmail.pki.possession.Purpose;
import io.gongmail.pki.possession.SignedChallenge;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.store.registry.Address;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Sets an account's password, by its owner, who signs a one-time challenge with the certificate bound to it. Thread-safe;
 * {@link #set} hashes and so takes its time: never call it on an event loop.
 */
public final class Passwords {
    /** Not signed with a good certificate that is bound to this account. */
    static final PasswordOutcome NOT_PROVEN = new PasswordOutcome.Refused("G-222");
    /** Unknown, used already, or over. */
    static final PasswordOutcome NO_CHALLENGE = new PasswordOutcome.Refused("G-223");

    /** Too many are being set at this moment. */
    static final PasswordOutcome BUSY = new PasswordOutcome.Refused("G-202");
    /** One of the account's last passwords. */
    static final String USED_BEFORE = "G-225";

    /** Each takes up to 25 hashes, one after the other. */
    private static final int SET_AT_ONCE = 2;

    private static final int MOST_CHALLENGES = 1_000;

    private final PasswordRecords records;
    private final CertificateJudge judge;
    private final Hashing hashing;
    private final PasswordPolicy policy;
    private final PasswordRules rules;
    private final LiveSessions sessions;
    private final String host;
    private final Duration validity;
    private final Clock clock;
    private final SecureRandom random;
    private final SignedChallenge proofs;
    private final Semaphore room = new Semaphore(SET_AT_ONCE);
    /** By one-time number, oldest first; when there are too many the oldest goes, which is over before the others. */
    private final Map<String, Challenge> open = new LinkedHashMap<>();

    /**
     * @param host this server's name, as it stands in challenges
     * @param validity of a challenge
     */
    public Passwords(
            PasswordRecords records,
            CertificateJudge judge,
            Hashing hashing,
            PasswordPolicy policy,
            LiveSessions sessions,
            String host,
            Duration validity,
            Clock clock,
            SecureRandom random) {
        this.records = records;
        this.judge = judge;
        this.hashing = hashing;
        this.policy = policy;
        this.rules = new PasswordRules(policy.minimum());
        this.sessions = sessions;
        this.host = host;
        this.validity = validity;
        this.clock = clock;
        this.random = random;
        this.proofs = new SignedChallenge(clock);
    }

    /** What a password must be, and how long it counts. */
    public PasswordPolicy policy() {
        return policy;
    }

    /** A challenge to sign; whether there is such an account is not told here. */
    public Challenge challenge(Address account) {
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
     * Sets the password of the account that the challenge was made for. The challenge is used up, whatever comes of it,
     * unless only the password would not do by itself.
     *
     * @param nonce the challenge's one-time number
     * @param signed the challenge, signed (CMS SignedData with its content inside)
     * @param password wiped before this returns
     */
    public PasswordOutcome set(String nonce, byte[] signed, char[] password) {
        try {
            return decide(nonce, signed, password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private PasswordOutcome decide(String nonce, byte[] signed, char[] password) {
        Challenge challenge;
        Address account;
        synchronized (open) {
            challenge = open.get(nonce);
            if (challenge == null || challenge.isOver(clock.instant())) {
                open.remove(nonce);
                return NO_CHALLENGE;
            }
            account = Address.of(challenge.subject());
            Optional<PasswordOutcome.Refused> wrong = rules.wrong(account, password);
            if (wrong.isPresent()) {
                return wrong.get();
            }
            // Taken while the lock is held: of two at once, one gets it.
            open.remove(nonce);
        }
        @Nullable
        PeerCertificate signer = proofs.verify(signed, challenge)
                .fold(
                        proven -> Optional.of(proven.signer()),
                        (Proof.Unproven unproven) -> Optional.<PeerCertificate>empty())
                .orElse(null);
        if (signer == null) {
            return NOT_PROVEN;
        }
        return judge.judge(signer)
                .fold(
                        accepted -> setFor(account, accepted, password),
                        refused -> new PasswordOutcome.Refused(refused.reason().code(), refused.facts()));
    }

    private PasswordOutcome setFor(Address account, Verdict.Accepted accepted, char[] password) {
        boolean bound = records.active(accepted.key())
                .filter(binding ->
                        binding.account().equals(account) && binding.key().equals(accepted.key()))
                .isPresent();
        if (!bound) {
            return NOT_PROVEN;
        }
        if (!room.tryAcquire()) {
            return BUSY;
        }
        try {
            return setProven(account, password);
        } finally {
            room.release();
        }
    }

    /** Hashes once for each password that must not be taken again, and once more. */
    private PasswordOutcome setProven(Address account, char[] password) {
        if (policy.history() > 0
                && records.last(account, policy.history()).stream().anyMatch(phc -> hashing.verify(phc, password))) {
            return new PasswordOutcome.Refused(USED_BEFORE, Map.of("history", Integer.toString(policy.history())));
        }
        if (!records.set(account, hashing.hash(password), Math.max(0, policy.history() - 1))) {
            return NOT_PROVEN;
        }
        sessions.endAccount(account, EndReason.PASSWORD_CHANGED);
        return new PasswordOutcome.Set();
    }
}
