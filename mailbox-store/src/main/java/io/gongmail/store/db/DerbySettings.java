package io.gongmail.store.db;

import java.io.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Derby is set by system properties, read when its engine boots: one set for the process. */
public final class DerbySettings {
    private static final Logger LOG = LoggerFactory.getLogger("derby");

    private DerbySettings() {}

    static void apply(int pageCache) {
        set("derby.storage.pageCacheSize", Integer.toString(Math.max(1_000, pageCache)));
        // A large flag update must not take the whole table from everybody else.
        set("derby.locks.escalationThreshold", "100000000");
        set("derby.locks.waitTimeout", "20");
        set("derby.locks.deadlockTimeout", "2");
        // The thread that would count values waits for itself for ever when the disk fails under it, and with it
        // everybody who prepares a statement (Derby 10.16, IndexStatisticsDaemonImpl.stop). Plans must be right
        // without it: PlansTest.
        set("derby.storage.indexStats.auto", "false");
        set("derby.stream.error.method", DerbySettings.class.getName() + ".log");
        set("derby.language.statementCache.size", "300");
    }

    private static void set(String key, String value) {
        System.setProperty(key, value);
    }

    /** Where Derby writes what it has to say; called by Derby, by name. */
    public static Writer log() {
        return new LineWriter(LOG::info);
    }
}
