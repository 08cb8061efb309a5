package io.gongmail.bench;

import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** How many visits went. Written by one thread; read by another once that is done. */
final class Results implements Visit.Listener {
    private static final int FIRST_ROOM = 1_024;

    private long[] nanos = new long[FIRST_ROOM];
    private int succeeded;
    private long units;
    private int failed;
    private @Nullable String firstFailure;
    private @Nullable String spoken;

    @Override
    public void succeeded(long took) {
        if (succeeded == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * succeeded);
        }
        nanos[succeeded++] = took;
        units++;
    }

    /** One that did so many things at once. */
    void succeeded(long took, long things) {
        succeeded(took);
        units += things - 1;
    }

    @Override
    public void failed(String why) {
        failed++;
        if (firstFailure == null) {
            firstFailure = why;
        }
    }

    /** Notes what the first connection speaks. */
    void speaks(SSLSession session) {
        if (spoken == null) {
            spoken = session.getProtocol() + " " + session.getCipherSuite();
        }
    }

    int succeeded() {
        return succeeded;
    }

    /** What was done: as many as succeeded, where each did one thing. */
    long units() {
        return units;
    }

    int failed() {
        return failed;
    }

    Optional<String> firstFailure() {
        return Optional.ofNullable(firstFailure);
    }

    /** Protocol and cipher suite. */
    String spoken() {
        return spoken == null ? "nothing" : spoken;
    }

    /**
     * How long it took all but the slowest, in milliseconds: the nearest rank; NaN when none succeeded.
     *
     * @param share of those that did not take longer, above 0 and up to 1
     */
    double milliseconds(double share) {
        if (succeeded == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, succeeded);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * succeeded) - 1)] / 1e6;
    }
}
