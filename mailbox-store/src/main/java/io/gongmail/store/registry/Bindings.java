package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.BINDING;
import static io.gongmail.store.registry.Names.BOUND_TO;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.NOT_AFTER;
import static io.gongmail.store.registry.Names.OVERLAP_UNTIL;
import static io.gongmail.store.registry.Names.REASON;
import static io.gongmail.store.registry.Names.SINCE;
import static io.gongmail.store.registry.Names.STATE;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * The links between certificates and accounts. Thread-safe; every call is one transaction. A binding changes if, and only
 * if, it is in a state that allows it, with its reason and its audit entry.
 */
public final class Bindings {
    private static final int LONGEST_REASON = 500;

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;
    private final Applications applications;

    Bindings(Database database, Clock clock, AuditTrail audit, Applications applications) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
        this.applications = applications;
    }

    /** The active binding of exactly this certificate, if its account is active too; a superseded one is none. */
    public Optional<Binding> active(CertificateKey key) {
        return exactly(key, BindingRows.ACTIVE_OF_CERTIFICATE);
    }

    /** The binding of exactly this certificate, in whatever state. */
    public Optional<Binding> find(CertificateKey key) {
        return exactly(key, BindingRows.OF_CERTIFICATE);
    }

    /** The same with its account, for sign-in. */
    public Optional<BoundAccount> bound(CertificateKey key) {
        return database.transact(transaction -> {
            Optional<Binding> binding =
                    BindingRows.select(transaction, BindingRows.OF_CERTIFICATE, key.certificateSha256()).stream()
                            .filter(found -> found.key().equals(key))
                            .findFirst();
            return binding.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new BoundAccount(
                            binding.get(),
                            AccountRows.withPassword(transaction, binding.get().account())));
        });
    }

    /** The hash finds it; every other field must be the same too. */
    private Optional<Binding> exactly(CertificateKey key, String sql) {
        return one(sql, key.certificateSha256()).filter(binding -> binding.key().equals(key));
    }

    /** The binding of the certificate with this SHA-256 in lower-case hexadecimal, in whatever state. */
    public Optional<Binding> ofCertificate(String sha256) {
        return one(BindingRows.OF_CERTIFICATE, sha256);
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

    /** Of those the active and suspended ones that were never superseded: what a certificate to come may replace. */
    public List<Binding> standing(Address account) {
        return database.transact(
                transaction -> BindingRows.select(transaction, BindingRows.STANDING_OF_ACCOUNT, account.toString()));
    }

    /** Notes when each of these opened its account, in one transaction; never goes back. No audit entry: the sign-ins have one. */
    public void used(Map<UUID, Instant> uses) {
        Map<UUID, Instant> inOrder = new TreeMap<>(uses); // so that no two transactions wait for each other
        database.transact(transaction -> {
            try (PreparedStatement update = transaction
                    .connection()
                    .prepareStatement("UPDATE binding SET used = ? WHERE id = ? AND (used IS NULL OR used < ?)")) {
                for (Map.Entry<UUID, Instant> use : inOrder.entrySet()) {
                    long time = Bounds.time(use.getValue()).toEpochMilli();
                    update.setLong(1, time);
                    update.setString(2, use.getKey().toString());
                    update.setLong(3, time);
                    update.addBatch();
                }
                return update.executeBatch().length;
            }
        });
    }

    /**
     * Suspends an active or superseded binding; empty when it is neither, or there is none.
     *
     * @param reason at most 500 characters
     */
    public Optional<Binding> suspend(UUID id, String actor, String reason) {
        return move(
                id, BindingState.SUSPENDED, DSL.val(BindingState.SUSPENDED.name()), "binding.suspended", actor, reason);
    }

    /**
     * Makes a suspended binding what it was, active or superseded; empty when it is not suspended, or there is none. The end
     * of an overlap stays what it was.
     *
     * @param reason at most 500 characters
     */
    public Optional<Binding> resume(UUID id, String actor, String reason) {
        Field<String> before = DSL.when(OVERLAP_UNTIL.isNull(), DSL.val(BindingState.ACTIVE.name()))
                .otherwise(DSL.val(BindingState.SUPERSEDED.name()));
        return move(id, BindingState.ACTIVE, before, "binding.resumed", actor, reason);
    }

    /**
     * Revokes an active, superseded or suspended binding for ever; empty when it is none of these, or there is none.
     *
     * @param reason at most 500 characters
     */
    public Optional<Binding> revoke(UUID id, String actor, String reason) {
        return move(id, BindingState.REVOKED, DSL.val(BindingState.REVOKED.name()), "binding.revoked", actor, reason);
    }

    /** @param becomes what stands in the row where it may become {@code to} */
    private Optional<Binding> move(
            UUID id, BindingState to, Field<String> becomes, String code, String actor, String reason) {
        Bounds.text("reason", reason, LONGEST_REASON);
        return database.transact(transaction -> {
            int moved = transaction
                    .sql()
                    .update(BINDING)
                    .set(STATE, becomes)
                    .set(SINCE, now().toEpochMilli())
                    .set(REASON, reason)
                    .where(ID.eq(id.toString()), STATE.in(BindingState.before(to)))
                    .execute();
            if (moved == 0) {
                return Optional.empty();
            }
            Binding binding = find(transaction, id).orElseThrow();
            audit.append(transaction, event(code, actor, binding, reason, Map.of()));
            return Optional.of(binding);
        });
    }

    /**
     * Binds {@code fresh} to the account of the active binding {@code old}, which is superseded and opens the account for
     * {@code overlap} more.
     *
     * @param overlap zero: the old one opens nothing from now on
     * @param reason at most 500 characters
     */
    public BindOutcome replace(UUID old, Candidate fresh, Duration overlap, String actor, String reason) {
        Bounds.text("reason", reason, LONGEST_REASON);
        return Duplicates.lookAgain(database, transaction -> {
            Optional<Binding> found = find(transaction, old);
            if (found.isEmpty()) {
                return new BindOutcome.Stopped(Obstacle.BINDING_NOT_ACTIVE);
            }
            Optional<Obstacle> obstacle = obstacle(transaction, found.get().account(), fresh.key());
            if (obstacle.isPresent()) {
                return new BindOutcome.Stopped(obstacle.get());
            }
            if (!supersede(transaction, old, BindingState.ACTIVE, overlap, reason)) {
                return new BindOutcome.Stopped(Obstacle.BINDING_NOT_ACTIVE);
            }
            Binding superseded = find(transaction, old).orElseThrow();
            Binding bound = insert(transaction, superseded.account(), fresh, reason);
            Map<String, String> facts = Map.of(
                    "superseded", old.toString(),
                    "until", superseded.until().toString());
            audit.append(transaction, event("binding.renewed", actor, bound, reason, facts));
            return new BindOutcome.Bound(bound, List.of(superseded));
        });
    }

    /**
     * Binds {@code fresh} to an account beside its other certificates.
     *
     * @param most certificates that the account may have; active and suspended ones count that have not ended
     * @param reason at most 500 characters
     */
    public BindOutcome add(Address account, Candidate fresh, int most, String actor, String reason) {
        Bounds.text("reason", reason, LONGEST_REASON);
        return Duplicates.lookAgain(database, transaction -> {
            Optional<Obstacle> obstacle = obstacle(transaction, account, fresh.key());
            if (obstacle.isPresent()) {
                return new BindOutcome.Stopped(obstacle.get());
            }
            if (standing(transaction.sql(), account) >= most) {
                return new BindOutcome.Stopped(Obstacle.CERTIFICATES_FULL);
            }
            Binding bound = insert(transaction, account, fresh, reason);
            audit.append(transaction, event("binding.added", actor, bound, reason, Map.of()));
            return new BindOutcome.Bound(bound, List.of());
        });
    }

    /**
     * Binds the certificate that {@code approved} asks for, and brings the application to Provisioned. An active binding that
     * it replaces is superseded with the overlap, a suspended one without; one that was closed meanwhile stays closed. Safe to
     * repeat.
     *
     * @throws IllegalArgumentException when no such application for a certificate was ever approved
     */
    public BindOutcome bind(Application.Approved approved, Duration overlap) {
        return Duplicates.lookAgain(database, transaction -> bind(transaction, approved.id(), overlap));
    }

    private BindOutcome bind(Transaction transaction, ApplicationId id, Duration overlap) throws SQLException {
        Applications.lock(transaction.sql(), id);
        // What is stored counts, not what the caller brought along.
        Application stored = applications
                .find(transaction.sql(), id)
                .orElseThrow(() -> new IllegalArgumentException("there is no application " + id));
        if (!(stored instanceof Application.Decided decided)
                || !(decided.completion().aim() instanceof Aim.NewCertificate aim)) {
            throw new IllegalArgumentException("application " + id + " asks for no certificate");
        }
        Completion completion = decided.completion();
        if (stored instanceof Application.Provisioned) {
            return new BindOutcome.Bound(
                    BindingRows.select(
                                    transaction,
                                    BindingRows.OF_CERTIFICATE,
                                    completion.key().certificateSha256())
                            .get(0),
                    List.of());
        }
        if (!(stored instanceof Application.Approved)) {
            throw new IllegalArgumentException("application " + id + " is not approved");
        }
        AccountRows.lock(transaction, completion.desired());
        AuditTrail.lock(transaction.sql());
        if (BindingRows.isBound(transaction.sql(), completion.key())) {
            return new BindOutcome.Stopped(Obstacle.CERTIFICATE_BOUND);
        }
        String decider = decided.decision().decider();
        String reason = "approved by " + decider;
        List<Binding> superseded = new ArrayList<>();
        if (aim.replaced().isPresent()) {
            UUID old = aim.replaced().get();
            if (supersede(transaction, old, BindingState.ACTIVE, overlap, reason)
                    || supersede(transaction, old, BindingState.SUSPENDED, Duration.ZERO, reason)) {
                superseded.add(find(transaction, old).orElseThrow());
            }
        }
        Binding bound = insert(
                transaction,
                completion.desired(),
                new Candidate(completion.key(), completion.subject(), completion.notAfter()),
                reason);
        Applications.Step step = new Applications.Step(
                ApplicationState.PROVISIONED,
                "application.provisioned",
                decider,
                "",
                Map.of("binding", bound.id().toString()));
        if (!applications.advance(transaction, stored, step, Map.of())) {
            throw new IllegalStateException("application " + id + " moved while its certificate was being bound");
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("application", id.toString());
        superseded.forEach(old -> {
            facts.put("superseded", old.id().toString());
            facts.put("until", old.until().toString());
        });
        audit.append(transaction, event("binding.renewed", decider, bound, reason, facts));
        return new BindOutcome.Bound(bound, superseded);
    }

    /** From here on one at a time, for this account and for this certificate. */
    private static Optional<Obstacle> obstacle(Transaction transaction, Address account, CertificateKey key)
            throws SQLException {
        Optional<Account> locked = AccountRows.lock(transaction, account);
        AuditTrail.lock(transaction.sql());
        if (locked.isEmpty() || locked.get().state() != AccountState.ACTIVE) {
            return Optional.of(Obstacle.ACCOUNT_NOT_ACTIVE);
        }
        return Obstacles.toTaking(transaction.sql(), key);
    }

    /** How many certificates an account has that open it, or will when they are resumed. */
    private int standing(DSLContext sql, Address account) {
        return sql.fetchCount(
                BINDING,
                BOUND_TO.eq(account.toString()),
                STATE.in(BindingState.ACTIVE.name(), BindingState.SUSPENDED.name()),
                OVERLAP_UNTIL.isNull(),
                NOT_AFTER.gt(now().toEpochMilli()));
    }

    private boolean supersede(Transaction transaction, UUID id, BindingState from, Duration overlap, String reason) {
        Instant now = now();
        return transaction
                        .sql()
                        .update(BINDING)
                        .set(STATE, BindingState.SUPERSEDED.name())
                        .set(OVERLAP_UNTIL, now.plus(overlap).toEpochMilli())
                        .set(SINCE, now.toEpochMilli())
                        .set(REASON, reason)
                        .where(ID.eq(id.toString()), STATE.eq(from.name()), OVERLAP_UNTIL.isNull())
                        .execute()
                == 1;
    }

    private Binding insert(Transaction transaction, Address account, Candidate fresh, String reason)
            throws SQLException {
        Binding binding = new Binding(
                UUID.randomUUID(),
                account,
                fresh.key(),
                fresh.subject(),
                fresh.notAfter(),
                BindingState.ACTIVE,
                now(),
                reason);
        try (PreparedStatement insert = BindingRows.insert(transaction)) {
            BindingRows.insert(insert, binding);
            insert.executeBatch();
        }
        return binding;
    }

    private static Optional<Binding> find(Transaction transaction, UUID id) throws SQLException {
        return BindingRows.select(transaction, BindingRows.OF_ID, id.toString()).stream()
                .findFirst();
    }

    private static AuditEvent event(
            String code, String actor, Binding binding, String reason, Map<String, String> more) {
        Map<String, String> facts = new LinkedHashMap<>(more);
        facts.put("binding", binding.id().toString());
        facts.put("certificate", binding.key().certificateSha256());
        facts.put("reason", reason);
        return new AuditEvent(code, actor, binding.account().toString(), facts);
    }

    private Instant now() {
        return Bounds.time(clock.instant());
    }
}
