package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.APPLICATION;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.OF_AGENCY;
import static io.gongmail.store.registry.Names.STARTED;
import static io.gongmail.store.registry.Names.STATE;

import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;

/** Reads many applications; one that cannot be read is left out, and its page is filled with the next. Thread-safe. */
final class ApplicationLists {
    private final Database database;
    private final PersonRows persons;
    private final ApplicationRows rows;

    ApplicationLists(Database database, PersonRows persons, ApplicationRows rows) {
        this.database = database;
        this.persons = persons;
        this.rows = rows;
    }

    List<Application> ofPerson(String ciSha256, int limit) {
        if (ciSha256.isEmpty()) {
            return List.of();
        }
        return database.transact(transaction -> transaction
                .sql()
                .select(ApplicationRows.COLUMNS)
                .from(APPLICATION)
                .where(persons.isOf(ciSha256))
                .orderBy(STARTED.desc(), ID)
                .limit(limit)
                .fetch()
                .stream()
                .flatMap(row -> readable(row).stream())
                .toList());
    }

    List<Application> list(ApplicationFilter filter) {
        return database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            List<Condition> conditions = new ArrayList<>();
            if (!filter.states().isEmpty()) {
                conditions.add(STATE.in(
                        filter.states().stream().map(ApplicationState::name).toList()));
            }
            if (!filter.agency().isEmpty()) {
                conditions.add(OF_AGENCY.eq(filter.agency()));
            }
            List<Application> found = new ArrayList<>();
            String after = filter.after();
            while (true) {
                Result<? extends Record> page = page(sql, conditions, after, filter.limit() - found.size());
                page.forEach(row -> readable(row).ifPresent(found::add));
                if (page.isEmpty() || found.size() == filter.limit()) {
                    return found;
                }
                after = page.get(page.size() - 1).get(ID);
            }
        });
    }

    private static Result<? extends Record> page(DSLContext sql, List<Condition> conditions, String after, int limit) {
        List<Condition> all = new ArrayList<>(conditions);
        ApplicationId.parse(after)
                .flatMap(id -> sql.select(STARTED)
                        .from(APPLICATION)
                        .where(ID.eq(after))
                        .fetchOptional(STARTED))
                .ifPresent(started ->
                        all.add(STARTED.gt(started).or(STARTED.eq(started).and(ID.gt(after)))));
        return sql.select(ApplicationRows.COLUMNS)
                .from(APPLICATION)
                .where(all)
                .orderBy(STARTED, ID)
                .limit(limit)
                .fetch();
    }

    Optional<Application> readable(Record row) {
        try {
            return Optional.of(rows.application(row));
        } catch (StoreException e) {
            if (Unreadable.isFor(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
