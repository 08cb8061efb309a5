package io.gongmail.server.signin;

import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.Verdict;
import io.gongmail.server.session.Admission;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.session.Origin;
import io.gongmail.server.session.SignedIn;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.StoredPassword;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs people in. Thread-safe; {@link #attempt} never blocks: looking up and hashing run on the threads given, whose queue
 * bounds how many attempts wait.
 */
public final class SignIn {
    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

    /** No binding, suspended binding, somebody else's certificate, unknown account, wrong password: one answer. */
    static final SignInOutcome.Refused REFUSED = new SignInOutcome.Refused("G-201", false);
    /** The queue in front of the hashing threads is full. */
    static final SignInOutcome.Refused BUSY = new SignInOutcome.Refused("G-202", true);
    /** Too many failures, see {@link Lockout}. */
    static final SignInOutcome.Refused THROTTLED = new SignInOutcome.Refused("G-203", true);
    /** The connection is older than its certificate's verdict. */
    static final SignInOutcome.Refused VERDICT_EXPIRED = new SignInOutcome.Refused("G-204", true);
    /** Certificate and password are right, but the password is too old: told to nobody else. */
    static final SignInOutcome.Refused PASSWORD_ENDED = new SignInOutcome.Refused("G-208", false);
    /** The registry could not be read or the audit entry not be written. */
    static final SignInOutcome.Refused FAULT = new SignInOutcome.Refused("G-902", true);

    /** Longer ones are wrong without being hashed. */
    static final int LONGEST_PASSWORD = 1_024;

    private final SignInRecords records;
    private final Policies policies;
    private final Examination examination;
    private final Hashing hashing;
    private final Upgrades upgrades;
    private final LastUses uses;
    private final PasswordMac macs;
    private final VerifiedPasswords verified;
    private final LongSupplier mark;
    private final Admission admission;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final LongSupplier nanos;
    private final PasswordPolicy passwordPolicy;
    private final Lockout lockout;
    private final RecentChecks recent;

    /**
     * @param typicalCheck what checking a password takes, until real checks were measured
     * @param admission asked when certificate and password were right
     * @param threads rejects what it has no room for; {@link #threads(int, int)} makes them
     * @param timer holds answers back, and hands work to {@code threads}; nothing else runs on it
     * @param nanos {@code System::nanoTime}, or a test's
     */
    public SignIn(
            SignInRecords records,
            Policies policies,
            SignInRules rules,
            Hashing hashing,
            Duration typicalCheck,
            LiveSessions sessions,
            Admission admission,
            Executor threads,
            ScheduledExecutorService timer,
            Clock clock,
            LongSupplier nanos,
            SecureRandom random) {
        this.records = records;
        this.policies = policies;
        this.examination = new Examination(records, policies, clock);
        this.hashing = hashing;
        this.upgrades = new Upgrades(records, hashing, threads);
        this.uses = new LastUses(records, threads, timer, clock);
        this.macs = new PasswordMac(random);
        this.verified = new VerifiedPasswords(macs, rules.rememberedFor(), sessions::hasEnded, nanos);
        this.mark = sessions::mark;
        this.admission = admission;
        this.threads = threads;
        this.timer = timer;
        this.clock = clock;
        this.nanos = nanos;
        this.passwordPolicy = rules.passwords();
        this.lockout = new Lockout(rules.strangers(), nanos);
        this.recent = new RecentChecks(typicalCheck.toNanos(), random);
    }

    /** Threads for hashing with a bounded queue; close them in the end. */
    public static ThreadPoolExecutor threads(int threads, int queue) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(queue), work -> {
                    Thread thread = new Thread(work, "sign-in-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Tries to sign in.
     *
     * @param verdict what the gate left in the TLS session
     * @param origin where it comes from
     * @param login what the client says it is: compared with the account of its certificate, which it does not find; but another name
     *     of an account's, which {@link LoginName} has looked up before, stands for that account, whoever asks
     * @param authorizationIdentity whom it wants to act as (RFC 4616 §2); empty, or the same account
     * @param password wiped before the outcome is known
     * @return done on a thread of this service's, never exceptionally
     */
    public CompletionStage<SignInOutcome> attempt(
            Verdict.Accepted verdict, Origin origin, String login, String authorizationIdentity, char[] password) {
        return start(new Attempt(verdict, origin, login, authorizationIdentity, password, false));
    }

    /**
     * Tries to sign in by the certificate alone (SASL EXTERNAL, RFC 4422 Appendix A).
     *
     * @param authorizationIdentity whom it wants to act as; empty, or the account of the certificate
     */
    public CompletionStage<SignInOutcome> attemptAlone(
            Verdict.Accepted verdict, Origin origin, String authorizationIdentity) {
        return start(new Attempt(verdict, origin, authorizationIdentity, authorizationIdentity, new char[0], true));
    }

    /** Whom failures keep out; other ways of guessing a password count here too. */
    public Lockout lockout() {
        return lockout;
    }

    /** Whether {@link #attemptAlone} can succeed at {@code listener} with such a certificate, whosever it is. */
    public boolean offersAlone(Verdict.Accepted verdict, String listener) {
        return policies.maySufficeAlone(listener, verdict.policies());
    }

    /** Why a session that has told more of itself must not go on; empty when it may. May block. */
    public Optional<EndReason> objection(SignedIn signedIn) {
        try {
            return admission.admit(signedIn);
        } catch (RuntimeException e) {
            LOG.error("whether a session may go on cannot be told: it is ended", e);
            return Optional.of(EndReason.FAULT);
        }
    }

    private CompletionStage<SignInOutcome> start(Attempt attempt) {
        if (lockout.isClosed(attempt.key)) {
            return attempt.answer(THROTTLED);
        }
        try {
            threads.execute(attempt);
        } catch (RejectedExecutionException e) {
            return attempt.answer(BUSY);
        }
        return attempt.outcome;
    }

    private final class Attempt implements Runnable {
        private final Verdict.Accepted verdict;
        private final CertificateKey key;
        private final Origin origin;
        private String login;
        private String authorizationIdentity;
        private final char[] password;
        private final boolean alone;
        private final CompletableFuture<SignInOutcome> outcome = new CompletableFuture<>();
        private long started;
        private boolean checked;

        Attempt(
                Verdict.Accepted verdict,
                Origin origin,
                String login,
                String authorizationIdentity,
                char[] password,
                boolean alone) {
            this.verdict = verdict;
            this.key = verdict.key();
            this.origin = origin;
            this.login = login;
            this.authorizationIdentity = authorizationIdentity;
            this.password = password;
            this.alone = alone;
        }

        @Override
        public void run() {
            started = nanos.getAsLong();
            try {
                decide();
            } catch (RuntimeException e) {
                LOG.error("a sign-in failed by a fault of ours", e);
                answer(FAULT);
            }
        }

        private void decide() {
            Instant now = clock.instant();
            if (!now.isBefore(verdict.until())) {
                answer(VERDICT_EXPIRED);
                return;
            }
            if (lockout.isClosed(key)) {
                // Closed since this one was queued: a burst gets no more guesses than there are threads.
                answer(THROTTLED);
                return;
            }
            // Before anything is looked up: what ends from here on is applied when the session registers.
            long asOf = mark.getAsLong();
            login = LoginName.resolved(login, records);
            authorizationIdentity = LoginName.resolved(authorizationIdentity, records);
            Examination.Finding finding = alone
                    ? examination.examineAlone(verdict, origin.listener(), authorizationIdentity)
                    : examination.examine(verdict, login, authorizationIdentity);
            if (finding instanceof Examination.Finding.Fits fits) {
                SignedIn asked =
                        new SignedIn(fits.account(), fits.binding(), verdict.until(), verdict.anchor(), origin, asOf);
                if (fits.password().isEmpty()) {
                    open(asked, Optional.empty());
                } else {
                    decideBy(asked, fits.password().get(), now);
                }
            } else if (finding instanceof Examination.Finding.Fails fails) {
                boolean stranger = fails.account().isEmpty();
                if (stranger && lockout.isClosedToStrangers(origin)) {
                    answer(THROTTLED);
                    return;
                }
                refuseInTime(fails.mismatch(), fails.account(), macs.of(password, login, authorizationIdentity));
            }
        }

        private void decideBy(SignedIn asked, StoredPassword stored, Instant now) {
            Address account = asked.account().address();
            byte[] mac = verified.mac(asked, stored.hash(), password);
            if (password.length > LONGEST_PASSWORD || lockout.isKnownToFail(key, mac)) {
                refuseInTime(Mismatch.WRONG_PASSWORD, account.toString(), mac);
                return;
            }
            if (verified.knows(asked, mac)) {
                openInTime(asked, stored, now);
                return;
            }
            checked = true;
            if (hashing.verify(stored.hash(), password)) {
                verified.remember(asked, mac);
                upgrades.consider(account, stored.hash(), password);
                openInTime(asked, stored, now);
            } else {
                refuse(Mismatch.WRONG_PASSWORD, account.toString(), mac);
            }
        }

        /** The password is right; what is left is its age. */
        private void openInTime(SignedIn asked, StoredPassword stored, Instant now) {
            Optional<Instant> end = passwordPolicy.end(stored.since());
            if (end.isEmpty() || now.isBefore(end.get())) {
                open(asked, end.filter(near -> passwordPolicy.isNear(near, now)));
                return;
            }
            lockout.succeeded(key);
            String account = asked.account().address().toString();
            LOG.info("sign-in refused on {}: {} ({})", origin.listener(), Mismatch.PASSWORD_ENDED, account);
            afterRecorded(
                    SignInEvents.refused(origin, key, login, account, Mismatch.PASSWORD_ENDED, Set.of()),
                    () -> checkedAnswer(PASSWORD_ENDED));
        }

        private void open(SignedIn signedIn, Optional<Instant> passwordEnds) {
            lockout.succeeded(key);
            Optional<EndReason> objection = admission.admit(signedIn);
            if (objection.isPresent()) {
                afterRecorded(
                        SignInEvents.turnedAway(origin, signedIn, objection.get()),
                        () -> checkedAnswer(new SignInOutcome.Refused(
                                objection.get().code(), objection.get() == EndReason.SHARED)));
                return;
            }
            afterRecorded(SignInEvents.accepted(origin, signedIn, alone, passwordEnds), () -> {
                checkedAnswer(new SignInOutcome.Opened(signedIn, passwordEnds));
                uses.note(signedIn.binding());
            });
        }

        /** Where a real check was made, others take as long. */
        private void checkedAnswer(SignInOutcome told) {
            if (checked) {
                recent.add(nanos.getAsLong() - started);
            }
            answer(told);
        }

        /** After a real check. */
        private void refuse(Mismatch mismatch, String account, byte[] guess) {
            afterRecorded(refused(mismatch, account, guess), () -> checkedAnswer(REFUSED));
        }

        /** Without one: nothing was hashed, or any good certificate could buy our CPU; the answer takes as long. */
        private void refuseInTime(Mismatch mismatch, String account, byte[] guess) {
            wipe();
            afterRecorded(refused(mismatch, account, guess), () -> {
                long left = recent.any() - (nanos.getAsLong() - started);
                if (left <= 0) {
                    answer(REFUSED);
                } else {
                    timer.schedule(() -> answer(REFUSED), left, TimeUnit.NANOSECONDS);
                }
            });
        }

        private AuditEvent refused(Mismatch mismatch, String account, byte[] guess) {
            Optional<Address> named = Address.parse(login);
            Set<Lockout.Effect> effects = lockout.failed(key, origin, account, named, guess);
            LOG.info(
                    "sign-in refused on {}: {} ({})",
                    origin.listener(),
                    mismatch,
                    account.isEmpty() ? "unbound" : account);
            if (effects.contains(Lockout.Effect.CLOSES_CERTIFICATE)) {
                Address.parse(account).ifPresent(owner -> admission.guessed(owner, origin, key.certificateSha256()));
            }
            if (effects.contains(Lockout.Effect.RAISES_ALARM)) {
                alarm(named.map(Address::toString).orElse(""));
            }
            return SignInEvents.refused(origin, key, login, account, mismatch, effects);
        }

        /** The answer does not wait for it. */
        private void alarm(String named) {
            LOG.warn("many have tried to sign in as {} with certificates that are not bound to it", named);
            records.record(SignInEvents.alarm(origin, named)).whenComplete((done, fault) -> {
                if (fault != null) {
                    LOG.error("the alarm about {} could not be recorded", named, fault);
                }
            });
        }

        private void afterRecorded(AuditEvent event, Runnable then) {
            records.record(event).whenComplete((done, fault) -> {
                if (fault != null) {
                    LOG.error("a sign-in could not be recorded, so it is refused", fault);
                    answer(FAULT);
                    return;
                }
                try {
                    then.run();
                } catch (RejectedExecutionException e) {
                    LOG.debug("a sign-in was under way while the server stopped");
                    answer(FAULT);
                }
            });
        }

        CompletionStage<SignInOutcome> answer(SignInOutcome told) {
            wipe();
            outcome.complete(told);
            return outcome;
        }

        private void wipe() {
            Arrays.fill(password, '\0');
        }
    }
}
