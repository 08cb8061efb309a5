package io.gongmail.store.db;

import java.lang.reflect.Field;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.Vector;
import org.apache.derby.iapi.services.daemon.DaemonService;
import org.apache.derby.iapi.services.monitor.Monitor;
import org.apache.derby.iapi.store.raw.RawStoreFactory;

/**
 * The threads that Derby has for each database. One that failed while it was shut down is forgotten by the engine with its
 * thread alive, which keeps all its pages.
 */
final class DerbyDaemons {
    private static final Set<DaemonService> SEEN = Collections.newSetFromMap(new IdentityHashMap<>());

    private DerbyDaemons() {}

    /** Those of the databases that the engine knows now. */
    static synchronized void remember() {
        try {
            for (Object service : List.copyOf((Vector<?>) field(Monitor.getMonitor(), "services"))) {
                for (Object module : List.copyOf((Vector<?>) field(service, "moduleInstances"))) {
                    if (field(module, "instance") instanceof RawStoreFactory store && store.getDaemon() != null) {
                        SEEN.add(store.getDaemon());
                    }
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("Derby's engine is another than this was written for", e);
        }
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(of);
                }
            }
        }
        throw new NoSuchFieldException(of.getClass() + "." + name);
    }

    /** Ends those that were remembered; to be called when no database is open. */
    static synchronized void end() {
        SEEN.forEach(DaemonService::stop);
        SEEN.clear();
    }
}
