package io.gongmail.store.registry;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.db.Database;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The links between certificates and accounts. Thread-safe; every call is one transaction. */
public final class Bindings {
    Bindings(Database database, Clock clock, AuditTrail audit) {}

    /** The active binding of exactly this certificate, if its account is active too. */
    public Optional<Binding> active(CertificateKey key) {
        throw new UnsupportedOperationException();
    }

    /** The binding of exactly this certificate, in whatever state. */
    public Optional<Binding> find(CertificateKey key) {
        throw new UnsupportedOperationException();
    }

    /** The binding of this id, in whatever state. */
    public Optional<Binding> find(UUID id) {
        throw new UnsupportedOperationException();
    }

    /** All bindings of an account, the oldest first. */
    public List<Binding> of(Address account) {
        throw new UnsupportedOperationException();
    }

    /** Suspends an active binding; empty when it is not active, or there is none. */
    public Optional<Binding> suspend(UUID id, String actor, String reason) {
        throw new UnsupportedOperationException();
    }

    /** Makes a suspended binding active; empty when it is not suspended, or there is none. */
    public Optional<Binding> resume(UUID id, String actor, String reason) {
        throw new UnsupportedOperationException();
    }

    /** Revokes an active or suspended binding for ever; empty when it is neither, or there is none. */
    public Optional<Binding> revoke(UUID id, String actor, String reason) {
        throw new UnsupportedOperationException();
    }
}
