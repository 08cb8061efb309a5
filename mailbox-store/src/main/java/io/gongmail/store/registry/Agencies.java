package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACCOUNT;
import static io.gongmail.store.registry.Names.ADDRESS;
import static io.gongmail.store.registry.Names.AGENCY;
import static io.gongmail.store.registry.Names.AGENCY_DOMAIN;
import static io.gongmail.store.registry.Names.CODE;
import static io.gongmail.store.registry.Names.MAIL_DOMAIN;
import static io.gongmail.store.registry.Names.NAME;
import static io.gongmail.store.registry.Names.NAME_KEY;
import static io.gongmail.store.registry.Names.OF_AGENCY;

import io.gongmail.store.db.Database;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The organisations whose people may have accounts. Thread-safe; every call is one transaction. */
public final class Agencies {
    private static final int LONGEST_LIST = 1_000;
    private static final int MOST_FOUND = 100;
    private static final int LONGEST_SEARCH = 100;
    private static final char ESCAPE = '!';
    private static final Field<Long> QUOTA = DSL.field(DSL.name("quota"), SQLDataType.BIGINT);

    private final Database database;
    private final AuditTrail audit;

    Agencies(Database database, AuditTrail audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * Adds the agency, or changes the one of the same code to what is given.
     *
     * @throws IllegalArgumentException when one of the domains is another agency's
     */
    public void put(Agency agency, String actor) {
        Map<String, String> facts = Map.of(
                "name", agency.name(),
                "domains", String.join(" ", new TreeSet<>(agency.domains())));
        AuditEvent event = new AuditEvent("agency.put", actor, agency.code(), facts);
        Duplicates.lookAgain(database, transaction -> {
            DSLContext sql = transaction.sql();
            if (sql.fetchExists(AGENCY_DOMAIN, MAIL_DOMAIN.in(agency.domains()), OF_AGENCY.ne(agency.code()))) {
                throw new IllegalArgumentException("a domain of agency " + agency.code() + " is another agency's");
            }
            int changed = sql.update(AGENCY)
                    .set(NAME, agency.name())
                    .set(NAME_KEY, RosterEntry.key(agency.name()))
                    .where(CODE.eq(agency.code()))
                    .execute();
            if (changed == 0) {
                sql.insertInto(AGENCY)
                        .set(CODE, agency.code())
                        .set(NAME, agency.name())
                        .set(NAME_KEY, RosterEntry.key(agency.name()))
                        .execute();
            }
            sql.deleteFrom(AGENCY_DOMAIN).where(OF_AGENCY.eq(agency.code())).execute();
            for (String domain : agency.domains()) {
                sql.insertInto(AGENCY_DOMAIN)
                        .set(MAIL_DOMAIN, domain)
                        .set(OF_AGENCY, agency.code())
                        .execute();
            }
            return audit.append(transaction, event);
        });
    }

    public Optional<Agency> find(String code) {
        return database.transact(transaction -> find(transaction.sql(), code));
    }

    private static Optional<Agency> find(DSLContext sql, String code) {
        return sql.select(CODE, NAME).from(AGENCY).where(CODE.eq(code)).fetchOptional(row -> agency(sql, row));
    }

    /** The agency whose people may have addresses in {@code domain}, in any case. */
    public Optional<Agency> ofDomain(String domain) {
        return database.transact(transaction -> transaction
                .sql()
                .select(OF_AGENCY)
                .from(AGENCY_DOMAIN)
                .where(MAIL_DOMAIN.eq(domain.toLowerCase(Locale.ROOT)))
                .fetchOptional(OF_AGENCY)
                .flatMap(code -> find(transaction.sql(), code)));
    }

    /** What the mailboxes of all the agency's accounts may weigh together, in octets; empty without limit. */
    public OptionalLong quota(String code) {
        return database.transact(transaction -> transaction
                .sql()
                .select(QUOTA)
                .from(AGENCY)
                .where(CODE.eq(code), QUOTA.isNotNull())
                .fetchOptional(QUOTA)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty()));
    }

    /**
     * Sets that.
     *
     * @return false when there is no such agency
     */
    public boolean limit(String code, OptionalLong octets, String actor) {
        AuditEvent event = new AuditEvent(
                "agency.quota-set",
                actor,
                code,
                Map.of("quota", octets.isPresent() ? Long.toString(octets.getAsLong()) : "none"));
        return database.transact(transaction -> {
            boolean there = transaction
                            .sql()
                            .update(AGENCY)
                            .set(QUOTA, octets.isPresent() ? octets.getAsLong() : null)
                            .where(CODE.eq(code))
                            .execute()
                    == 1;
            if (there) {
                audit.append(transaction, event);
            }
            return there;
        });
    }

    /**
     * Addresses of the agency's accounts, of closed ones too, in their order, those after {@code after}; the empty text starts.
     *
     * @param limit 1 to 1,000
     */
    public List<Address> accounts(String code, String after, int limit) {
        int most = Bounds.limit(limit, LONGEST_LIST);
        return database.transact(transaction -> transaction
                .sql()
                .select(ADDRESS)
                .from(ACCOUNT)
                .where(OF_AGENCY.eq(code), ADDRESS.gt(after))
                .orderBy(ADDRESS)
                .limit(most)
                .fetch(row -> Address.of(row.value1())));
    }

    /**
     * Agencies in the order of their codes, those after the code {@code after}; the empty text starts.
     *
     * @param limit 1 to 1,000
     */
    public List<Agency> list(String after, int limit) {
        int most = Bounds.limit(limit, LONGEST_LIST);
        return database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            return sql.select(CODE, NAME)
                    .from(AGENCY)
                    .where(CODE.gt(after))
                    .orderBy(CODE)
                    .limit(most)
                    .fetch(row -> agency(sql, row));
        });
    }

    /**
     * Agencies whose code or name holds {@code text}, in any case and whatever its spaces: first the one of that code, then
     * those that begin with it, then the others; each by name. For searching while somebody types.
     *
     * @param text at most 100 characters; of the empty text all are meant
     * @param limit 1 to 100
     */
    public List<Agency> search(String text, int limit) {
        int most = Bounds.limit(limit, MOST_FOUND);
        if (text.length() > LONGEST_SEARCH) {
            return List.of();
        }
        String key = RosterEntry.key(text);
        Field<String> code = DSL.lower(CODE);
        String begins = literal(key) + "%";
        Condition inside = code.like("%" + begins, ESCAPE).or(NAME_KEY.like("%" + begins, ESCAPE));
        Field<Integer> rank = DSL.when(code.eq(key), 0)
                .when(code.like(begins, ESCAPE).or(NAME_KEY.like(begins, ESCAPE)), 1)
                .otherwise(2);
        return database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            return sql.select(CODE, NAME)
                    .from(AGENCY)
                    .where(inside)
                    .orderBy(rank, NAME, CODE)
                    .limit(most)
                    .fetch(row -> agency(sql, row));
        });
    }

    /** Makes agencies that an older version wrote be found. */
    void completeKeys() {
        database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            sql.select(CODE, NAME)
                    .from(AGENCY)
                    .where(NAME_KEY.eq(""))
                    .fetch()
                    .forEach(row -> sql.update(AGENCY)
                            .set(NAME_KEY, RosterEntry.key(row.value2()))
                            .where(CODE.eq(row.value1()))
                            .execute());
            return 0;
        });
    }

    /** What somebody typed, where a pattern is expected. */
    private static String literal(String text) {
        return text.replaceAll("([!%_])", ESCAPE + "$1");
    }

    private static Agency agency(DSLContext sql, Record row) {
        String code = row.get(CODE);
        return new Agency(
                code,
                row.get(NAME),
                sql.select(MAIL_DOMAIN)
                        .from(AGENCY_DOMAIN)
                        .where(OF_AGENCY.eq(code))
                        .fetchSet(MAIL_DOMAIN));
    }
}
