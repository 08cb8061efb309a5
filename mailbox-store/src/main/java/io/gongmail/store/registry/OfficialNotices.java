package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.AGENCY;
import static io.gongmail.store.registry.Names.ASKER;
import static io.gongmail.store.registry.Names.CODE;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.NAME;
import static io.gongmail.store.registry.Names.OFFICIAL_NOTICE;
import static io.gongmail.store.registry.Names.OF_AGENCY;
import static io.gongmail.store.registry.Names.STATE;
import static io.gongmail.store.registry.Names.SUBMITTED;
import static io.gongmail.store.registry.Names.VERSION;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Notices of agencies: what was handed in, whom the audience meant then, and each step of it, kept whatever becomes of them. A state
 * changes by compare-and-set in one transaction with its step and its audit entry. Who may decide is for the caller to see to.
 * Thread-safe; every call is one transaction.
 */
public final class OfficialNotices {
    /** Who approves where nobody has to. */
    public static final String POLICY = "policy";

    private static final int MOST_AT_ONCE = 1_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;

    OfficialNotices(Database database, Clock clock, AuditTrail audit) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
    }

    /** What the sender calls so, within {@code window}. */
    public Optional<OfficialNotice> known(Address sender, String key, Duration window) {
        return database.transact(transaction -> known(transaction.sql(), NoticeRows.claim(sender, key), window));
    }

    private Optional<OfficialNotice> known(DSLContext sql, String claim, Duration window) {
        return NoticeRows.select(sql)
                .where(NoticeRows.CLAIM.eq(claim), SUBMITTED.gt(before(window)))
                .fetchOptional(NoticeRows::notice);
    }

    private long before(Duration time) {
        return now().minus(time).toEpochMilli();
    }

    /** Hands a notice in of which nobody knows how it came. */
    public NoticeAcceptance submit(
            NoticeNumber number, NoticeDraft draft, NoticeAcceptance.Limits limits, boolean approved) {
        return submit(number, draft, NoticeEnvelope.NONE, limits, approved);
    }

    /**
     * Hands a notice in. Of those that correct the same one there is one alone, and whatever holds for others, that takes a second
     * person, as the recall does which it brings.
     *
     * @param approved whether nobody has to approve it
     */
    public NoticeAcceptance submit(
            NoticeNumber number,
            NoticeDraft draft,
            NoticeEnvelope envelope,
            NoticeAcceptance.Limits limits,
            boolean approved) {
        String claim = NoticeRows.claim(draft.sender(), draft.key());
        // Before anything is locked.
        PackedMembers members = PackedMembers.of(draft.members());
        return Duplicates.lookAgain(database, transaction -> {
            DSLContext sql = transaction.sql();
            // One of an agency at a time: what is counted here stays so until this is written.
            sql.update(AGENCY).set(NAME, NAME).where(CODE.eq(draft.agency())).execute();
            Optional<OfficialNotice> known = known(sql, claim, limits.window());
            if (known.isPresent()) {
                boolean isSame = known.get().contentSha256().equals(draft.contentSha256());
                return new NoticeAcceptance(
                        isSame ? NoticeAcceptance.Kind.KNOWN : NoticeAcceptance.Kind.ANOTHER, known);
            }
            NoticeAcceptance.Kind room = room(sql, draft.agency(), limits);
            if (room != NoticeAcceptance.Kind.ACCEPTED) {
                return new NoticeAcceptance(room, Optional.empty());
            }
            Optional<OfficialNotice> other = draft.corrects().flatMap(corrected -> correctionOf(sql, corrected));
            if (other.isPresent()) {
                return new NoticeAcceptance(NoticeAcceptance.Kind.CORRECTED, other);
            }
            sql.update(OFFICIAL_NOTICE)
                    .setNull(NoticeRows.CLAIM)
                    .where(NoticeRows.CLAIM.eq(claim))
                    .execute();
            insert(transaction, number, draft, members, envelope, claim);
            OfficialNotice notice = find(sql, number).orElseThrow();
            if (approved && draft.corrects().isEmpty()) {
                notice = advanced(transaction, notice, OfficialNoticeState.APPROVED, POLICY, "")
                        .orElseThrow();
            }
            return new NoticeAcceptance(NoticeAcceptance.Kind.ACCEPTED, Optional.of(notice));
        });
    }

    /** Whether a notice of that agency would be ACCEPTED now, or is TOO_FAST or one of TOO_MANY. */
    public NoticeAcceptance.Kind room(String agency, NoticeAcceptance.Limits limits) {
        return database.transact(transaction -> room(transaction.sql(), agency, limits));
    }

    private NoticeAcceptance.Kind room(DSLContext sql, String agency, NoticeAcceptance.Limits limits) {
        if (count(sql, agency, MINUTE) >= limits.aMinute()) {
            return NoticeAcceptance.Kind.TOO_FAST;
        }
        return count(sql, agency, DAY) >= limits.aDay()
                ? NoticeAcceptance.Kind.TOO_MANY
                : NoticeAcceptance.Kind.ACCEPTED;
    }

    private int count(DSLContext sql, String agency, Duration within) {
        return sql.fetchCount(OFFICIAL_NOTICE, OF_AGENCY.eq(agency), SUBMITTED.gt(before(within)));
    }

    private void insert(
            Transaction transaction,
            NoticeNumber number,
            NoticeDraft draft,
            PackedMembers members,
            NoticeEnvelope envelope,
            String claim)
            throws SQLException {
        DSLContext sql = transaction.sql();
        Instant now = now();
        NoticeRows.insert(sql, number, draft, claim, members.sha256(), now);
        members.insert(transaction, number);
        NoticeFollowUps.insert(sql, number, envelope);
        NoticeChain.append(
                transaction,
                audit,
                find(sql, number).orElseThrow(),
                new NoticeStep(
                        1,
                        OfficialNoticeState.SUBMITTED,
                        OfficialNoticeState.SUBMITTED,
                        draft.sender().toString(),
                        now,
                        ""));
    }

    public Optional<OfficialNotice> find(NoticeNumber number) {
        return database.transact(transaction -> find(transaction.sql(), number));
    }

    private static Optional<OfficialNotice> find(DSLContext sql, NoticeNumber number) {
        return NoticeRows.select(sql).where(ID.eq(number.toString())).fetchOptional(NoticeRows::notice);
    }

    /** What takes the place of a notice, or waits to; not what was given back, decided against or over before that. */
    public Optional<OfficialNotice> correctionOf(NoticeNumber corrected) {
        return database.transact(transaction -> correctionOf(transaction.sql(), corrected));
    }

    private static Optional<OfficialNotice> correctionOf(DSLContext sql, NoticeNumber corrected) {
        return NoticeRows.select(sql)
                .where(
                        NoticeRows.CORRECTS.eq(corrected.toString()),
                        STATE.notIn(
                                OfficialNoticeState.RETURNED.name(),
                                OfficialNoticeState.REJECTED.name(),
                                OfficialNoticeState.EXPIRED.name()))
                .orderBy(SUBMITTED.desc(), ID)
                .limit(1)
                .fetchOptional(NoticeRows::notice);
    }

    /**
     * What a notice corrects is about to be recalled with it, in the names of the two that were needed for the correction: who handed it
     * in asks, who approved it confirms. Safe to repeat: what has gone further stays.
     *
     * @return the one that it corrects, as it is now; empty where it corrects none, or that is erased
     */
    public Optional<OfficialNotice> recallCorrected(OfficialNotice correction) {
        if (correction.corrects().isEmpty()) {
            return Optional.empty();
        }
        return database.transact(transaction -> {
            DSLContext sql = transaction.sql();
            NoticeNumber old = correction.corrects().orElseThrow();
            // Locks it, so that no step comes between.
            sql.update(OFFICIAL_NOTICE)
                    .set(STATE, STATE)
                    .where(ID.eq(old.toString()))
                    .execute();
            Optional<OfficialNotice> corrected = find(sql, old);
            String reason = "corrected by " + correction.number();
            if (corrected.isPresent() && corrected.get().state() == OfficialNoticeState.RELEASED) {
                String asker = correction.sender().toString();
                corrected = advanced(transaction, corrected.get(), OfficialNoticeState.RECALL_ASKED, asker, reason);
            }
            if (corrected.isPresent() && corrected.get().state() == OfficialNoticeState.RECALL_ASKED) {
                String approver = approver(sql, correction);
                corrected = advanced(transaction, corrected.get(), OfficialNoticeState.RECALLING, approver, reason);
            }
            return corrected;
        });
    }

    private static String approver(DSLContext sql, OfficialNotice notice) {
        return NoticeChain.links(sql, notice.number()).stream()
                .map(NoticeLink::step)
                .filter(step -> step.to() == OfficialNoticeState.APPROVED)
                .reduce((one, later) -> later)
                .map(NoticeStep::actor)
                .orElseThrow(() -> new IllegalArgumentException(notice.number() + " was not approved"));
    }

    /** The message id of a notice as it was handed in (RFC 5322 §3.6.4); empty where that is not known. */
    public String messageId(NoticeNumber number) {
        return database.transact(transaction ->
                NoticeFollowUps.envelope(transaction.sql(), number).messageId());
    }

    /**
     * Those in some of these states, the newest first.
     *
     * @param limit 1 to 1,000
     */
    public List<OfficialNotice> list(Collection<OfficialNoticeState> states, int limit) {
        int most = Bounds.limit(limit, MOST_AT_ONCE);
        return database.transact(transaction -> NoticeRows.select(transaction.sql())
                .where(STATE.in(states.stream().map(Enum::name).toList()))
                .orderBy(SUBMITTED.desc(), ID)
                .limit(most)
                .fetch(NoticeRows::notice));
    }

    /**
     * Those of an agency, the newest first.
     *
     * @param agency its code; the empty text: of all
     * @param skip how many of the newest are left out
     * @param limit 1 to 1,000
     */
    public List<OfficialNotice> ofAgency(String agency, int skip, int limit) {
        int most = Bounds.limit(limit, MOST_AT_ONCE);
        return database.transact(transaction -> NoticeRows.select(transaction.sql())
                .where(agency.isEmpty() ? DSL.noCondition() : OF_AGENCY.eq(agency))
                .orderBy(SUBMITTED.desc(), ID)
                .limit(Math.max(0, skip), most)
                .fetch(NoticeRows::notice));
    }

    /**
     * Those in one state that are due, the most urgent first, and of these the ones that are due for longest.
     *
     * @param limit 1 to 1,000
     */
    public List<OfficialNotice> due(OfficialNoticeState state, int limit) {
        return due(state, limit, List.of());
    }

    /** The same but for those of some agencies. */
    public List<OfficialNotice> due(OfficialNoticeState state, int limit, Collection<String> without) {
        int most = Bounds.limit(limit, MOST_AT_ONCE);
        return database.transact(transaction -> NoticeRows.select(transaction.sql())
                .where(STATE.eq(state.name()), NoticeRows.DUE.le(now().toEpochMilli()), OF_AGENCY.notIn(without))
                .orderBy(NoticeRows.PRIORITY.desc(), NoticeRows.DUE, ID)
                .limit(most)
                .fetch(NoticeRows::notice));
    }

    /**
     * Those in one state that have expired.
     *
     * @param limit 1 to 1,000
     */
    public List<OfficialNotice> over(OfficialNoticeState state, int limit) {
        int most = Bounds.limit(limit, MOST_AT_ONCE);
        return database.transact(transaction -> NoticeRows.select(transaction.sql())
                .where(STATE.eq(state.name()), NoticeRows.EXPIRES.le(now().toEpochMilli()))
                .orderBy(NoticeRows.EXPIRES, ID)
                .limit(most)
                .fetch(NoticeRows::notice));
    }

    /** Whom the audience meant when it was accepted, in order; nobody where there is no such notice. */
    public List<Address> members(NoticeNumber number) {
        return PackedMembers.read(database, number);
    }

    /** Each step, the first one first. */
    public List<NoticeStep> steps(NoticeNumber number) {
        return database.transact(transaction -> NoticeChain.links(transaction.sql(), number).stream()
                .map(NoticeLink::step)
                .toList());
    }

    /**
     * Takes a notice one step on.
     *
     * @param shown as it was when that was decided
     * @param reason at most 500 characters; may be empty
     * @return empty when it is not there as it was shown; nothing was changed
     * @throws IllegalArgumentException when there is no such step
     */
    public Optional<OfficialNotice> advance(OfficialNotice shown, OfficialNoticeState to, String actor, String reason) {
        Bounds.text("reason", reason, 500);
        return database.transact(transaction -> advanced(transaction, shown, to, actor, reason));
    }

    private Optional<OfficialNotice> advanced(
            Transaction transaction, OfficialNotice from, OfficialNoticeState to, String actor, String reason)
            throws SQLException {
        if (!from.state().mayBecome(to)) {
            throw new IllegalArgumentException("no notice goes from " + from.state() + " to " + to);
        }
        DSLContext sql = transaction.sql();
        int version = from.version() + 1;
        Map<Field<?>, Object> set = new LinkedHashMap<>();
        set.put(STATE, to.name());
        set.put(VERSION, version);
        if (to == OfficialNoticeState.RECALL_ASKED) {
            set.put(ASKER, actor);
        }
        int moved = sql.update(OFFICIAL_NOTICE)
                .set(set)
                .where(ID.eq(from.number().toString()), STATE.eq(from.state().name()), VERSION.eq(from.version()))
                .execute();
        if (moved == 0) {
            return Optional.empty();
        }
        if (to.isFinal()) {
            sql.update(OFFICIAL_NOTICE)
                    .setNull(NoticeRows.CLAIM)
                    .where(ID.eq(from.number().toString()))
                    .execute();
        }
        if (to == OfficialNoticeState.RELEASED && from.state() == OfficialNoticeState.RELEASING) {
            NoticeFollowUps.oweLetter(sql, from.number(), now());
        }
        if (to == OfficialNoticeState.RECALLING) {
            NoticeFollowUps.withdraw(sql, from.number());
        }
        NoticeChain.append(transaction, audit, from, new NoticeStep(version, from.state(), to, actor, now(), reason));
        return find(sql, from.number());
    }

    private Instant now() {
        return Bounds.time(clock.instant());
    }
}
