package io.gongmail.store.registry;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.personal.Unopened;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports rows whose personal data does not open, each once in the audit trail (the last 1,000 are remembered). */
final class Unreadable {
    private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);
    private static final int MOST = 1_000;

    private final AuditTrail audit;
    private final Set<String> reported = new LinkedHashSet<>();

    Unreadable(AuditTrail audit) {
        this.audit = audit;
    }

    /** What the caller throws; {@link #isFor} recognises it. */
    StoreException report(String row, Unopened why) {
        if (isNew(row)) {
            LOG.error("personal data cannot be read: {}", why.getMessage());
            audit.recordSoon(new AuditEvent(
                            "personal-data.unreadable", "server", row, Map.of("why", String.valueOf(why.getMessage()))))
                    .exceptionally(fault -> {
                        LOG.error("that personal data cannot be read is not in the audit trail", fault);
                        return 0L;
                    });
        }
        return new StoreException(Kind.BROKEN, "personal data cannot be read: " + why.getMessage(), why);
    }

    /** Whether a fault is of one row alone, so that its neighbours live. */
    static boolean isFor(StoreException fault) {
        return fault.getCause() instanceof Unopened;
    }

    private synchronized boolean isNew(String row) {
        if (reported.size() >= MOST) {
            reported.remove(reported.iterator().next());
        }
        return reported.add(row);
    }
}
