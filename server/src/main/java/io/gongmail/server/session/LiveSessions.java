package io.gongmail.server.session;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.registry.Address;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of people signed in, bounded, and what ends them. Thread-safe; ends are carried out on the thread that causes
 * them, outside of any lock, so a closing action must not block and may be called at once from {@link #register}.
 */
public final class LiveSessions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSessions.class);
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(5);
    /** Sign-ins take seconds, so this many endings are never all forgotten meanwhile; if they are, we refuse. */
    private static final int ENDINGS_REMEMBERED = 4_096;

    private final int most;
    private final Clock clock;
    private final ScheduledFuture<?> sweeps;

    private final Object lock = new Object();
    private final Set<Live> sessions = new HashSet<>();
    private final Deque<Ending> endings = new ArrayDeque<>();
    private long endingsSoFar;
    private Function<CertificateKey, Optional<EndReason>> standing = key -> Optional.empty();
    private boolean closed;

    /**
     * @param most sessions held at once
     * @param timer looks for expired verdicts every 5 s; by the wall clock, so that a jump of it is noticed
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

        @Override
        void close();
    }

    private record Ending(long number, Predicate<SignedIn> whose, EndReason reason) {}

    /** The number of endings so far, to be taken before binding and account are looked up. */
    public long mark() {
        synchronized (lock) {
            return endingsSoFar;
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
            refusal = whatEnds(signedIn);
            if (refusal.isEmpty()) {
                sessions.add(session);
            }
        }
        refusal.ifPresent(session::end);
        return session;
    }

    /** Whether something that ends it has happened since it was marked, or may have, as that is partly forgotten. */
    public boolean hasEnded(SignedIn signedIn) {
        synchronized (lock) {
            return whatEnded(signedIn).isPresent();
        }
    }

    /** Ends the sessions of a binding, when it is suspended, revoked or replaced; call it after that is durable. */
    public int endBinding(UUID binding, EndReason reason) {
        return end(signedIn -> signedIn.binding().id().equals(binding), reason);
    }

    /** Ends the sessions of an account; call it after what causes it is durable. */
    public int endAccount(Address account, EndReason reason) {
        return end(signedIn -> signedIn.account().address().equals(account), reason);
    }

    /**
     * Asks again for each session's certificate, as when new revocation lists have come, and ends those that {@code
     * newJudgement} has a reason for; it is asked for sessions to come too, since their verdict may be older than this. It
     * must not block.
     *
     * @return how many were ended
     */
    public int rejudge(Function<CertificateKey, Optional<EndReason>> newJudgement) {
        List<Live> held;
        synchronized (lock) {
            standing = newJudgement;
            held = List.copyOf(sessions);
        }
        int ended = 0;
        for (Live session : held) {
            Optional<EndReason> reason =
                    newJudgement.apply(session.signedIn().binding().key());
            if (reason.isPresent() && take(session)) {
                session.end(reason.get());
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
        }
        held.forEach(session -> session.end(EndReason.SERVER_STOPPING));
    }

    /** Ends the sessions whose verdict has expired. */
    void sweep() {
        Instant now = clock.instant();
        endThose(takeIf(signedIn -> !now.isBefore(signedIn.until())), EndReason.VERDICT_EXPIRED);
    }

    private int end(Predicate<SignedIn> whose, EndReason reason) {
        List<Live> ended;
        synchronized (lock) {
            endings.addLast(new Ending(++endingsSoFar, whose, reason));
            if (endings.size() > ENDINGS_REMEMBERED) {
                endings.removeFirst();
            }
            ended = takeIf(whose);
        }
        endThose(ended, reason);
        return ended.size();
    }

    private Optional<EndReason> whatEnds(SignedIn signedIn) {
        if (closed) {
            return Optional.of(EndReason.SERVER_STOPPING);
        }
        if (!clock.instant().isBefore(signedIn.until())) {
            return Optional.of(EndReason.VERDICT_EXPIRED);
        }
        Optional<EndReason> ended = whatEnded(signedIn);
        if (ended.isPresent()) {
            return ended;
        }
        Optional<EndReason> judged = standing.apply(signedIn.binding().key());
        if (judged.isEmpty() && sessions.size() >= most) {
            return Optional.of(EndReason.TOO_MANY);
        }
        return judged;
    }

    private Optional<EndReason> whatEnded(SignedIn signedIn) {
        Ending oldest = endings.peekFirst();
        if (oldest != null && signedIn.asOf() < oldest.number() - 1) {
            // What has happened since then is partly forgotten.
            return Optional.of(EndReason.BINDING_CLOSED);
        }
        for (Ending ending : endings) {
            if (ending.number() > signedIn.asOf() && ending.whose().test(signedIn)) {
                return Optional.of(ending.reason());
            }
        }
        return Optional.empty();
    }

    private List<Live> takeIf(Predicate<SignedIn> whose) {
        List<Live> taken = new ArrayList<>();
        synchronized (lock) {
            for (Live session : sessions) {
                if (whose.test(session.signedIn())) {
                    taken.add(session);
                }
            }
            taken.forEach(sessions::remove);
        }
        return taken;
    }

    private boolean take(Live session) {
        synchronized (lock) {
            return sessions.remove(session);
        }
    }

    private static void endThose(List<Live> ended, EndReason reason) {
        ended.forEach(session -> session.end(reason));
    }

    /** Equal only to itself: one person may be signed in several times. */
    private final class Live implements Session {
        private final SignedIn signedIn;
        private final Consumer<EndReason> end;

        Live(SignedIn signedIn, Consumer<EndReason> end) {
            this.signedIn = signedIn;
            this.end = end;
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

        /** Called by who has taken it out, so once. */
        void end(EndReason reason) {
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
