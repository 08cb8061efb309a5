package io.gongmail.store.db;

import java.sql.Connection;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** One open transaction: use it on the thread that was given it, and not after the work returns. */
public final class Transaction {
    private final Connection connection;
    private final Function<Connection, DSLContext> renderer;
    private @Nullable DSLContext sql;

    /** @param renderer asked once, where {@link #sql} is: what is hot does without */
    Transaction(Connection connection, Function<Connection, DSLContext> renderer) {
        this.connection = connection;
        this.renderer = renderer;
    }

    /** For hot statements prepared by hand. Do not commit or close it. */
    public Connection connection() {
        return connection;
    }

    /** For everything else. */
    public DSLContext sql() {
        DSLContext made = sql;
        if (made == null) {
            made = renderer.apply(connection);
            sql = made;
        }
        return made;
    }
}
