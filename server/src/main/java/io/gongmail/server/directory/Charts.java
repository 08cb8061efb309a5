package io.gongmail.server.directory;

import io.gongmail.server.config.DirectoryConfig;
import io.gongmail.store.registry.Agencies;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.AgencyUnits;
import io.gongmail.store.registry.ListedPerson;
import io.gongmail.store.registry.PeopleList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The chart to answer by: read anew when it has become too old, by the one search that finds it so, while others go on with the
 * one before. Thread-safe; may block for the database, a second for 100,000 people.
 */
final class Charts {
    private static final int AT_ONCE = 1_000;

    /** Draws a chart by what the database holds now. */
    @FunctionalInterface
    interface Drawing {
        Chart draw();
    }

    private record Drawn(Chart chart, long at) {}

    private final Drawing drawing;
    private final long refreshNanos;
    private final LongSupplier nanos;
    private final ReentrantLock oneDraws = new ReentrantLock();
    private volatile @Nullable Drawn last;

    /** @param nanos {@code System::nanoTime}, or a test's */
    Charts(Drawing drawing, long refreshNanos, LongSupplier nanos) {
        this.drawing = drawing;
        this.refreshNanos = refreshNanos;
        this.nanos = nanos;
    }

    /** By what the registry holds, page by page. */
    static Drawing of(DirectoryConfig config, Agencies agencies, AgencyUnits units, PeopleList people) {
        return () -> {
            ChartMaker maker = new ChartMaker(config.suffix(), config.shows());
            List<Agency> someAgencies = agencies.list("", AT_ONCE);
            while (!someAgencies.isEmpty()) {
                someAgencies.forEach(agency -> maker.agency(agency, units.list(agency.code())));
                someAgencies =
                        agencies.list(someAgencies.get(someAgencies.size() - 1).code(), AT_ONCE);
            }
            List<ListedPerson> some = people.list("", AT_ONCE);
            while (!some.isEmpty()) {
                some.forEach(maker::person);
                some = people.list(some.get(some.size() - 1).address().toString(), AT_ONCE);
            }
            return maker.chart();
        };
    }

    /**
     * A chart that is young enough, or that is being replaced.
     *
     * @throws io.gongmail.store.StoreException when the database cannot be read
     */
    Chart current() {
        Drawn known = last;
        if (known != null && (isYoung(known) || !oneDraws.tryLock())) {
            return known.chart();
        }
        if (known == null) {
            oneDraws.lock();
        }
        try {
            Drawn meanwhile = last;
            if (meanwhile != null && isYoung(meanwhile)) {
                return meanwhile.chart();
            }
            long now = nanos.getAsLong();
            Chart drawn = drawing.draw();
            last = new Drawn(drawn, now);
            return drawn;
        } finally {
            oneDraws.unlock();
        }
    }

    private boolean isYoung(Drawn drawn) {
        return nanos.getAsLong() - drawn.at() < refreshNanos;
    }
}
