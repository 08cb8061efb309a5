package io.gongmail.store.db;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** One open transaction: use it on the thread that was given it, and not after the work returns. */
public final class Transaction {
    private final Connection connection;
    private final Function<Connection, DSLContext> renderer;
    private final List<Runnable> afterwards = new ArrayList<>();
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

    /**
     * Has {@code told} run once it has ended, whether it was committed or not or nobody knows, and before anybody hears of it: for who
     * remembers what the tables hold. It must not throw, nor wait.
     */
    public void afterwards(Runnable told) {
        afterwards.add(told);
    }

    void ended() {
        afterwards.forEach(Runnable::run);
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
