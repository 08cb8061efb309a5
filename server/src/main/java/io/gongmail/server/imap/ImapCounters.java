package io.gongmail.server.imap;

import java.util.concurrent.atomic.LongAdder;

/** What the listener has seen since its start. Thread-safe. */
public final class ImapCounters {
    private final LongAdder open = new LongAdder();
    private final LongAdder commands = new LongAdder();
    private final LongAdder signIns = new LongAdder();
    private final LongAdder refusals = new LongAdder();

    ImapCounters() {}

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

    void signedIn() {
        signIns.increment();
    }

    void refused() {
        refusals.increment();
    }

    LongAdder openAdder() {
        return open;
    }

    LongAdder commandAdder() {
        return commands;
    }
}
