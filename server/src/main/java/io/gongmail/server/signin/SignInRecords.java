package io.gongmail.server.signin;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.registry.AccountWithPassword;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.BoundAccount;
import io.gongmail.store.registry.InternationalAddress;
import io.gongmail.store.registry.Registry;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** What sign-in reads and writes of the registry. Thread-safe; reading may block. */
public interface SignInRecords {
    /** The binding of a certificate, in whatever state, with its account. */
    Optional<BoundAccount> bound(CertificateKey key);

    /** The account, with what is stored of its password. */
    Optional<AccountWithPassword> account(Address address);

    /** The account that has that other name, in whatever state. */
    Optional<Address> named(InternationalAddress name);

    /**
     * Stores the same password hashed anew, if {@code before} is still what is stored; a password set meanwhile stays.
     *
     * @return whether it was
     */
    boolean upgrade(Address address, String before, String after);

    /** Notes when each of these bindings opened its account. */
    void used(Map<UUID, Instant> uses);

    /** Done when the event is durable. */
    CompletionStage<?> record(AuditEvent event);

    /** The registry's. */
    static SignInRecords of(Registry registry) {
        return new SignInRecords() {
            @Override
            public Optional<BoundAccount> bound(CertificateKey key) {
                return registry.bindings().bound(key);
            }

            @Override
            public Optional<AccountWithPassword> account(Address address) {
                return registry.accounts().withPassword(address);
            }

            @Override
            public Optional<Address> named(InternationalAddress name) {
                return registry.internationalAddresses().accountOf(name);
            }

            @Override
            public boolean upgrade(Address address, String before, String after) {
                return registry.accounts().upgradePasswordHash(address, before, after);
            }

            @Override
            public void used(Map<UUID, Instant> uses) {
                registry.bindings().used(uses);
            }

            @Override
            public CompletionStage<?> record(AuditEvent event) {
                return registry.audit().recordSoon(event);
            }
        };
    }
}
