package io.gongmail.server.enrollment;

import io.gongmail.store.personal.Masked;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.FirstApproval;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of the queue.
 *
 * @param name masked, or in clear for a reviewer
 * @param address wished for, or of the account that the certificate is for
 * @param asksForCertificate whether it is for another certificate of an account, and not for an account
 * @param changesAgency whether it is that an account goes to this agency
 * @param submitted when it was handed in last
 * @param due when it is to be decided at the latest
 * @param standing how it stands against that; empty once it is decided
 * @param first the first approval of two; empty where there is none
 */
public record QueueEntry(
        ApplicationId id,
        ApplicationState state,
        AccountType type,
        String agency,
        String name,
        Address address,
        boolean asksForCertificate,
        boolean changesAgency,
        Instant submitted,
        Instant due,
        Optional<ServiceLevel.Standing> standing,
        Optional<FirstApproval> first) {
    /** Masked whatever is shown, as texts end up in logs. */
    @Override
    public String toString() {
        return "QueueEntry[" + id + ", " + state + ", " + Masked.name(name) + ", due " + due + "]";
    }
}
