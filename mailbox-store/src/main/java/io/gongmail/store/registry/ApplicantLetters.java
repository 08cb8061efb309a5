package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.APPLICANT_LETTER;
import static io.gongmail.store.registry.Names.APPLICATION;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.OF_APPLICATION;
import static io.gongmail.store.registry.Names.SEALED_CONTACT;
import static io.gongmail.store.registry.Names.SINCE;
import static io.gongmail.store.registry.Names.STATE;
import static io.gongmail.store.registry.Names.STEP;
import static io.gongmail.store.registry.Names.VERSION;
import static io.gongmail.store.registry.Names.WRITTEN;

import io.gongmail.store.db.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Where applicants are told how it goes, and what there is to tell. Thread-safe. A letter is written in the transaction of its
 * step, for who gave an address; a crash loses neither.
 */
public final class ApplicantLetters {
    /** What an applicant waits to hear. */
    private static final Set<ApplicationState> TOLD = EnumSet.of(
            ApplicationState.SUBMITTED,
            ApplicationState.RETURNED,
            ApplicationState.REJECTED,
            ApplicationState.PROVISIONED);

    private static final int LONGEST_LIST = 1_000;

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;
    private final PersonRows persons;

    ApplicantLetters(Database database, Clock clock, AuditTrail audit, PersonRows persons) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
        this.persons = persons;
    }

    /**
     * Sets where the applicant is told, in the place of what was there.
     *
     * @param address at most 254 characters; the empty text for nowhere
     * @return whether there is such an application
     */
    public boolean contact(ApplicationId id, String address, String actor) {
        Bounds.text("address", address, 254);
        String code = address.isEmpty() ? "application.contact-removed" : "application.contact-set";
        return database.transact(transaction -> {
            int changed = transaction
                    .sql()
                    .update(APPLICATION)
                    .set(persons.contact(id.toString(), address))
                    .where(ID.eq(id.toString()))
                    .execute();
            if (changed == 1) {
                audit.append(transaction, new AuditEvent(code, actor, id.toString()));
            }
            return changed == 1;
        });
    }

    /** Where the applicant is told; empty for nowhere. */
    public Optional<String> contact(ApplicationId id) {
        return database.transact(transaction -> transaction
                .sql()
                .select(ID, SEALED_CONTACT)
                .from(APPLICATION)
                .where(ID.eq(id.toString()))
                .fetchOptional()
                .flatMap(persons::contact));
    }

    /** With the step, and only for who gave an address. */
    static void write(
            DSLContext sql, ApplicationId id, int version, Applications.Step step, ApplicationState from, Instant at) {
        if (from == step.to()
                || !TOLD.contains(step.to())
                || !sql.fetchExists(APPLICATION, ID.eq(id.toString()), SEALED_CONTACT.isNotNull())) {
            return;
        }
        sql.insertInto(APPLICANT_LETTER)
                .set(OF_APPLICATION, id.toString())
                .set(VERSION, version)
                .set(STEP, step.to().name())
                .set(WRITTEN, at.toEpochMilli())
                .set(STATE, ApplicantLetter.State.WAITING.name())
                .set(SINCE, at.toEpochMilli())
                .execute();
    }

    /** Of one application, in order. */
    public List<ApplicantLetter> of(ApplicationId id) {
        return database.transact(transaction -> transaction
                .sql()
                .select(OF_APPLICATION, VERSION, STEP, WRITTEN, STATE, SINCE)
                .from(APPLICANT_LETTER)
                .where(OF_APPLICATION.eq(id.toString()))
                .orderBy(VERSION)
                .fetch(ApplicantLetters::letter));
    }

    /**
     * Those to be sent, the oldest first.
     *
     * @param limit 1 to 1,000
     */
    public List<ApplicantLetter> waiting(int limit) {
        int most = Bounds.limit(limit, LONGEST_LIST);
        return database.transact(transaction -> transaction
                .sql()
                .select(OF_APPLICATION, VERSION, STEP, WRITTEN, STATE, SINCE)
                .from(APPLICANT_LETTER)
                .where(STATE.eq(ApplicantLetter.State.WAITING.name()))
                .orderBy(WRITTEN, OF_APPLICATION, VERSION)
                .limit(most)
                .fetch(ApplicantLetters::letter));
    }

    private static ApplicantLetter letter(Record row) {
        return new ApplicantLetter(
                ApplicationId.parse(row.get(OF_APPLICATION)).orElseThrow(),
                row.get(VERSION),
                ApplicationState.valueOf(row.get(STEP)),
                Instant.ofEpochMilli(row.get(WRITTEN)),
                ApplicantLetter.State.valueOf(row.get(STATE)),
                Instant.ofEpochMilli(row.get(SINCE)));
    }

    /** What became of one that waits, with its audit entry; false when it waits no more. */
    public boolean became(ApplicantLetter letter, ApplicantLetter.State state, String why) {
        return database.transact(transaction -> {
            int changed = transaction
                    .sql()
                    .update(APPLICANT_LETTER)
                    .set(STATE, state.name())
                    .set(SINCE, clock.instant().toEpochMilli())
                    .where(
                            OF_APPLICATION.eq(letter.application().toString()),
                            VERSION.eq(letter.version()),
                            STATE.eq(ApplicantLetter.State.WAITING.name()))
                    .execute();
            if (changed == 1) {
                String code =
                        state == ApplicantLetter.State.SENT ? "application.letter-sent" : "application.letter-held";
                Map<String, String> facts = Map.of("step", letter.step().name(), "why", why);
                audit.append(
                        transaction,
                        new AuditEvent(code, "server", letter.application().toString(), facts));
            }
            return changed == 1;
        });
    }

    /** Lets those that are held be tried again; returns how many. */
    public int retryHeld() {
        return database.transact(transaction -> transaction
                .sql()
                .update(APPLICANT_LETTER)
                .set(STATE, ApplicantLetter.State.WAITING.name())
                .set(SINCE, clock.instant().toEpochMilli())
                .where(STATE.eq(ApplicantLetter.State.HELD.name()))
                .execute());
    }
}
