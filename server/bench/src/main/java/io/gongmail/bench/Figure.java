package io.gongmail.bench;

import java.util.List;
import java.util.Locale;

/**
 * One figure of a benchmark without a peer, told as one line.
 *
 * @param better {@code more} or {@code less}
 * @param target what {@code ours} must reach
 */
record Figure(String bench, String name, String better, String unit, double ours, double target) {
    /** A number of losses or violations: none is allowed. */
    static Figure count(String bench, String name, long ours) {
        return new Figure(bench, name, "less", "count", ours, 0);
    }

    /** The middle one, or the lower of the two in the middle. */
    static double median(List<Double> turns) {
        return turns.stream().sorted().toList().get((turns.size() - 1) / 2);
    }

    boolean holds() {
        return better.equals("more") ? ours >= target : ours <= target;
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"%s\",\"case\":\"%s\",\"per\":\"wall\",\"better\":\"%s\",\"unit\":\"%s\",\"ours\":%s,"
                        + "\"peer\":null,\"ratio\":null,\"target\":%s,\"holds\":%s}",
                bench,
                name,
                better,
                unit,
                number(ours),
                number(target),
                holds());
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "%-8s %-32s %10s %-9s target %-8s %s",
                bench,
                name,
                number(ours),
                unit,
                number(target),
                holds() ? "holds" : "FAILS");
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
