package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ASKED;
import static io.gongmail.store.registry.Names.ASKER;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.OFFICIAL_NOTICE;
import static io.gongmail.store.registry.Names.OF_NOTICE;
import static io.gongmail.store.registry.Names.RECIPIENT;
import static io.gongmail.store.registry.Names.SINCE;
import static io.gongmail.store.registry.Names.STATE;
import static io.gongmail.store.registry.Names.SUBMITTED;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import io.gongmail.store.registry.NoticeReminder.State;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * What follows a notice: reminders, and the letter that tells its sender what became of it, each written down before it goes. Who may ask
 * for one is for the caller to see to. Thread-safe; every call is one transaction.
 */
public final class NoticeFollowUps {
    private static final int MOST_AT_ONCE = 1_000;
    private static final String LETTER = "letter";
    private static final String SEALED = "notice.sealed";
    private static final String MESSAGE_FACT = "message-sha256";

    private static final Table<Record> ENVELOPE = DSL.table(DSL.name("official_notice_envelope"));
    private static final Table<Record> REMINDER = DSL.table(DSL.name("official_notice_reminder"));
    private static final Table<Record> LETTERS = DSL.table(DSL.name("official_notice_letter"));
    private static final Field<String> MESSAGE_ID = text("message_id");
    private static final Field<String> RETURN_PATH = text("return_path");
    private static final Field<String> DESK = text("desk");
    private static final Field<String> NOTIFY = text("notify");
    private static final Field<String> ORIGINAL = text("original");
    private static final Field<String> MESSAGE_SHA256 = text("message_sha256");
    private static final Field<Long> MESSAGE_AUDIT = DSL.field(DSL.name("message_audit"), SQLDataType.BIGINT);
    private static final Field<Integer> MEMBERS = DSL.field(DSL.name("members"), SQLDataType.INTEGER);

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;

    NoticeFollowUps(Database database, Clock clock, AuditTrail audit) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
    }

    private static Field<String> text(String name) {
        return DSL.field(DSL.name(name), SQLDataType.VARCHAR);
    }

    static void insert(DSLContext sql, NoticeNumber number, NoticeEnvelope envelope) {
        sql.insertInto(ENVELOPE)
                .set(OF_NOTICE, number.toString())
                .set(MESSAGE_ID, envelope.messageId())
                .set(RETURN_PATH, envelope.returnPath())
                .set(DESK, envelope.desk())
                .set(NOTIFY, envelope.wanted())
                .set(ORIGINAL, envelope.original())
                .execute();
    }

    /** How a notice was handed in; NONE where that is not known. */
    public NoticeEnvelope envelope(NoticeNumber number) {
        return database.transact(transaction -> envelope(transaction.sql(), number));
    }

    static NoticeEnvelope envelope(DSLContext sql, NoticeNumber number) {
        return sql.select(MESSAGE_ID, RETURN_PATH, DESK, NOTIFY, ORIGINAL)
                .from(ENVELOPE)
                .where(OF_NOTICE.eq(number.toString()))
                .fetchOptional(row -> new NoticeEnvelope(
                        row.get(MESSAGE_ID), row.get(RETURN_PATH), row.get(DESK), row.get(NOTIFY), row.get(ORIGINAL)))
                .orElse(NoticeEnvelope.NONE);
    }

    /**
     * Notes what was handed out of a notice, once.
     *
     * @param sha256 of its octets
     */
    public void seal(NoticeNumber number, String sha256) {
        database.transact(transaction -> {
            int noted = transaction
                    .sql()
                    .update(ENVELOPE)
                    .set(MESSAGE_SHA256, sha256)
                    .where(OF_NOTICE.eq(number.toString()), MESSAGE_SHA256.isNull())
                    .execute();
            if (noted == 0) {
                return false;
            }
            long entry = audit.append(
                    transaction, new AuditEvent(SEALED, "server", number.toString(), Map.of(MESSAGE_FACT, sha256)));
            transaction
                    .sql()
                    .update(ENVELOPE)
                    .set(MESSAGE_AUDIT, entry)
                    .where(OF_NOTICE.eq(number.toString()))
                    .execute();
            return true;
        });
    }

    /** What was handed out of a notice; empty before that. */
    public Optional<NoticeSeal> seal(NoticeNumber number) {
        return database.transact(transaction -> transaction
                .sql()
                .select(MESSAGE_SHA256, MESSAGE_AUDIT)
                .from(ENVELOPE)
                .where(OF_NOTICE.eq(number.toString()), MESSAGE_SHA256.isNotNull())
                .fetchOptional(row -> new NoticeSeal(row.get(MESSAGE_SHA256), row.get(MESSAGE_AUDIT))));
    }

    /** Whether the audit trail has it. */
    public boolean holds(NoticeNumber number, NoticeSeal seal) {
        return audit.list(seal.auditNumber(), 1).stream()
                .filter(entry -> entry.number() == seal.auditNumber())
                .map(AuditEntry::event)
                .anyMatch(event -> event.code().equals(SEALED)
                        && event.subject().equals(number.toString())
                        && seal.sha256().equals(event.facts().get(MESSAGE_FACT)));
    }

    /**
     * Asks that those are reminded.
     *
     * @param shown the notice as it was when that was decided
     * @param members who has it and has not read it
     * @param apart how long after the last reminder
     * @param most of one notice
     * @return empty when the notice is not as it was shown, or there was one meanwhile, or there were enough; nothing was changed
     */
    public Optional<NoticeReminder> remind(
            OfficialNotice shown, NoticeNumber id, List<Address> members, Address asker, Duration apart, int most) {
        return database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            // One of a notice at a time: what is counted here stays so until this is written.
            int same = sql.update(OFFICIAL_NOTICE)
                    .set(STATE, STATE)
                    .where(ID.eq(shown.number().toString()), Names.VERSION.eq(shown.version()))
                    .execute();
            Instant now = Bounds.time(clock.instant());
            List<NoticeReminder> before = reminders(sql, shown.number());
            boolean isTooSoon =
                    before.stream().anyMatch(one -> one.asked().plus(apart).isAfter(now));
            if (same == 0 || isTooSoon || before.size() >= most) {
                return Optional.empty();
            }
            NoticeReminder reminder = new NoticeReminder(id, shown.number(), State.ASKED, now, asker, members.size());
            insert(transaction, reminder, members);
            audit.append(
                    transaction,
                    new AuditEvent(
                            "notice.reminded",
                            asker.toString(),
                            shown.number().toString(),
                            Map.of("reminder", id.toString(), "members", Integer.toString(members.size()))));
            return Optional.of(reminder);
        });
    }

    private static void insert(Transaction transaction, NoticeReminder reminder, List<Address> members)
            throws SQLException {
        transaction
                .sql()
                .insertInto(REMINDER)
                .set(ID, reminder.id().toString())
                .set(OF_NOTICE, reminder.notice().toString())
                .set(STATE, reminder.state().name())
                .set(ASKED, reminder.asked().toEpochMilli())
                .set(ASKER, reminder.asker().toString())
                .set(MEMBERS, reminder.members())
                .execute();
        NoticePapers.insert(transaction, reminder.notice(), paper(reminder), NoticeRows.lines(members));
    }

    private static String paper(NoticeReminder reminder) {
        return "reminded." + reminder.id();
    }

    /** Of a notice, the first one first. */
    public List<NoticeReminder> reminders(NoticeNumber notice) {
        return database.transact(transaction -> reminders(transaction.sql(), notice));
    }

    private static List<NoticeReminder> reminders(DSLContext sql, NoticeNumber notice) {
        return select(sql)
                .where(OF_NOTICE.eq(notice.toString()))
                .orderBy(ASKED, ID)
                .fetch(NoticeFollowUps::reminder);
    }

    /**
     * Those in one state, the first one first.
     *
     * @param limit 1 to 1,000
     */
    public List<NoticeReminder> reminders(State state, int limit) {
        int most = Bounds.limit(limit, MOST_AT_ONCE);
        return database.transact(transaction -> select(transaction.sql())
                .where(STATE.eq(state.name()))
                .orderBy(ASKED, ID)
                .limit(most)
                .fetch(NoticeFollowUps::reminder));
    }

    /** With its notice. */
    static void withdraw(DSLContext sql, NoticeNumber notice) {
        sql.update(REMINDER)
                .set(STATE, State.WITHDRAWING.name())
                .where(OF_NOTICE.eq(notice.toString()), STATE.in(State.ASKED.name(), State.POSTED.name()))
                .execute();
    }

    private static SelectJoinStep<? extends Record> select(DSLContext sql) {
        return sql.select(ID, OF_NOTICE, STATE, ASKED, ASKER, MEMBERS).from(REMINDER);
    }

    private static NoticeReminder reminder(Record row) {
        return new NoticeReminder(
                NoticeNumber.parse(row.get(ID)).orElseThrow(),
                NoticeNumber.parse(row.get(OF_NOTICE)).orElseThrow(),
                State.valueOf(row.get(STATE)),
                Instant.ofEpochMilli(row.get(ASKED)),
                Address.of(row.get(ASKER)),
                row.get(MEMBERS));
    }

    /** Who is reminded. */
    public List<Address> members(NoticeReminder reminder) {
        byte[] lines =
                database.transact(transaction -> NoticePapers.find(transaction, reminder.notice(), paper(reminder)));
        return new String(lines, StandardCharsets.US_ASCII)
                .lines()
                .map(Address::of)
                .toList();
    }

    /** Notes that it is in another state now; false when it is not as it was shown. */
    public boolean became(NoticeReminder shown, State state) {
        return database.transact(transaction -> transaction
                        .sql()
                        .update(REMINDER)
                        .set(STATE, state.name())
                        .where(
                                ID.eq(shown.id().toString()),
                                STATE.eq(shown.state().name()))
                        .execute()
                == 1);
    }

    /** A letter is owed from when the notice is out. */
    static void oweLetter(DSLContext sql, NoticeNumber notice, Instant now) {
        sql.insertInto(LETTERS)
                .set(OF_NOTICE, notice.toString())
                .set(STATE, NoticeLetter.State.OWED.name())
                .set(SINCE, now.toEpochMilli())
                .set(RECIPIENT, "")
                .execute();
    }

    /**
     * Notices of which a letter is owed, the one that is out for longest first.
     *
     * @param limit 1 to 1,000
     */
    public List<OfficialNotice> unwritten(int limit) {
        int most = Bounds.limit(limit, MOST_AT_ONCE);
        return database.transact(transaction -> {
            List<String> owed = transaction
                    .sql()
                    .select(OF_NOTICE)
                    .from(LETTERS)
                    .where(STATE.eq(NoticeLetter.State.OWED.name()))
                    .orderBy(SINCE, OF_NOTICE)
                    .limit(most)
                    .fetch(OF_NOTICE);
            return owed.isEmpty()
                    ? List.of()
                    : NoticeRows.select(transaction.sql())
                            .where(ID.in(owed))
                            .orderBy(SUBMITTED, ID)
                            .fetch(NoticeRows::notice);
        });
    }

    /**
     * Writes a letter down, which goes once.
     *
     * @param message its octets
     * @return false when none is owed; nothing was changed
     */
    public boolean write(NoticeLetter letter, byte[] message) {
        return database.transact(transaction -> {
            boolean owed = became(
                    transaction.sql(),
                    letter.notice(),
                    NoticeLetter.State.OWED,
                    NoticeLetter.State.WRITTEN,
                    letter.recipient().toString(),
                    letter.written());
            if (owed) {
                NoticePapers.insert(transaction, letter.notice(), LETTER, message);
            }
            return owed;
        });
    }

    /** Notes that nobody is told of a notice. */
    public void tellNobody(NoticeNumber notice) {
        database.transact(transaction -> became(
                transaction.sql(),
                notice,
                NoticeLetter.State.OWED,
                NoticeLetter.State.DROPPED,
                "",
                Bounds.time(clock.instant())));
    }

    private static boolean became(
            DSLContext sql,
            NoticeNumber notice,
            NoticeLetter.State from,
            NoticeLetter.State to,
            String recipient,
            Instant at) {
        return sql.update(LETTERS)
                        .set(STATE, to.name())
                        .set(SINCE, at.toEpochMilli())
                        .set(RECIPIENT, recipient)
                        .where(OF_NOTICE.eq(notice.toString()), STATE.eq(from.name()))
                        .execute()
                == 1;
    }

    /**
     * Letters that are written and not sent, the oldest first.
     *
     * @param limit 1 to 1,000
     */
    public List<NoticeLetter> unsent(int limit) {
        int most = Bounds.limit(limit, MOST_AT_ONCE);
        return database.transact(transaction -> transaction
                .sql()
                .select(OF_NOTICE, RECIPIENT, SINCE)
                .from(LETTERS)
                .where(STATE.eq(NoticeLetter.State.WRITTEN.name()))
                .orderBy(SINCE, OF_NOTICE)
                .limit(most)
                .fetch(row -> new NoticeLetter(
                        NoticeNumber.parse(row.get(OF_NOTICE)).orElseThrow(),
                        Address.of(row.get(RECIPIENT)),
                        Instant.ofEpochMilli(row.get(SINCE)))));
    }

    /** The octets of one that is not sent. */
    public byte[] message(NoticeLetter letter) {
        return database.transact(transaction -> NoticePapers.find(transaction, letter.notice(), LETTER));
    }

    /** Notes that it is in the queue: its octets are not kept here any more. */
    public void sent(NoticeLetter letter) {
        database.transact(transaction -> {
            NoticePapers.delete(transaction, letter.notice(), LETTER);
            return became(
                    transaction.sql(),
                    letter.notice(),
                    NoticeLetter.State.WRITTEN,
                    NoticeLetter.State.SENT,
                    letter.recipient().toString(),
                    Bounds.time(clock.instant()));
        });
    }
}
