package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACCOUNT;
import static io.gongmail.store.registry.Names.AIM;
import static io.gongmail.store.registry.Names.APPLICATION;
import static io.gongmail.store.registry.Names.DESIRED;
import static io.gongmail.store.registry.Names.RESERVED_ADDRESS;
import static io.gongmail.store.registry.Names.RESERVED_CERTIFICATE;
import static io.gongmail.store.registry.Names.RESERVED_SERIAL;
import static io.gongmail.store.registry.Names.STATE;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.db.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** What stands in the way of an approval or a binding; asked while nobody else can bind, reserve or change the account. */
final class Obstacles {
    private Obstacles() {}

    /** @param account that the application is for, locked; empty where there is none yet */
    static Optional<Obstacle> toApproval(Transaction transaction, Completion completion, Optional<Account> account)
            throws SQLException {
        if (completion.aim() instanceof Aim.NewCertificate certificate) {
            return toCertificate(transaction, completion, certificate, account);
        }
        return completion.aim() instanceof Aim.NewAgency
                ? toAgency(transaction.sql(), completion, account)
                : toAccount(transaction.sql(), completion);
    }

    private static Optional<Obstacle> toAgency(DSLContext sql, Completion completion, Optional<Account> account) {
        if (account.filter(found -> found.state() == AccountState.ACTIVE).isEmpty()) {
            return Optional.of(Obstacle.ACCOUNT_NOT_ACTIVE);
        }
        if (account.get().agency().equals(completion.agencyCode())) {
            return Optional.of(Obstacle.OVERTAKEN);
        }
        return completion.desired().equals(completion.account())
                ? Optional.empty()
                : toAddress(sql, completion.desired());
    }

    /** Whoever speaks for an agency is approved by two. */
    static Optional<Obstacle> toOneReviewer(DSLContext sql, ApplicationId id, Completion completion, String decider) {
        boolean suffices = !completion.type().needsTwoReviewers()
                || ReviewQueue.first(sql, id)
                        .filter(first -> !first.reviewer().toString().equals(decider))
                        .isPresent();
        return suffices ? Optional.empty() : Optional.of(Obstacle.FIRST_APPROVAL_MISSING);
    }

    static Optional<Obstacle> toAccount(DSLContext sql, Completion completion) {
        return toAddress(sql, completion.desired()).or(() -> toTaking(sql, completion.key()));
    }

    private static Optional<Obstacle> toAddress(DSLContext sql, Address address) {
        return exists(sql, RESERVED_ADDRESS.eq(address.toString())) || AccountRows.exists(sql, address)
                ? Optional.of(Obstacle.ADDRESS_TAKEN)
                : Optional.empty();
    }

    private static Optional<Obstacle> toCertificate(
            Transaction transaction, Completion completion, Aim.NewCertificate aim, Optional<Account> account)
            throws SQLException {
        if (account.filter(found -> found.state() == AccountState.ACTIVE).isEmpty()) {
            return Optional.of(Obstacle.ACCOUNT_NOT_ACTIVE);
        }
        Optional<Obstacle> taken = toTaking(transaction.sql(), completion.key());
        if (taken.isPresent()) {
            return taken;
        }
        String address = completion.desired().toString();
        List<Binding> standing = BindingRows.select(transaction, BindingRows.STANDING_OF_ACCOUNT, address);
        if (aim.replaced().isPresent()) {
            return standing.stream().anyMatch(binding -> aim.replaced().get().equals(binding.id()))
                    ? Optional.empty()
                    : Optional.of(Obstacle.BINDING_NOT_ACTIVE);
        }
        boolean another = exists(
                transaction.sql(),
                STATE.eq(ApplicationState.APPROVED.name())
                        .and(AIM.eq(ApplicationRows.FOR_CERTIFICATE))
                        .and(DESIRED.eq(address)));
        return standing.isEmpty() && !another ? Optional.empty() : Optional.of(Obstacle.CERTIFICATES_FULL);
    }

    /** Whether the certificate is or was bound to an account, or is reserved for an application. */
    static Optional<Obstacle> toTaking(DSLContext sql, CertificateKey key) {
        boolean reserved = exists(
                sql,
                RESERVED_CERTIFICATE.eq(key.certificateSha256()).or(RESERVED_SERIAL.eq(ApplicationRows.serial(key))));
        return reserved || BindingRows.isBound(sql, key) ? Optional.of(Obstacle.CERTIFICATE_BOUND) : Optional.empty();
    }

    /** Whether an active account has the role, or one that is approved will have it. */
    static boolean isHeld(DSLContext sql, Role role) {
        Condition named = ApplicationRows.named(role);
        return sql.fetchExists(ACCOUNT, STATE.eq(AccountState.ACTIVE.name()), named)
                || exists(sql, STATE.eq(ApplicationState.APPROVED.name()).and(named));
    }

    private static boolean exists(DSLContext sql, Condition condition) {
        return sql.fetchExists(APPLICATION, condition);
    }
}
