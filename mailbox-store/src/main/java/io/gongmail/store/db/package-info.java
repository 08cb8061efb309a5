/**
 * The data source, its dialects, migrations and transactions.
 *
 * <p>Invariant: whatever {@link io.gongmail.store.db.Database#transact} returns from is durable, and what it throws from
 * left no trace; a stop leaves nothing that does not open again ({@link io.gongmail.store.db.DerbyLog}). Migrations stand in {@code db/migration} as one set of SQL files; what differs between databases is a
 * placeholder filled from {@link io.gongmail.store.db.Dialect}.
 */
@org.jspecify.annotations.NullMarked
package io.gongmail.store.db;
