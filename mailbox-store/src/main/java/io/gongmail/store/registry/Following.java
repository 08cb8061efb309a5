package io.gongmail.store.registry;

import io.gongmail.store.db.Transaction;
import java.sql.SQLException;

/** What goes by an account's address beside the registry, and goes along when the account gets another: in the same transaction. */
@FunctionalInterface
public interface Following {
    /** May run several times, as the transaction does; has no effect outside of it. */
    void follow(Transaction transaction, Address from, Address to) throws SQLException;
}
