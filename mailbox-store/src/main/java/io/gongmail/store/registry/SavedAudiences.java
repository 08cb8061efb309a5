package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACCOUNT;
import static io.gongmail.store.registry.Names.ADDRESS;
import static io.gongmail.store.registry.Names.AGENCY;
import static io.gongmail.store.registry.Names.AUDIENCE;
import static io.gongmail.store.registry.Names.AUDIENCE_GRANT;
import static io.gongmail.store.registry.Names.AUDIENCE_MEMBER;
import static io.gongmail.store.registry.Names.BOUND_TO;
import static io.gongmail.store.registry.Names.CODE;
import static io.gongmail.store.registry.Names.EXPRESSION;
import static io.gongmail.store.registry.Names.NAME;
import static io.gongmail.store.registry.Names.OF_AGENCY;
import static io.gongmail.store.registry.Names.OF_AUDIENCE;
import static io.gongmail.store.registry.Names.SAVED;
import static io.gongmail.store.registry.Names.SAVED_BY;
import static io.gongmail.store.registry.Names.STATE;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Audiences under names: expressions, whose meaning is not known here, and lists of addresses. Every change is audited. An account that
 * is closed is on no list any more; one that gets another address stays on them. Thread-safe; every call is one transaction.
 */
public final class SavedAudiences {
    /** Of the installation. */
    public static final int MOST = 1_000;

    /** Addresses on one list. */
    public static final int LONGEST_LIST = 10_000;

    private static final int MOST_AT_ONCE = 1_000;
    private static final String OWNER = "agency";

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;

    SavedAudiences(Database database, Clock clock, AuditTrail audit) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * Saves what {@code name} means, in the place of what it meant; who may address it stays.
     *
     * @param agency whose it is; the empty text: the installation's
     * @param expression at most {@value SavedAudience#LONGEST} characters
     * @throws IllegalArgumentException when that is no name or no expression, there is no such agency, or there are {@link #MOST}
     */
    public void save(String name, String agency, String expression, String actor) {
        Bounds.some("expression", expression, SavedAudience.LONGEST);
        save(name, agency, Optional.of(expression), List.of(), actor, Map.of(OWNER, agency, "expression", expression));
    }

    /**
     * The same of a list.
     *
     * @param members accounts that are not closed, at most {@link #LONGEST_LIST}
     * @throws IllegalArgumentException in the same cases, and when one of them is none; the message names the first
     */
    public void saveList(String name, String agency, Collection<Address> members, String actor) {
        SortedSet<Address> once = new TreeSet<>(members);
        if (once.isEmpty() || once.size() > LONGEST_LIST) {
            throw new IllegalArgumentException("a list: 1 to " + LONGEST_LIST + " addresses");
        }
        save(
                name,
                agency,
                Optional.empty(),
                once,
                actor,
                Map.of(OWNER, agency, "members", Integer.toString(once.size())));
    }

    private void save(
            String name,
            String agency,
            Optional<String> expression,
            Collection<Address> members,
            String actor,
            Map<String, String> facts) {
        if (!SavedAudience.isName(name)) {
            throw new IllegalArgumentException(
                    "the name of an audience: 1 to 50 letters of lower case, digits, and hyphens between them; not 'all'");
        }
        Duplicates.lookAgain(database, transaction -> {
            DSLContext sql = transaction.sql();
            if (!agency.isEmpty() && !sql.fetchExists(AGENCY, CODE.eq(agency))) {
                throw new IllegalArgumentException("there is no agency " + agency);
            }
            put(sql, name, agency, expression, actor);
            sql.deleteFrom(AUDIENCE_MEMBER).where(OF_AUDIENCE.eq(name)).execute();
            put(transaction, name, members);
            return audit.append(transaction, new AuditEvent("audience.saved", actor, name, facts));
        });
    }

    private void put(DSLContext sql, String name, String agency, Optional<String> expression, String actor) {
        long now = Bounds.time(clock.instant()).toEpochMilli();
        int changed = sql.update(AUDIENCE)
                .set(OF_AGENCY, agency.isEmpty() ? null : agency)
                .set(EXPRESSION, expression.orElse(null))
                .set(SAVED, now)
                .set(SAVED_BY, actor)
                .where(NAME.eq(name))
                .execute();
        if (changed == 1) {
            return;
        }
        if (sql.fetchCount(AUDIENCE) >= MOST) {
            throw new IllegalArgumentException("at most " + MOST + " audiences are saved; remove one first");
        }
        sql.insertInto(AUDIENCE)
                .set(NAME, name)
                .set(OF_AGENCY, agency.isEmpty() ? null : agency)
                .set(EXPRESSION, expression.orElse(null))
                .set(SAVED, now)
                .set(SAVED_BY, actor)
                .execute();
    }

    private static void put(Transaction transaction, String name, Collection<Address> members) throws SQLException {
        if (members.isEmpty()) {
            return;
        }
        DSLContext sql = transaction.sql();
        try (PreparedStatement insert = transaction
                .connection()
                .prepareStatement("INSERT INTO audience_member (audience, account) VALUES (?, ?)")) {
            for (Address member : members) {
                if (!sql.fetchExists(ACCOUNT, ADDRESS.eq(member.toString()), STATE.ne(AccountState.CLOSED.name()))) {
                    throw new IllegalArgumentException("there is no open account " + member);
                }
                insert.setString(1, name);
                insert.setString(2, member.toString());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Forgets it, and who might address it; whether it was there. */
    public boolean remove(String name, String actor) {
        return database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            sql.deleteFrom(AUDIENCE_MEMBER).where(OF_AUDIENCE.eq(name)).execute();
            sql.deleteFrom(AUDIENCE_GRANT).where(OF_AUDIENCE.eq(name)).execute();
            boolean gone = sql.deleteFrom(AUDIENCE).where(NAME.eq(name)).execute() == 1;
            if (gone) {
                audit.append(transaction, new AuditEvent("audience.removed", actor, name));
            }
            return gone;
        });
    }

    public Optional<SavedAudience> find(String name) {
        return database.transact(transaction -> transaction
                .sql()
                .select(NAME, OF_AGENCY, EXPRESSION, SAVED, SAVED_BY)
                .from(AUDIENCE)
                .where(NAME.eq(name))
                .fetchOptional(SavedAudiences::saved));
    }

    /**
     * Audiences by name, those after {@code after}; the empty text starts.
     *
     * @param limit 1 to 1,000
     */
    public List<SavedAudience> list(String after, int limit) {
        int most = Bounds.limit(limit, MOST_AT_ONCE);
        return database.transact(transaction -> transaction
                .sql()
                .select(NAME, OF_AGENCY, EXPRESSION, SAVED, SAVED_BY)
                .from(AUDIENCE)
                .where(NAME.gt(after))
                .orderBy(NAME)
                .limit(most)
                .fetch(SavedAudiences::saved));
    }

    private static SavedAudience saved(Record row) {
        String agency = row.get(OF_AGENCY);
        return new SavedAudience(
                row.get(NAME),
                agency == null ? "" : agency,
                Optional.ofNullable(row.get(EXPRESSION)),
                Instant.ofEpochMilli(row.get(SAVED)),
                row.get(SAVED_BY));
    }

    /** Who is on a list, by address; nobody where it is an expression, or is not there. */
    public List<Address> members(String name) {
        return database.transact(transaction -> transaction
                .sql()
                .select(BOUND_TO)
                .from(AUDIENCE_MEMBER)
                .where(OF_AUDIENCE.eq(name))
                .orderBy(BOUND_TO)
                .fetch(row -> Address.of(row.get(BOUND_TO))));
    }

    /** An account that is closed is on no list. */
    static void erase(DSLContext sql, Address account) {
        sql.deleteFrom(AUDIENCE_MEMBER).where(BOUND_TO.eq(account.toString())).execute();
    }

    /** An account stays on its lists under the address that it gets; whoever gets the address that it had is on none. */
    static void move(DSLContext sql, Address from, Address to) {
        erase(sql, to);
        sql.update(AUDIENCE_MEMBER)
                .set(BOUND_TO, to.toString())
                .where(BOUND_TO.eq(from.toString()))
                .execute();
    }
}
