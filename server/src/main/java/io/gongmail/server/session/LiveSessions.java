package io.gongmail.server.session;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.SetMultimap;
import io.gongmail.pki.CertificateKey;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.BindingState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of people signed in, bounded, and what ends them. Thread-safe; ends are carried out on the thread that causes
 * them, outside of any lock, so a closing action must not block and may be called at once from {@link #register}.
 */
public final class LiveSessions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSessions.class);
    /** What has come to its end is over within 5 s; this leaves time for the ending itself. */
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(2);
    /** Sign-ins take seconds, so this many endings are never all forgotten meanwhile; if they are, we refuse. */
    private static final int ENDINGS_REMEMBERED = 4_096;

    private final int most;
    private final Clock clock;
    private final ScheduledFuture<?> sweeps;

    private final Object lock = new Object();
    private final Set<Live> sessions = new HashSet<>();
    private final SetMultimap<Address, Live> byAccount = HashMultimap.create();
    private final SetMultimap<String, Live> byCertificate = HashMultimap.create();
    private final Endings endings = new Endings(ENDINGS_REMEMBERED);
    private Function<SignedIn, Optional<EndReason>> standing = signedIn -> Optional.empty();
    private boolean closed;

    /**
     * @param most sessions held at once
     * @param timer looks every 2 s for what has come to its end; by the wall clock, so that a jump of it is noticed
     */
    public LiveSessions(int most, Clock clock, ScheduledExecutorService timer) {
        this.most = most;
        this.clock = clock;
        this.sweeps = timer.scheduleWithFixedDelay(
                this::sweep, BETWEEN_SWEEPS.toMillis(), BETWEEN_SWEEPS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One session; close it when its connection is gone. Closing twice, or after its end, does nothing. */
    public interface Session extends AutoCloseable {
        SignedIn signedIn();

        /** Whether it is still held. */
        boolean isLive();

        /** Notes what client it has said to be. */
        void identify(String client);

        /** Ends it, telling the reason, unless it has ended. */
        void end(EndReason reason);

        @Override
        void close();
    }

    private record OfBinding(UUID binding) implements Predicate<SignedIn> {
        @Override
        public boolean test(SignedIn signedIn) {
            return signedIn.binding().id().equals(binding);
        }
    }

    private record OfAccount(Address account) implements Predicate<SignedIn> {
        @Override
        public boolean test(SignedIn signedIn) {
            return signedIn.account().address().equals(account);
        }
    }

    private record OfCertificate(CertificateKey certificate) implements Predicate<SignedIn> {
        @Override
        public boolean test(SignedIn signedIn) {
            return signedIn.binding().key().equals(certificate);
        }
    }

    /** The number of endings so far, to be taken before binding and account are looked up. */
    public long mark() {
        synchronized (lock) {
            return endings.soFar();
        }
    }

    /**
     * Holds a session. When something that ends it has happened since it was marked, or there is no room, {@code end} is
     * called before this returns, and the session returned is not live.
     *
     * @param end closes the connection, telling the reason; called at most once
     */
    public Session register(SignedIn signedIn, Consumer<EndReason> end) {
        Live session = new Live(signedIn, end);
        Optional<EndReason> refusal;
        synchronized (lock) {
            refusal = whatEnds(session);
            if (refusal.isEmpty()) {
                sessions.add(session);
                byAccount.put(signedIn.account().address(), session);
                byCertificate.put(certificate(signedIn), session);
            }
        }
        refusal.ifPresent(session::carryOut);
        return session;
    }

    /**
     * Whether something that ends it, now or at its time, has happened since it was marked, or may have, as that is partly
     * forgotten.
     */
    public boolean hasEnded(SignedIn signedIn) {
        synchronized (lock) {
            return endings.arePartlyForgotten(signedIn)
                    || !endings.since(signedIn).isEmpty();
        }
    }

    /** Ends the sessions of a binding, when it is suspended, revoked or replaced; call it after that is durable. */
    public int endBinding(UUID binding, EndReason reason) {
        return end(new OfBinding(binding), () -> sessions, reason);
    }

    /** Lets the sessions of a binding go on until {@code until} at most, when it was superseded; call it after that is durable. */
    public void limitBinding(UUID binding, Instant until) {
        Predicate<SignedIn> whose = new OfBinding(binding);
        synchronized (lock) {
            endings.add(new Endings.Ending(whose, until, EndReason.SUPERSEDED));
            sessions.stream()
                    .filter(session -> whose.test(session.signedIn()))
                    .forEach(session -> session.limit(until, EndReason.SUPERSEDED));
        }
        sweep();
    }

    /** Ends the sessions of an account; call it after what causes it is durable. */
    public int endAccount(Address account, EndReason reason) {
        return end(new OfAccount(account), () -> byAccount.get(account), reason);
    }

    /** Ends the sessions of a certificate, when somebody says for good that it was revoked. */
    public int endCertificate(CertificateKey certificate, EndReason reason) {
        return end(new OfCertificate(certificate), () -> byCertificate.get(certificate.certificateSha256()), reason);
    }

    /**
     * Asks again for each session's certificate, as when new revocation lists have come or an anchor is gone, and ends those that {@code
     * newJudgement} has a reason for; it is asked for sessions to come too, since their verdict may be older than this. It
     * must not block.
     *
     * @return how many were ended
     */
    public int rejudge(Function<SignedIn, Optional<EndReason>> newJudgement) {
        List<Live> held;
        synchronized (lock) {
            standing = newJudgement;
            held = List.copyOf(sessions);
        }
        int ended = 0;
        for (Live session : held) {
            Optional<EndReason> reason = newJudgement.apply(session.signedIn());
            if (reason.isPresent() && take(session)) {
                session.carryOut(reason.get());
                ended++;
            }
        }
        return ended;
    }

    /** The sessions held now. */
    public List<SignedIn> list() {
        synchronized (lock) {
            return sessions.stream().map(Live::signedIn).toList();
        }
    }

    /** Those of one account. */
    public List<SignedIn> of(Address account) {
        synchronized (lock) {
            return byAccount.get(account).stream().map(Live::signedIn).toList();
        }
    }

    public int count() {
        synchronized (lock) {
            return sessions.size();
        }
    }

    /** Ends every session; later ones end as they register. */
    @Override
    public void close() {
        sweeps.cancel(false);
        List<Live> held;
        synchronized (lock) {
            closed = true;
            held = List.copyOf(sessions);
            sessions.clear();
            byAccount.clear();
            byCertificate.clear();
        }
        held.forEach(session -> session.carryOut(EndReason.SERVER_STOPPING));
    }

    /** Ends the sessions whose verdict or whose binding's overlap is over. */
    void sweep() {
        Instant now = clock.instant();
        takeIf(sessions, session -> session.isOver(now)).forEach(session -> session.carryOut(session.why));
    }

    /** @param among those whose they may be; asked under the lock */
    private int end(Predicate<SignedIn> whose, Supplier<Set<Live>> among, EndReason reason) {
        List<Live> ended;
        synchronized (lock) {
            endings.add(new Endings.Ending(whose, Instant.MIN, reason));
            ended = takeIf(among.get(), session -> whose.test(session.signedIn()));
        }
        ended.forEach(session -> session.carryOut(reason));
        return ended.size();
    }

    private Optional<EndReason> whatEnds(Live session) {
        SignedIn signedIn = session.signedIn();
        if (closed) {
            return Optional.of(EndReason.SERVER_STOPPING);
        }
        if (endings.arePartlyForgotten(signedIn)) {
            return Optional.of(EndReason.BINDING_CLOSED);
        }
        endings.since(signedIn).forEach(ending -> session.limit(ending.from(), ending.reason()));
        if (session.isOver(clock.instant())) {
            return Optional.of(session.why);
        }
        Optional<EndReason> judged = standing.apply(signedIn);
        if (judged.isEmpty() && sessions.size() >= most) {
            return Optional.of(EndReason.TOO_MANY);
        }
        return judged;
    }

    private List<Live> takeIf(Set<Live> among, Predicate<Live> which) {
        List<Live> taken = new ArrayList<>();
        synchronized (lock) {
            for (Live session : among) {
                if (which.test(session)) {
                    taken.add(session);
                }
            }
            taken.forEach(this::forget);
        }
        return taken;
    }

    private boolean take(Live session) {
        synchronized (lock) {
            return forget(session);
        }
    }

    private boolean forget(Live session) {
        byAccount.remove(session.signedIn().account().address(), session);
        byCertificate.remove(certificate(session.signedIn()), session);
        return sessions.remove(session);
    }

    private static String certificate(SignedIn signedIn) {
        return signedIn.binding().key().certificateSha256();
    }

    /** Equal only to itself: one person may be signed in several times. */
    private final class Live implements Session {
        private final Consumer<EndReason> end;
        private volatile SignedIn signedIn;
        /** Under the lock, as is why; earlier and earlier. */
        private Instant until;

        private EndReason why = EndReason.VERDICT_EXPIRED;

        Live(SignedIn signedIn, Consumer<EndReason> end) {
            this.signedIn = signedIn;
            this.end = end;
            this.until = signedIn.until();
            if (signedIn.binding().state() == BindingState.SUPERSEDED) {
                limit(signedIn.binding().until(), EndReason.SUPERSEDED);
            }
        }

        /** Of several ends the earliest counts; of those at one time the one that was there first. */
        private void limit(Instant at, EndReason reason) {
            if (at.isBefore(until)) {
                until = at;
                why = reason;
            }
        }

        private boolean isOver(Instant now) {
            return !now.isBefore(until);
        }

        @Override
        public SignedIn signedIn() {
            return signedIn;
        }

        @Override
        public boolean isLive() {
            synchronized (lock) {
                return sessions.contains(this);
            }
        }

        @Override
        public void identify(String client) {
            SignedIn known = signedIn;
            signedIn = new SignedIn(
                    known.account(),
                    known.binding(),
                    known.until(),
                    known.anchor(),
                    known.origin().with(client),
                    known.asOf());
        }

        @Override
        public void end(EndReason reason) {
            if (take(this)) {
                carryOut(reason);
            }
        }

        /** Called by who has taken it out, so once. */
        void carryOut(EndReason reason) {
            LOG.info("session of {} ended: {}", signedIn.account().address(), reason);
            try {
                end.accept(reason);
            } catch (RuntimeException e) {
                LOG.error("a session's connection could not be closed", e);
            }
        }

        @Override
        public void close() {
            take(this);
        }
    }
}
