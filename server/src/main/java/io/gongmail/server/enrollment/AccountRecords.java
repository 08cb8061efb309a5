package io.gongmail.server.enrollment;

import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationFilter;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.OpenOutcome;
import io.gongmail.store.registry.Registry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What provisioning reads and writes of the registry. Thread-safe; calls block. */
public interface AccountRecords {
    /** The account of this address, in whatever state. */
    Optional<Account> find(Address address);

    /** Applications that are approved and not provisioned, those after the id {@code after}; the empty text starts. */
    List<Application.Approved> approved(String after, int limit);

    /** Account, binding, the application's last state and its audit entry, all or nothing; safe to repeat. */
    OpenOutcome open(Application.Approved approved);

    /** Returns when the event is durable. */
    void record(AuditEvent event);

    /** The registry's. */
    static AccountRecords of(Registry registry) {
        return new AccountRecords() {
            @Override
            public Optional<Account> find(Address address) {
                return registry.accounts().find(address);
            }

            @Override
            public List<Application.Approved> approved(String after, int limit) {
                ApplicationFilter filter = new ApplicationFilter(Set.of(ApplicationState.APPROVED), "", after, limit);
                return registry.applications().list(filter).stream()
                        .map(Application.Approved.class::cast)
                        .toList();
            }

            @Override
            public OpenOutcome open(Application.Approved approved) {
                return registry.accounts().open(approved);
            }

            @Override
            public void record(AuditEvent event) {
                registry.audit().record(event);
            }
        };
    }
}
