package io.gongmail.server.sieve;

import java.util.List;

/** A command, understood. Thread-safe. */
interface Step {
    void take(Run run) throws ScriptFault;

    /** One after the other, until one stops the run. */
    static void all(List<Step> steps, Run run) throws ScriptFault {
        for (Step step : steps) {
            if (run.hasStopped()) {
                return;
            }
            step.take(run);
        }
    }

    /** A test, understood. Thread-safe. */
    interface Condition {
        boolean holds(Run run) throws ScriptFault;
    }
}
