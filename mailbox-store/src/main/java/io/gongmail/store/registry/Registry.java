package io.gongmail.store.registry;

import io.gongmail.store.db.Database;
import java.time.Clock;

/**
 * The services of this room on one database. Thread-safe. Close it before the database: closing waits until what the
 * audit trail has been given is written.
 */
public final class Registry implements AutoCloseable {
    private final AuditTrail audit;
    private final Accounts accounts;
    private final Bindings bindings;
    private final Agencies agencies;
    private final Applications applications;

    private Registry(Database database, Clock clock) {
        audit = new AuditTrail(database, clock);
        applications = new Applications(database, clock, audit);
        accounts = new Accounts(database, clock, audit, applications);
        bindings = new Bindings(database, clock, audit, applications);
        agencies = new Agencies(database, audit);
    }

    public static Registry open(Database database, Clock clock) {
        return new Registry(database, clock);
    }

    public Accounts accounts() {
        return accounts;
    }

    public Bindings bindings() {
        return bindings;
    }

    public Agencies agencies() {
        return agencies;
    }

    public Applications applications() {
        return applications;
    }

    public AuditTrail audit() {
        return audit;
    }

    @Override
    public void close() {
        audit.close();
    }
}
