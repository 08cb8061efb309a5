package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.APPLICATION;
import static io.gongmail.store.registry.Names.APPLICATION_CERTIFICATE;
import static io.gongmail.store.registry.Names.CERTIFICATE_SHA256;
import static io.gongmail.store.registry.Names.CI_HMAC;
import static io.gongmail.store.registry.Names.CONTACT_SEALED_BY;
import static io.gongmail.store.registry.Names.DECIDED_AT;
import static io.gongmail.store.registry.Names.DESIRED;
import static io.gongmail.store.registry.Names.ERASED;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.OF_APPLICATION;
import static io.gongmail.store.registry.Names.PERSONAL_RESIDUE;
import static io.gongmail.store.registry.Names.PERSON_REQUEST;
import static io.gongmail.store.registry.Names.PERSON_TRANSACTION;
import static io.gongmail.store.registry.Names.POST;
import static io.gongmail.store.registry.Names.SEALED_BIRTH_DATE;
import static io.gongmail.store.registry.Names.SEALED_BY;
import static io.gongmail.store.registry.Names.SEALED_CI;
import static io.gongmail.store.registry.Names.SEALED_CONTACT;
import static io.gongmail.store.registry.Names.SEALED_NAME;
import static io.gongmail.store.registry.Names.SEALED_PHONE;
import static io.gongmail.store.registry.Names.SERIAL;
import static io.gongmail.store.registry.Names.SPKI_SHA256;
import static io.gongmail.store.registry.Names.STAFF_NUMBER;
import static io.gongmail.store.registry.Names.STATE;
import static io.gongmail.store.registry.Names.SUBJECT;
import static io.gongmail.store.registry.Names.TABLE_NAME;
import static io.gongmail.store.registry.Names.UNIT;

import io.gongmail.store.db.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * Erases the personal data of refused applications once their time is over. That there was one, what was decided when and by
 * whom, and the audit trail stay. What the database's files still hold of it goes at the next start. Thread-safe.
 */
public final class Retention {
    private static final int AT_ONCE = 100;
    private static final String NOBODY = "erased";
    private static final String NO_HASH = "0".repeat(64);
    private static final List<String> TABLES = List.of("application", "application_certificate");

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;

    Retention(Database database, Clock clock, AuditTrail audit) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
    }

    /** How many applications were refused so long ago or longer, and still have personal data. */
    public int refused(Duration kept) {
        Instant time = clock.instant().minus(kept);
        return database.transact(transaction -> transaction.sql().fetchCount(APPLICATION, isRefusedBefore(time)));
    }

    private static Condition isRefusedBefore(Instant time) {
        return STATE.eq(ApplicationState.REJECTED.name())
                .and(DECIDED_AT.le(time.toEpochMilli()))
                .and(ERASED.isNull());
    }

    /** Erases those, in transactions of at most 100, each with its audit entry; returns how many. */
    public int eraseRefused(Duration kept, String actor) {
        Instant time = clock.instant().minus(kept);
        int erased = 0;
        while (true) {
            int some = database.transact(transaction -> {
                DSLContext sql = transaction.sql();
                List<String> ids = sql.select(ID)
                        .from(APPLICATION)
                        .where(isRefusedBefore(time))
                        .orderBy(ID)
                        .limit(AT_ONCE)
                        .fetch(ID);
                // Of two runs at once the second finds less to do.
                List<String> gone = ids.stream().filter(id -> isErased(sql, id)).toList();
                for (String id : gone) {
                    audit.append(transaction, new AuditEvent("application.erased", actor, id));
                }
                return ids.size();
            });
            erased += some;
            if (some < AT_ONCE) {
                return erased;
            }
        }
    }

    private boolean isErased(DSLContext sql, String id) {
        Applications.lock(sql, ApplicationId.parse(id).orElseThrow());
        String desired = sql.select(DESIRED).from(APPLICATION).where(ID.eq(id)).fetchSingle(DESIRED);
        Map<Field<?>, Object> columns = new LinkedHashMap<>();
        for (Field<?> sealed : List.of(
                SEALED_BY,
                SEALED_NAME,
                SEALED_CI,
                SEALED_PHONE,
                SEALED_BIRTH_DATE,
                CI_HMAC,
                CONTACT_SEALED_BY,
                SEALED_CONTACT)) {
            columns.put(sealed, null);
        }
        for (Field<String> told : List.of(PERSON_REQUEST, PERSON_TRANSACTION, POST, UNIT, STAFF_NUMBER, SUBJECT)) {
            columns.put(told, "");
        }
        columns.put(DESIRED, NOBODY + desired.substring(desired.indexOf('@')));
        columns.put(SERIAL, "1");
        columns.put(SPKI_SHA256, NO_HASH);
        columns.put(CERTIFICATE_SHA256, NO_HASH);
        columns.put(ERASED, Bounds.time(clock.instant()).toEpochMilli());
        if (sql.update(APPLICATION)
                        .set(columns)
                        .where(ID.eq(id), ERASED.isNull())
                        .execute()
                == 0) {
            return false;
        }
        sql.deleteFrom(APPLICATION_CERTIFICATE).where(OF_APPLICATION.eq(id)).execute();
        for (String table : TABLES) {
            if (!sql.fetchExists(PERSONAL_RESIDUE, TABLE_NAME.eq(table))) {
                sql.insertInto(PERSONAL_RESIDUE).set(TABLE_NAME, table).execute();
            }
        }
        return true;
    }
}
