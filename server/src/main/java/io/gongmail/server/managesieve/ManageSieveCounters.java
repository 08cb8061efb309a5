package io.gongmail.server.managesieve;

import java.util.concurrent.atomic.LongAdder;

/** What the listener has seen since its start. Thread-safe. */
public final class ManageSieveCounters {
    private final LongAdder open = new LongAdder();
    private final LongAdder commands = new LongAdder();
    private final LongAdder signIns = new LongAdder();
    private final LongAdder refusals = new LongAdder();

    ManageSieveCounters() {}

    /** Connections behind the gate now. */
    public long connections() {
        return open.sum();
    }

    /** Commands taken. */
    public long commands() {
        return commands.sum();
    }

    /** Sign-ins that opened a session. */
    public long signIns() {
        return signIns.sum();
    }

    /** Sign-ins refused. */
    public long refusals() {
        return refusals.sum();
    }

    void opened() {
        open.increment();
    }

    void closed() {
        open.decrement();
    }

    void command() {
        commands.increment();
    }

    void signedIn() {
        signIns.increment();
    }

    void refused() {
        refusals.increment();
    }
}
