package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACCOUNT;
import static io.gongmail.store.registry.Names.ADDRESS;
import static io.gongmail.store.registry.Names.AIM;
import static io.gongmail.store.registry.Names.APPLICATION;
import static io.gongmail.store.registry.Names.BINDING;
import static io.gongmail.store.registry.Names.DESIRED;
import static io.gongmail.store.registry.Names.FIRST_REVIEWER;
import static io.gongmail.store.registry.Names.FIRST_VERSION;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.MOVING;
import static io.gongmail.store.registry.Names.OF_ACCOUNT;
import static io.gongmail.store.registry.Names.OF_APPLICATION;
import static io.gongmail.store.registry.Names.OWNER_LETTER;
import static io.gongmail.store.registry.Names.PASSWORD_HISTORY;
import static io.gongmail.store.registry.Names.PLACES;
import static io.gongmail.store.registry.Names.RESERVED_ADDRESS;
import static io.gongmail.store.registry.Names.SIEVE_SCRIPT;
import static io.gongmail.store.registry.Names.STATE;
import static io.gongmail.store.registry.Names.VACATION;
import static io.gongmail.store.registry.Names.VACATION_ANSWER;

import io.gongmail.store.db.Transaction;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Table;

/** How an account gets another address: the one it has is the key of all that is its own, so that goes along. */
final class AccountAddresses {
    private static final String COPIED =
            "name, kind, agency, roles, state, opened, password_hash, password_set, resumed,"
                    + " closed, former, mailbox_gone, reacts, unit, post, staff_number";
    private static final List<Table<Record>> OWN =
            List.of(BINDING, PASSWORD_HISTORY, PLACES, OWNER_LETTER, VACATION, VACATION_ANSWER, SIEVE_SCRIPT);

    private AccountAddresses() {}

    /**
     * Moves the account, which is locked, to an address that nobody has. What was applied for in its name goes along, so that an
     * application of this holder never means the next one's account; where this holder gave a first approval of two, another is
     * needed.
     */
    static void move(Transaction transaction, Address from, Address to) throws SQLException {
        DSLContext sql = transaction.sql();
        String application = sql.select(OF_APPLICATION)
                .from(ACCOUNT)
                .where(ADDRESS.eq(from.toString()))
                .fetchSingle(OF_APPLICATION);
        try (PreparedStatement copy = transaction
                .connection()
                .prepareStatement("INSERT INTO account (address, " + COPIED + ") SELECT CAST(? AS VARCHAR(254)), "
                        + COPIED + " FROM account WHERE address = ?")) {
            copy.setString(1, to.toString());
            copy.setString(2, from.toString());
            copy.executeUpdate();
        }
        for (Table<Record> own : OWN) {
            sql.update(own)
                    .set(OF_ACCOUNT, to.toString())
                    .where(OF_ACCOUNT.eq(from.toString()))
                    .execute();
        }
        Forwardings.move(sql, from, to);
        HandOns.forget(sql, from);
        SentAs.erase(sql, from);
        SavedAudiences.move(sql, from, to);
        InternationalAddresses.move(sql, from, to);
        sql.update(APPLICATION)
                .set(DESIRED, to.toString())
                .setNull(RESERVED_ADDRESS)
                .where(
                        DESIRED.eq(from.toString()),
                        AIM.ne(ApplicationRows.FOR_ACCOUNT)
                                .or(ID.eq(
                                        sql.select(OF_APPLICATION).from(ACCOUNT).where(ADDRESS.eq(from.toString())))))
                .execute();
        sql.update(APPLICATION)
                .set(MOVING, to.toString())
                .where(
                        MOVING.eq(from.toString()),
                        STATE.notIn(ApplicationState.PROVISIONED.name(), ApplicationState.REJECTED.name()))
                .execute();
        sql.update(APPLICATION)
                .setNull(FIRST_VERSION)
                .where(STATE.eq(ApplicationState.SUBMITTED.name()), FIRST_REVIEWER.eq(from.toString()))
                .execute();
        sql.deleteFrom(ACCOUNT).where(ADDRESS.eq(from.toString())).execute();
        // Of two rows at one time it would not be unique.
        sql.update(ACCOUNT)
                .set(OF_APPLICATION, application)
                .where(ADDRESS.eq(to.toString()))
                .execute();
    }
}
