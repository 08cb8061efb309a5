package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.BINDING;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.REASON;
import static io.gongmail.store.registry.Names.SINCE;
import static io.gongmail.store.registry.Names.STATE;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.db.Database;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The links between certificates and accounts. Thread-safe; every call is one transaction. */
public final class Bindings {
    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;

    Bindings(Database database, Clock clock, AuditTrail audit) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
    }

    /** The active binding of exactly this certificate, if its account is active too. */
    public Optional<Binding> active(CertificateKey key) {
        return exactly(key, BindingRows.ACTIVE_OF_CERTIFICATE);
    }

    /** The binding of exactly this certificate, in whatever state. */
    public Optional<Binding> find(CertificateKey key) {
        return exactly(key, BindingRows.OF_CERTIFICATE);
    }

    /** The hash finds it; every other field must be the same too. */
    private Optional<Binding> exactly(CertificateKey key, String sql) {
        return one(sql, key.certificateSha256()).filter(binding -> binding.key().equals(key));
    }

    /** The binding of this id, in whatever state. */
    public Optional<Binding> find(UUID id) {
        return one(BindingRows.OF_ID, id.toString());
    }

    private Optional<Binding> one(String sql, String key) {
        return database.transact(transaction ->
                BindingRows.select(transaction, sql, key).stream().findFirst());
    }

    /** All bindings of an account, the oldest first. */
    public List<Binding> of(Address account) {
        return database.transact(
                transaction -> BindingRows.select(transaction, BindingRows.OF_ACCOUNT, account.toString()));
    }

    /**
     * Suspends an active binding; empty when it is not active, or there is none.
     *
     * @param reason at most 500 characters
     */
    public Optional<Binding> suspend(UUID id, String actor, String reason) {
        return move(id, BindingState.SUSPENDED, "binding.suspended", actor, reason);
    }

    /**
     * Makes a suspended binding active; empty when it is not suspended, or there is none.
     *
     * @param reason at most 500 characters
     */
    public Optional<Binding> resume(UUID id, String actor, String reason) {
        return move(id, BindingState.ACTIVE, "binding.resumed", actor, reason);
    }

    /**
     * Revokes an active or suspended binding for ever; empty when it is neither, or there is none.
     *
     * @param reason at most 500 characters
     */
    public Optional<Binding> revoke(UUID id, String actor, String reason) {
        return move(id, BindingState.REVOKED, "binding.revoked", actor, reason);
    }

    private Optional<Binding> move(UUID id, BindingState to, String code, String actor, String reason) {
        Bounds.text("reason", reason, 500);
        List<String> from = Arrays.stream(BindingState.values())
                .filter(state -> state.mayBecome(to))
                .map(BindingState::name)
                .toList();
        return database.transact(transaction -> {
            int moved = transaction
                    .sql()
                    .update(BINDING)
                    .set(STATE, to.name())
                    .set(SINCE, Bounds.time(clock.instant()).toEpochMilli())
                    .set(REASON, reason)
                    .where(ID.eq(id.toString()), STATE.in(from))
                    .execute();
            if (moved == 0) {
                return Optional.empty();
            }
            Binding binding = BindingRows.select(transaction, BindingRows.OF_ID, id.toString())
                    .get(0);
            Map<String, String> facts = Map.of(
                    "binding", id.toString(), "certificate", binding.key().certificateSha256(), "reason", reason);
            audit.append(
                    transaction, new AuditEvent(code, actor, binding.account().toString(), facts));
            return Optional.of(binding);
        });
    }
}
