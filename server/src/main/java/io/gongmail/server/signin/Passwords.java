package io.gongmail.server.signin;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.server.session.Admission;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.session.Origin;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.StoredPassword;
import io.gongmail.store.registry.VerifiedPerson;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets an account's password, by its owner, who signs a one-time challenge with the certificate bound to it. The certificate
 * is enough for the first password and for one that has ended; else whoever has stolen a key file would have the password
 * too. Then the present one is needed as well, or, where it is forgotten, a new identity verification of the owner.
 * Thread-safe; setting hashes and so takes its time: never do it on an event
 * loop.
 */
public final class Passwords {
    private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);

    /** Too many are being set at this moment. */
    static final PasswordOutcome BUSY = new PasswordOutcome.Refused("G-202");
    /** Too many failures with this certificate, here or at sign-in. */
    static final PasswordOutcome.Refused CLOSED = new PasswordOutcome.Refused("G-203");
    /** One of the account's last passwords. */
    static final String USED_BEFORE = "G-225";
    /** The certificate alone is not enough. */
    static final PasswordOutcome.Refused PRESENT_NEEDED = new PasswordOutcome.Refused("G-226");
    /** What was shown as the present one is another. */
    static final PasswordOutcome.Refused NOT_PRESENT = new PasswordOutcome.Refused("G-227");

    /** Commands come from this machine. */
    private static final Origin HERE = new Origin("command", InetAddress.getLoopbackAddress(), "");

    /** Each takes up to 26 hashes, one after the other. */
    private static final int SET_AT_ONCE = 2;

    private final PasswordRecords records;
    private final OwnerProofs proofs;
    private final Hashing hashing;
    private final PasswordPolicy policy;
    private final PasswordRules rules;
    private final Lockout lockout;
    private final PasswordMac macs;
    private final VerifiedOwners owners;
    private final LiveSessions sessions;
    private final Admission admission;
    private final Clock clock;
    private final Semaphore room = new Semaphore(SET_AT_ONCE);

    /**
     * @param lockout sign-in's, so that guesses count together
     * @param admission told of guesses that closed a certificate
     * @param host this server's name, as it stands in challenges
     * @param validity of a challenge
     */
    public Passwords(
            PasswordRecords records,
            CertificateJudge judge,
            Hashing hashing,
            PasswordPolicy policy,
            Lockout lockout,
            LiveSessions sessions,
            Admission admission,
            String host,
            Duration validity,
            Clock clock,
            SecureRandom random) {
        this.records = records;
        this.proofs = new OwnerProofs(records, judge, host, validity, clock, random);
        this.hashing = hashing;
        this.policy = policy;
        this.rules = new PasswordRules(policy.minimum());
        this.lockout = lockout;
        this.macs = new PasswordMac(random);
        this.owners = new VerifiedOwners(records, clock);
        this.sessions = sessions;
        this.admission = admission;
        this.clock = clock;
    }

    /** What a password must be, and how long it counts. */
    public PasswordPolicy policy() {
        return policy;
    }

    /** A challenge to sign; whether there is such an account is not told here. */
    public Challenge challenge(Address account) {
        return proofs.challenge(account);
    }

    /** What is missing beside the certificate; empty when it will do. */
    private interface Besides {
        Optional<PasswordOutcome.Refused> missing(Address account, CertificateKey certificate);
    }

    /**
     * Sets the first password of the account that the challenge was made for, or one in place of a password that has ended.
     * The challenge is used up, whatever comes of it, unless only the password would not do by itself.
     *
     * @param nonce the challenge's one-time number
     * @param signed the challenge, signed (CMS SignedData with its content inside)
     * @param password wiped before this returns
     */
    public PasswordOutcome set(String nonce, byte[] signed, char[] password) {
        return set(nonce, signed, password, "certificate", (account, certificate) -> whereNoneCounts(account));
    }

    /**
     * Sets another password than the present one, which is shown as well; otherwise as {@link #set}.
     *
     * @param present wiped before this returns
     */
    public PasswordOutcome change(String nonce, byte[] signed, char[] present, char[] password) {
        try {
            return set(
                    nonce,
                    signed,
                    password,
                    "certificate, password",
                    (account, certificate) -> whoKnows(present, account, certificate, HERE));
        } finally {
            Arrays.fill(present, '\0');
        }
    }

    /** The same as {@link #set} for who shows the certificate at the portal's door: TLS has proven its possession. */
    public PasswordOutcome set(CertificateHolder.Owner owner, char[] password) {
        return setShown(owner, password, "certificate", (account, certificate) -> whereNoneCounts(account));
    }

    /**
     * The same as {@link #change} for who shows the certificate at the portal's door.
     *
     * @param origin from where
     * @param present wiped before this returns
     */
    public PasswordOutcome change(CertificateHolder.Owner owner, Origin origin, char[] present, char[] password) {
        try {
            return setShown(
                    owner,
                    password,
                    "certificate, password",
                    (account, certificate) -> whoKnows(present, account, certificate, origin));
        } finally {
            Arrays.fill(present, '\0');
        }
    }

    private PasswordOutcome setShown(CertificateHolder.Owner owner, char[] password, String proof, Besides besides) {
        try {
            Address account = owner.account().address();
            Optional<PasswordOutcome.Refused> wrong = rules.wrong(account, password);
            return wrong.isPresent()
                    ? wrong.get()
                    : setFor(account, owner.verdict().key(), password, proof, besides);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** Whether the account's password counts, and since when; empty where one is to be set by the certificate alone. */
    public Optional<Instant> counts(Address account) {
        return records.present(account)
                .map(StoredPassword::since)
                .filter(since -> policy.end(since)
                        .map(end -> clock.instant().isBefore(end))
                        .orElse(true));
    }

    /**
     * Takes an identity verification of the account's owner, which an identity provider has just made: it counts for half an
     * hour and for one {@link #reset}.
     *
     * @param person as the provider says; who brings this has it from there, and for this account
     * @return why it does not count; empty when it does
     */
    public Optional<PasswordOutcome.Refused> verified(Address account, VerifiedPerson person) {
        Optional<PasswordOutcome.Refused> refused = owners.take(account, person);
        tell(
                refused.isPresent()
                        ? new AuditEvent(
                                "password.refused",
                                account.toString(),
                                account.toString(),
                                Map.of(
                                        "reason",
                                        "verification",
                                        "code",
                                        refused.get().code()))
                        : new AuditEvent(
                                "password.owner-verified",
                                account.toString(),
                                account.toString(),
                                Map.of("provider", person.provider(), "transaction", person.transactionId())));
        return refused;
    }

    /** Sets another password where the present one is forgotten and the owner was verified anew; otherwise as {@link #set}. */
    public PasswordOutcome reset(String nonce, byte[] signed, char[] password) {
        return set(
                nonce,
                signed,
                password,
                "certificate, identity verification",
                (account, certificate) ->
                        owners.has(account) ? Optional.empty() : Optional.of(VerifiedOwners.NOT_VERIFIED));
    }

    /**
     * Takes a forgotten password away, so that the certificate alone sets the next one: for an account whose owner cannot be
     * verified, as one that was opened by hand. Whoever asks for it vouches for the owner; the audit trail has both.
     *
     * @param actor who vouches
     * @param reason one line, told by the audit trail
     * @return why it was not; empty when it was
     */
    public Optional<PasswordOutcome.Refused> clear(Address account, String actor, String reason) {
        if (records.ownerCi(account).filter(ci -> !ci.isEmpty()).isPresent()) {
            return Optional.of(new PasswordOutcome.Refused("G-257"));
        }
        if (!records.clear(account, policy.history(), actor, reason)) {
            return Optional.of(new PasswordOutcome.Refused("G-258"));
        }
        sessions.endAccount(account, EndReason.PASSWORD_CHANGED);
        return Optional.empty();
    }

    private PasswordOutcome set(String nonce, byte[] signed, char[] password, String proof, Besides besides) {
        try {
            return proofs.with(
                    nonce,
                    signed,
                    account -> rules.wrong(account, password),
                    (account, certificate) -> setFor(account, certificate, password, proof, besides));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private PasswordOutcome setFor(
            Address account, CertificateKey certificate, char[] password, String proof, Besides besides) {
        if (!room.tryAcquire()) {
            return BUSY;
        }
        try {
            Optional<PasswordOutcome.Refused> missing = besides.missing(account, certificate);
            return missing.isPresent() ? missing.get() : setProven(account, password, proof);
        } finally {
            room.release();
        }
    }

    private Optional<PasswordOutcome.Refused> whereNoneCounts(Address account) {
        return counts(account).map(since -> PRESENT_NEEDED);
    }

    private Optional<PasswordOutcome.Refused> whoKnows(
            char[] present, Address account, CertificateKey certificate, Origin origin) {
        Optional<StoredPassword> stored = records.present(account);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        byte[] guess = macs.of(present, stored.get().hash());
        if (lockout.isClosed(certificate)) {
            return Optional.of(CLOSED);
        }
        if (!lockout.isKnownToFail(certificate, guess)
                && hashing.verify(stored.get().hash(), present)) {
            return Optional.empty();
        }
        boolean closes = lockout.failed(certificate, guess);
        LOG.info("password of {} not changed: not the present one", account);
        if (closes) {
            admission.guessed(account, origin, certificate.certificateSha256());
        }
        tell(new AuditEvent(
                "password.refused",
                account.toString(),
                account.toString(),
                Map.of(
                        "reason",
                        "wrong-password",
                        "certificate",
                        certificate.certificateSha256(),
                        "throttled",
                        closes ? "yes" : "no")));
        return Optional.of(NOT_PRESENT);
    }

    private void tell(AuditEvent event) {
        records.record(event).whenComplete((done, fault) -> {
            if (fault != null) {
                LOG.error("what became of a password could not be recorded", fault);
            }
        });
    }

    /** Hashes once for each password that must not be taken again, and once more. */
    private PasswordOutcome setProven(Address account, char[] password, String proof) {
        if (policy.history() > 0
                && records.last(account, policy.history()).stream().anyMatch(phc -> hashing.verify(phc, password))) {
            return new PasswordOutcome.Refused(USED_BEFORE, Map.of("history", Integer.toString(policy.history())));
        }
        if (!records.set(account, hashing.hash(password), Math.max(0, policy.history() - 1), proof)) {
            return OwnerProofs.NOT_PROVEN;
        }
        owners.spend(account);
        sessions.endAccount(account, EndReason.PASSWORD_CHANGED);
        return new PasswordOutcome.Set();
    }
}
