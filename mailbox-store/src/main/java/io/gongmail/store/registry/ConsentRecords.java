package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACCOUNT;
import static io.gongmail.store.registry.Names.ADDRESS;
import static io.gongmail.store.registry.Names.CONSENT;
import static io.gongmail.store.registry.Names.ENTRY_NUMBER;
import static io.gongmail.store.registry.Names.GIVEN;
import static io.gongmail.store.registry.Names.OF_APPLICATION;
import static io.gongmail.store.registry.Names.REQUIRED;
import static io.gongmail.store.registry.Names.SHA256;
import static io.gongmail.store.registry.Names.STATE;
import static io.gongmail.store.registry.Names.TEXT_NAME;
import static io.gongmail.store.registry.Names.VERSION_TEXT;
import static io.gongmail.store.registry.Names.WITHDRAWN;

import io.gongmail.store.db.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * What applicants, and those whom they became, have agreed to. Thread-safe; every call is one transaction. What was agreed to
 * stays as it was, however the texts change; what holds no longer says since when.
 */
public final class ConsentRecords {
    private static final int LONGEST_LIST = 1_000;
    private static final int MOST = 1_000;

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;

    ConsentRecords(Database database, Clock clock, AuditTrail audit) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
    }

    /** Everything that was agreed to with an application and after it, in order. */
    public List<GivenConsent> of(ApplicationId application) {
        return database.transact(transaction -> of(transaction.sql(), application));
    }

    private static List<GivenConsent> of(DSLContext sql, ApplicationId application) {
        return sql.select(TEXT_NAME, VERSION_TEXT, SHA256, REQUIRED, GIVEN, WITHDRAWN)
                .from(CONSENT)
                .where(OF_APPLICATION.eq(application.toString()))
                .orderBy(ENTRY_NUMBER)
                .fetch(ConsentRecords::consent);
    }

    private static GivenConsent consent(Record row) {
        return new GivenConsent(
                row.get(TEXT_NAME),
                row.get(VERSION_TEXT),
                row.get(SHA256),
                row.get(REQUIRED) == 1,
                Instant.ofEpochMilli(row.get(GIVEN)),
                Optional.ofNullable(row.get(WITHDRAWN)).map(Instant::ofEpochMilli));
    }

    /**
     * Agrees to a text; one that holds in this version stays as it is, and an earlier version holds no longer.
     *
     * @return whether anything changed
     * @throws IllegalArgumentException when there is no such application, or too much was agreed to and withdrawn already
     */
    public boolean give(ApplicationId application, ConsentText text, String actor) {
        return database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            Applications.lock(sql, application);
            Optional<GivenConsent> held = held(sql, application, text.name());
            if (held.filter(given -> given.version().equals(text.version())).isPresent()) {
                return false;
            }
            close(sql, application, text.name());
            insert(sql, application, List.of(text), now());
            audit.append(
                    transaction,
                    event("consent.given", actor, application, Map.of("text", text.name(), "version", text.version())));
            return true;
        });
    }

    /**
     * Takes back what was agreed to. What that means for the account is for the caller to know.
     *
     * @return whether anything changed
     */
    public boolean withdraw(ApplicationId application, String name, String actor) {
        return database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            Applications.lock(sql, application);
            Optional<GivenConsent> held = held(sql, application, name);
            if (held.isEmpty()) {
                return false;
            }
            close(sql, application, name);
            Map<String, String> facts =
                    Map.of("text", name, "version", held.get().version());
            audit.append(transaction, event("consent.withdrawn", actor, application, facts));
            return true;
        });
    }

    /**
     * Active accounts whose holders agree to a text, in the order of their addresses.
     *
     * @param after those after this address; the empty text starts
     * @param limit 1 to 1,000
     */
    public List<Address> accounts(String name, String after, int limit) {
        int most = Bounds.limit(limit, LONGEST_LIST);
        return database.transact(transaction -> transaction
                .sql()
                .select(ADDRESS)
                .from(ACCOUNT)
                .where(
                        STATE.eq(AccountState.ACTIVE.name()),
                        ADDRESS.gt(after),
                        OF_APPLICATION.in(
                                DSL.select(OF_APPLICATION).from(CONSENT).where(TEXT_NAME.eq(name), WITHDRAWN.isNull())))
                .orderBy(ADDRESS)
                .limit(most)
                .fetch(row -> Address.of(row.get(ADDRESS))));
    }

    static void insert(DSLContext sql, ApplicationId application, Collection<ConsentText> texts, Instant at) {
        int number = sql.fetchCount(CONSENT, OF_APPLICATION.eq(application.toString()));
        if (number + texts.size() > MOST) {
            throw new IllegalArgumentException("an application: at most " + MOST + " consents, given and withdrawn");
        }
        for (ConsentText text : texts) {
            sql.insertInto(CONSENT)
                    .set(OF_APPLICATION, application.toString())
                    .set(ENTRY_NUMBER, (long) ++number)
                    .set(TEXT_NAME, text.name())
                    .set(VERSION_TEXT, text.version())
                    .set(SHA256, text.sha256())
                    .set(REQUIRED, text.required() ? 1 : 0)
                    .set(GIVEN, at.toEpochMilli())
                    .execute();
        }
    }

    private static Optional<GivenConsent> held(DSLContext sql, ApplicationId application, String name) {
        return of(sql, application).stream()
                .filter(given -> given.holds() && given.name().equals(name))
                .findFirst();
    }

    private void close(DSLContext sql, ApplicationId application, String name) {
        sql.update(CONSENT)
                .set(WITHDRAWN, now().toEpochMilli())
                .where(OF_APPLICATION.eq(application.toString()), TEXT_NAME.eq(name), WITHDRAWN.isNull())
                .execute();
    }

    private static AuditEvent event(String code, String actor, ApplicationId application, Map<String, String> facts) {
        return new AuditEvent(code, actor, application.toString(), facts);
    }

    private Instant now() {
        return Bounds.time(clock.instant());
    }
}
