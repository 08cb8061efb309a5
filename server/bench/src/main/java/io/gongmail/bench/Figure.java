package io.gongmail.bench;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a benchmark, told as one line.
 *
 * @param per {@code cpu} (for each second of the server's processor time) or {@code wall}
 * @param better {@code more} or {@code less}
 * @param peer the peer's, measured in the same run; null without one
 * @param target what {@code ours} must reach or, with a peer, the ratio of both
 */
record Figure(
        String bench,
        String name,
        String per,
        String better,
        String unit,
        double ours,
        @Nullable Double peer,
        double target) {
    /** Without a peer. */
    Figure(String bench, String name, String better, String unit, double ours, double target) {
        this(bench, name, "wall", better, unit, ours, null, target);
    }

    /** Without a target: what another one is to be understood by. */
    static Figure told(String bench, String name, String better, String unit, double ours) {
        return new Figure(
                bench,
                name,
                better,
                unit,
                ours,
                better.equals("more") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }

    /** A number of losses or violations: none is allowed. */
    static Figure count(String bench, String name, long ours) {
        return new Figure(bench, name, "less", "count", ours, 0);
    }

    /** The middle one, or the lower of the two in the middle. */
    static double median(List<Double> turns) {
        return turns.stream().sorted().toList().get((turns.size() - 1) / 2);
    }

    boolean holds() {
        if (peer != null) {
            return ratio(peer) >= target;
        }
        return better.equals("more") ? ours >= target : ours <= target;
    }

    /** Above 1 ours is better; NaN without a peer. */
    double ratio() {
        return peer == null ? Double.NaN : ratio(peer);
    }

    /** Above 1 ours is better. */
    private double ratio(double other) {
        return better.equals("more") ? ours / other : other / ours;
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"%s\",\"case\":\"%s\",\"per\":\"%s\",\"better\":\"%s\",\"unit\":\"%s\",\"ours\":%s,"
                        + "\"peer\":%s,\"ratio\":%s,\"target\":%s,\"holds\":%s}",
                bench,
                name,
                per,
                better,
                unit,
                number(ours),
                peer == null ? "null" : number(peer),
                peer == null ? "null" : number(ratio(peer)),
                number(target),
                holds());
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "%-9s %-32s %-4s %10s %-12s %starget %-8s %s",
                bench,
                name,
                per,
                number(ours),
                unit,
                peer == null
                        ? ""
                        : String.format(Locale.ROOT, "peer %-8s ratio %-6s ", number(peer), number(ratio(peer))),
                number(target),
                holds() ? "holds" : "FAILS");
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return "null";
        }
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
