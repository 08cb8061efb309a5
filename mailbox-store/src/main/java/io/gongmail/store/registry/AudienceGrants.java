package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.AGENCY;
import static io.gongmail.store.registry.Names.AUDIENCE;
import static io.gongmail.store.registry.Names.AUDIENCE_GRANT;
import static io.gongmail.store.registry.Names.CODE;
import static io.gongmail.store.registry.Names.NAME;
import static io.gongmail.store.registry.Names.OF_AGENCY;
import static io.gongmail.store.registry.Names.OF_AUDIENCE;

import io.gongmail.store.db.Database;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;

/**
 * Which agency may address which saved audience, beside its own. Every change is audited. Thread-safe; every call is one transaction.
 */
public final class AudienceGrants {
    private static final String AGENCY_FACT = "agency";

    private final Database database;
    private final AuditTrail audit;

    AudienceGrants(Database database, AuditTrail audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * Gives the right; whether the agency had it not.
     *
     * @throws IllegalArgumentException when there is no such audience, or no such agency
     */
    public boolean give(String audience, String agency, String actor) {
        return Duplicates.lookAgain(database, transaction -> {
            DSLContext sql = transaction.sql();
            if (!sql.fetchExists(AUDIENCE, NAME.eq(audience))) {
                throw new IllegalArgumentException("there is no audience " + audience);
            }
            if (!sql.fetchExists(AGENCY, CODE.eq(agency))) {
                throw new IllegalArgumentException("there is no agency " + agency);
            }
            if (isGiven(sql, audience, agency)) {
                return false;
            }
            sql.insertInto(AUDIENCE_GRANT)
                    .set(OF_AUDIENCE, audience)
                    .set(OF_AGENCY, agency)
                    .execute();
            audit.append(transaction, new AuditEvent("audience.granted", actor, audience, Map.of(AGENCY_FACT, agency)));
            return true;
        });
    }

    /** Takes it back; whether the agency had it. */
    public boolean withdraw(String audience, String agency, String actor) {
        return database.transact(transaction -> {
            boolean gone = transaction
                            .sql()
                            .deleteFrom(AUDIENCE_GRANT)
                            .where(OF_AUDIENCE.eq(audience), OF_AGENCY.eq(agency))
                            .execute()
                    == 1;
            if (gone) {
                audit.append(
                        transaction, new AuditEvent("audience.revoked", actor, audience, Map.of(AGENCY_FACT, agency)));
            }
            return gone;
        });
    }

    /** Codes of those who were given it, sorted. */
    public List<String> of(String audience) {
        return database.transact(transaction -> transaction
                .sql()
                .select(OF_AGENCY)
                .from(AUDIENCE_GRANT)
                .where(OF_AUDIENCE.eq(audience))
                .orderBy(OF_AGENCY)
                .fetch(OF_AGENCY));
    }

    /** Whether the agency may address that audience: it is its own, or was given. */
    public boolean may(String agency, String audience) {
        return database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            return sql.fetchExists(AUDIENCE, NAME.eq(audience), OF_AGENCY.eq(agency)) || isGiven(sql, audience, agency);
        });
    }

    private static boolean isGiven(DSLContext sql, String audience, String agency) {
        return sql.fetchExists(AUDIENCE_GRANT, OF_AUDIENCE.eq(audience), OF_AGENCY.eq(agency));
    }
}
