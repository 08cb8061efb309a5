package io.gongmail.store.db;

import java.sql.Connection;
import org.jooq.DSLContext;

/** One open transaction: use it on the thread that was given it, and not after the work returns. */
public final class Transaction {
    private final Connection connection;
    private final DSLContext sql;

    Transaction(Connection connection, DSLContext sql) {
        this.connection = connection;
        this.sql = sql;
    }

    /** For hot statements prepared by hand. Do not commit or close it. */
    public Connection connection() {
        return connection;
    }

    /** For everything else. */
    public DSLContext sql() {
        return sql;
    }
}
