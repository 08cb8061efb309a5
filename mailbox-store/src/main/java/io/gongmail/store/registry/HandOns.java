package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACCOUNT;
import static io.gongmail.store.registry.Names.ADDRESS;
import static io.gongmail.store.registry.Names.ASKED;
import static io.gongmail.store.registry.Names.ASKER;
import static io.gongmail.store.registry.Names.HAND_ON;
import static io.gongmail.store.registry.Names.MAILBOX_GONE;
import static io.gongmail.store.registry.Names.OF_ACCOUNT;
import static io.gongmail.store.registry.Names.REASON;
import static io.gongmail.store.registry.Names.RECIPIENT;
import static io.gongmail.store.registry.Names.STATE;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Mailboxes of closed accounts that are handed on to a colleague, by two: one asks, another confirms. Who they may be is for the
 * caller to see to. Thread-safe; every call is one transaction.
 */
public final class HandOns {
    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;

    HandOns(Database database, Clock clock, AuditTrail audit) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
    }

    /** What was asked for and is neither confirmed nor dropped. */
    public Optional<HandOn> of(Address account) {
        return database.transact(transaction -> find(transaction.sql(), account));
    }

    private static Optional<HandOn> find(DSLContext sql, Address account) {
        return sql.select(RECIPIENT, ASKER, ASKED, REASON)
                .from(HAND_ON)
                .where(OF_ACCOUNT.eq(account.toString()))
                .fetchOptional(row -> new HandOn(
                        account,
                        Address.of(row.get(RECIPIENT)),
                        Address.of(row.get(ASKER)),
                        Instant.ofEpochMilli(row.get(ASKED)),
                        row.get(REASON)));
    }

    /**
     * Asks for it.
     *
     * @param reason at most 500 characters
     * @return empty when the account is not closed or has no mailbox any more, the recipient is not active, or it was asked for
     *     already
     */
    public Optional<HandOn> ask(Address account, Address recipient, Address asker, String reason) {
        Bounds.some("reason", reason, 500);
        HandOn wanted = new HandOn(account, recipient, asker, Bounds.time(clock.instant()), reason);
        return Duplicates.lookAgain(database, transaction -> {
            if (!isPossible(transaction, wanted)
                    || find(transaction.sql(), account).isPresent()) {
                return Optional.empty();
            }
            transaction
                    .sql()
                    .insertInto(HAND_ON)
                    .set(OF_ACCOUNT, account.toString())
                    .set(RECIPIENT, recipient.toString())
                    .set(ASKER, asker.toString())
                    .set(ASKED, wanted.asked().toEpochMilli())
                    .set(REASON, reason)
                    .execute();
            audit.append(transaction, event("account.hand-on-asked", asker, wanted));
            return Optional.of(wanted);
        });
    }

    private static boolean isPossible(Transaction transaction, HandOn wanted) throws SQLException {
        boolean hasMailbox = AccountRows.lock(transaction, wanted.account())
                        .filter(account -> account.state() == AccountState.CLOSED)
                        .isPresent()
                && transaction
                        .sql()
                        .fetchExists(
                                ACCOUNT,
                                ADDRESS.eq(wanted.account().toString()),
                                STATE.eq(AccountState.CLOSED.name()),
                                MAILBOX_GONE.isNull());
        return hasMailbox
                && AccountRows.find(transaction, wanted.recipient())
                        .filter(account -> account.state() == AccountState.ACTIVE)
                        .isPresent();
    }

    /** What was asked for is not wanted any more; false when it is not there as it was shown. */
    public boolean drop(HandOn shown, Address actor) {
        return database.transact(transaction -> {
            boolean dropped = isTaken(transaction, shown);
            if (dropped) {
                audit.append(transaction, event("account.hand-on-dropped", actor, shown));
            }
            return dropped;
        });
    }

    /**
     * Hands the mailbox on, and tells the recipient.
     *
     * @param shown what is confirmed
     * @param mailbox what goes to the recipient, in this transaction
     * @return false when it is not there as it was shown, or not possible any more; nothing was changed
     */
    public boolean confirm(HandOn shown, Address actor, Following mailbox) {
        return database.transact(transaction -> {
            if (!isPossible(transaction, shown) || !isTaken(transaction, shown)) {
                return false;
            }
            Instant now = Bounds.time(clock.instant());
            transaction
                    .sql()
                    .update(ACCOUNT)
                    .set(MAILBOX_GONE, now.toEpochMilli())
                    .where(ADDRESS.eq(shown.account().toString()))
                    .execute();
            mailbox.follow(transaction, shown.account(), shown.recipient());
            OwnerLetters.change(
                    transaction,
                    shown.recipient(),
                    OwnerLetter.Kind.HANDED_ON,
                    shown.account().toString(),
                    now);
            audit.append(transaction, event("account.mailbox-handed-on", actor, shown));
            return true;
        });
    }

    private static boolean isTaken(Transaction transaction, HandOn shown) {
        return transaction
                        .sql()
                        .deleteFrom(HAND_ON)
                        .where(
                                OF_ACCOUNT.eq(shown.account().toString()),
                                RECIPIENT.eq(shown.recipient().toString()),
                                ASKER.eq(shown.asker().toString()),
                                ASKED.eq(shown.asked().toEpochMilli()))
                        .execute()
                == 1;
    }

    /** Nothing that was asked for by or for this address, or of it, is confirmed any more: it is to be another's. */
    static void forget(DSLContext sql, Address address) {
        String name = address.toString();
        sql.deleteFrom(HAND_ON)
                .where(OF_ACCOUNT.eq(name).or(RECIPIENT.eq(name)).or(ASKER.eq(name)))
                .execute();
    }

    private static AuditEvent event(String code, Address actor, HandOn handOn) {
        return new AuditEvent(
                code,
                actor.toString(),
                handOn.account().toString(),
                Map.of(
                        "recipient",
                        handOn.recipient().toString(),
                        "asker",
                        handOn.asker().toString(),
                        "reason",
                        handOn.reason()));
    }
}
