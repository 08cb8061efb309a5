package io.gongmail.pki.revocation;

import io.gongmail.pki.BouncyCastle;
import java.io.IOException;
import java.net.URI;
import java.security.Provider;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revocation lists from the distribution points that certificates name, by LDAP and HTTP. A point becomes known when a
 * certificate that names it is judged; from then on its list is kept fresh from behind, until nobody has asked for it in a
 * week. Thread-safe.
 */
public final class FetchedLists implements RevocationLists, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FetchedLists.class);
    private static final Duration IDLE = Duration.ofDays(7);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final long PATIENCE_SECONDS = 5;
    private static final int MOST_POINTS = 50_000;
    private static final int MOST_WAITING = 10_000;
    /** A failure is told when it happens first, and then at every so many. */
    private static final int FAILURES_BETWEEN_LINES = 10;

    private final FetchSettings settings;
    private final Clock clock;
    private final Pace pace;
    private final Provider provider = BouncyCastle.PROVIDER;
    private final PointFolder folder;
    private final Map<String, Point> points = new ConcurrentHashMap<>();
    private final Http http = new Http();
    private final Ldap ldap = new Ldap();
    private final ThreadPoolExecutor fetches;
    private final ScheduledExecutorService looks;
    private final AtomicLong changes = new AtomicLong();

    FetchedLists(FetchSettings settings, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.clock = clock;
        this.pace = new Pace(settings.refresh(), random);
        this.folder = new PointFolder(settings.cache(), settings.largest(), provider);
        this.fetches = new ThreadPoolExecutor(
                settings.threads(),
                settings.threads(),
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                task -> daemon(task, "crl-fetch"));
        this.fetches.allowCoreThreadTimeOut(true);
        this.looks = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "crl-looks"));
        for (Point point : folder.points(MOST_POINTS, clock)) {
            point.dueAt(clock.instant().plus(pace.afterRestart()));
            points.put(point.key(), point);
        }
    }

    /** Takes what the cache folder holds, and keeps it fresh from now on. */
    public static FetchedLists open(FetchSettings settings, Clock clock, RandomGenerator random) {
        FetchedLists lists = new FetchedLists(settings, clock, random);
        lists.looks.scheduleWithFixedDelay(
                lists::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
        return lists;
    }

    @Override
    public List<X509CRL> of(X500Principal issuer) {
        return points.values().stream()
                .filter(point -> point.issuer().getSubjectX500Principal().equals(issuer))
                .flatMap(point -> point.list().stream())
                .toList();
    }

    @Override
    public List<X509CRL> all() {
        return points.values().stream().flatMap(point -> point.list().stream()).toList();
    }

    @Override
    public List<X509CRL> about(X509Certificate certificate, X509Certificate issuer) {
        return named(certificate).stream()
                .flatMap(uris -> Optional.ofNullable(points.get(Point.key(issuer, uris))).stream())
                .flatMap(point -> Stream.concat(
                        Stream.of(point),
                        point.deltas().stream()
                                .flatMap(uris -> Optional.ofNullable(points.get(Point.key(issuer, uris))).stream())))
                .flatMap(point -> point.list().stream())
                .toList();
    }

    @Override
    public void demand(X509Certificate certificate, X509Certificate issuer, Patience patience) {
        List<Point> named = named(certificate).stream()
                .flatMap(uris -> known(issuer, uris).stream())
                .toList();
        await(named, patience);
        await(named.stream().flatMap(point -> deltas(point).stream()).toList(), patience);
    }

    /** How often a list was swapped for another or forgotten; whoever ends sessions compares it with what it saw last. */
    public long changes() {
        return changes.get();
    }

    @Override
    public long version() {
        return changes();
    }

    /** Every point that is known, with what is in hand of it and whether it can be had. */
    public List<ListState> states() {
        return points.values().stream().map(Point::state).toList();
    }

    /** Breaks off what is under way, and returns when nobody writes into the cache folder any more. */
    @Override
    public void close() {
        looks.shutdownNow();
        fetches.shutdownNow();
        try {
            if (!looks.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    || !fetches.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("fetches of revocation lists do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins the fetches that are due, and forgets what nobody asks for. */
    void look() {
        try {
            Instant now = clock.instant();
            for (Point point : points.values()) {
                if (point.isIdle(now.minus(IDLE))) {
                    points.remove(point.key());
                    changes.incrementAndGet();
                    folder.forget(point);
                } else {
                    start(point, now);
                }
            }
        } catch (RuntimeException e) {
            LOG.error("distribution points could not be looked at", e); // and the next look comes all the same
        }
    }

    /** Whether no fetch is under way. */
    boolean isQuiet() {
        return points.values().stream().allMatch(Point::isQuiet);
    }

    private void await(List<Point> asked, Patience patience) {
        Instant now = clock.instant();
        List<CompletableFuture<Boolean>> awaited = new ArrayList<>();
        for (Point point : asked) {
            point.asked(now);
            if (!point.isFresh(now)) {
                start(point, now);
                point.awaited().ifPresent(awaited::add);
            }
        }
        for (CompletableFuture<Boolean> fetch : awaited) {
            try {
                fetch.get(patience.left().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                LOG.debug("not waited for any longer"); // it goes on behind
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static List<List<URI>> named(X509Certificate certificate) {
        return Stream.concat(
                        DistributionPoints.ofCertificate(certificate).stream(),
                        DistributionPoints.ofDeltas(certificate).stream())
                .toList();
    }

    private List<Point> deltas(Point complete) {
        return complete.deltas().stream()
                .flatMap(uris -> known(complete.issuer(), uris).stream())
                .toList();
    }

    private Optional<Point> known(X509Certificate issuer, List<URI> uris) {
        String key = Point.key(issuer, uris);
        if (!points.containsKey(key) && points.size() >= MOST_POINTS) {
            LOG.error("more than {} distribution points: {} is not taken up", MOST_POINTS, uris);
            return Optional.empty();
        }
        return Optional.of(points.computeIfAbsent(key, unknown -> new Point(issuer, uris, provider, clock.instant())));
    }

    /** Of those who want one point at one time, one fetches, and all wait for that. */
    private void start(Point point, Instant now) {
        if (point.begin(now).isEmpty()) {
            return;
        }
        try {
            fetches.execute(() -> fetch(point));
        } catch (RejectedExecutionException e) {
            point.end("too many lists wait to be fetched", pace, now);
        }
    }

    private void fetch(Point point) {
        String why = "a fault of ours";
        try {
            boolean changed = taken(point);
            if (changed) {
                // Before it is kept, which may take its time or fail: it is in use already.
                changes.incrementAndGet();
                folder.keep(point);
            }
            why = point.isFresh(clock.instant()) ? null : "serves a list that is past its nextUpdate";
            if (why == null && (changed || point.failures() > 0)) {
                LOG.info("revocation list taken from {}", point.uris());
            }
        } catch (IOException | RuntimeException e) {
            why = String.valueOf(e.getMessage());
        } finally {
            if (why != null) {
                tell(point, why);
            }
            point.end(why, pace, clock.instant());
        }
    }

    /** Takes the list from the first of the point's addresses that has one. */
    private boolean taken(Point point) throws IOException {
        Patience patience = Patience.of(settings.limit());
        IOException first = null;
        for (int i = 0; i < point.uris().size(); i++) {
            URI uri = point.uris().get(i);
            Duration limit = patience.part(point.uris().size() - i).left();
            try {
                byte[] octets = uri.getScheme().equals("ldap")
                        ? ldap.get(uri, limit, settings.largest())
                        : http.get(uri, limit, settings.largest());
                return point.take(octets, clock);
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new IOException("names no address") : first;
    }

    private static void tell(Point point, String why) {
        if (point.failures() % FAILURES_BETWEEN_LINES == 0) {
            LOG.error("no revocation list from {}: {}", point.uris(), why);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
