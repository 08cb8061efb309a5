package io.gongmail.server.signin;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKeys;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.Verdict;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.Purpose;
import io.gongmail.pki.possession.SignedChallenge;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.BindingState;
import io.gongmail.store.registry.PasswordHashing;
import io.gongmail.store.registry.Registry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sets passwords: only the owner does, by signing a challenge with a certificate bound to the account. Thread-safe; calls
 * block while a password is hashed. Challenges under way, at most 1,000, are in memory and good once.
 */
public final class Passwords {
    private static final int MOST_UNDER_WAY = 1_000;

    private final Registry registry;
    private final CertificateJudge judge;
    private final PasswordHashing hashing;
    private final LiveSessions sessions;
    private final Rules rules;
    private final Clock clock;
    private final SecureRandom random;
    private final SignedChallenge proofs;
    private final Map<Address, Challenge> challenges = new LinkedHashMap<>();

    /**
     * @param host this server's name, as it stands in challenges
     * @param challengeValidity of a challenge
     * @param minimumLength in characters (NIST SP 800-63B §5.1.1.2: at least 8)
     */
    public record Rules(String host, Duration challengeValidity, int minimumLength) {}

    public Passwords(
            Registry registry,
            CertificateJudge judge,
            PasswordHashing hashing,
            LiveSessions sessions,
            Rules rules,
            Clock clock,
            SecureRandom random) {
        this.registry = registry;
        this.judge = judge;
        this.hashing = hashing;
        this.sessions = sessions;
        this.rules = rules;
        this.clock = clock;
        this.random = random;
        this.proofs = new SignedChallenge(clock);
    }

    /** A challenge to sign, whether or not there is such an account; the one before is void. */
    public Challenge challenge(Address address) {
        Challenge challenge = Challenge.fresh(
                Purpose.SET_PASSWORD,
                address.toString(),
                rules.host(),
                clock.instant().plus(rules.challengeValidity()),
                random);
        synchronized (challenges) {
            challenges.remove(address);
            challenges.put(address, challenge);
            if (challenges.size() > MOST_UNDER_WAY) {
                challenges.remove(challenges.keySet().iterator().next());
            }
        }
        return challenge;
    }

    /**
     * Sets the password of {@code address} and ends its sessions.
     *
     * @param signed the challenge given last, as CMS SignedData; it is spent by this call
     * @param password wiped before this returns
     * @return the code of a refusal; empty when it is set, durably
     */
    public Optional<String> set(Address address, byte[] signed, char[] password) {
        try {
            Challenge challenge;
            synchronized (challenges) {
                challenge = challenges.remove(address);
            }
            if (challenge == null || challenge.isOver(clock.instant())) {
                return Optional.of("G-223");
            }
            boolean owner = proofs.verify(signed, challenge)
                    .fold(proven -> isOwner(address, proven.signer()), unproven -> false);
            if (!owner) {
                return Optional.of("G-222");
            }
            if (isWeak(address, password)) {
                return Optional.of("G-221");
            }
            String phc = hashing.hash(password);
            if (!registry.accounts().setPasswordHash(address, phc, address.toString())) {
                return Optional.of("G-222");
            }
            sessions.endAccount(address, EndReason.PASSWORD_CHANGED);
            return Optional.empty();
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private boolean isOwner(Address address, PeerCertificate signer) {
        Optional<Account> account = registry.accounts().find(address);
        return account.filter(found -> found.state() == AccountState.ACTIVE).isPresent()
                && judge.judge(signer) instanceof Verdict.Accepted
                && registry.bindings()
                        .find(CertificateKeys.of(signer.leaf()))
                        .filter(binding -> binding.state() == BindingState.ACTIVE)
                        .filter(binding -> binding.account().equals(address))
                        .isPresent();
    }

    private boolean isWeak(Address address, char[] password) {
        String text = new String(password);
        return text.codePointCount(0, text.length()) < rules.minimumLength()
                || text.length() > PasswordHashing.LONGEST_PASSWORD
                || text.codePoints().distinct().count() < 3
                || text.equalsIgnoreCase(address.toString())
                || text.equalsIgnoreCase(address.localPart());
    }
}
