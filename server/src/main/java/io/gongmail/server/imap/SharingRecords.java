package io.gongmail.server.imap;

import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.Registry;
import java.util.Map;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.model.MailboxPath;

/** What commands on rights need of who knows the accounts. Thread-safe; calls may block. */
public interface SharingRecords {
    /**
     * Rights to a mailbox that somebody got, or lost.
     *
     * @param by who changed them
     * @param mailbox by its owner's name
     * @param before the letters of the rights (RFC 4314 §2.1)
     */
    record Change(Username by, MailboxPath mailbox, Username grantee, String before, String after) {}

    /** The account that an identifier means (RFC 4314 §3), by its one spelling; empty where none is there that has mailboxes. */
    Optional<Username> account(String identifier);

    /**
     * Writes down that rights were changed; returns when it is durable.
     *
     * @throws io.gongmail.store.StoreException when it is not
     */
    void changed(Change change);

    /** The accounts and the audit trail of a registry. */
    static SharingRecords of(Registry registry) {
        return new SharingRecords() {
            @Override
            public Optional<Username> account(String identifier) {
                return Address.parse(identifier)
                        .flatMap(registry.accounts()::find)
                        .filter(account ->
                                account.state() != AccountState.CLOSED && account.type() != AccountType.AGENCY_RELAY)
                        .map(account -> Username.of(account.address().toString()));
            }

            @Override
            public void changed(Change change) {
                registry.audit()
                        .record(new AuditEvent(
                                "mailbox.rights-changed",
                                change.by().asString(),
                                change.grantee().asString(),
                                Map.of(
                                        "owner", change.mailbox().getUser().asString(),
                                        "mailbox", change.mailbox().getName(),
                                        "before", change.before(),
                                        "after", change.after())));
            }
        };
    }
}
