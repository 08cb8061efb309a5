package io.gongmail.server.admin;

import java.util.function.Consumer;

/** Tells the first thousand faults of a long command, each on a line; the command tells how many there were. For one thread. */
final class FirstFaults implements Consumer<String> {
    private static final int MOST = 1_000;

    private final Report report;
    private int count;

    FirstFaults(Report report) {
        this.report = report;
    }

    @Override
    public void accept(String fault) {
        if (++count <= MOST) {
            report.couldNot(fault);
        }
    }
}
