package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.ACTOR;
import static io.gongmail.store.registry.Names.FROM_STATE;
import static io.gongmail.store.registry.Names.HAPPENED;
import static io.gongmail.store.registry.Names.HASH;
import static io.gongmail.store.registry.Names.OFFICIAL_NOTICE_STEP;
import static io.gongmail.store.registry.Names.OF_NOTICE;
import static io.gongmail.store.registry.Names.REASON;
import static io.gongmail.store.registry.Names.TO_STATE;
import static io.gongmail.store.registry.Names.VERSION;

import io.gongmail.store.db.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The steps of a notice, each chained to the one before as entries of the audit trail are ({@link AuditChain}): a step's hash is that of its
 * event, with the step's number as the entry's. The first one holds what the notice is and whom it is for. The event stands in the trail
 * with the hash as its fact {@code chain}, so that who writes a chain anew would have to write the trail anew.
 */
public final class NoticeChain {
    private static final Field<Long> AUDIT_NUMBER = DSL.field(DSL.name("audit_number"), SQLDataType.BIGINT);
    /** What an event holds of a value ({@link AuditEvent}). */
    private static final int LONGEST_FACT = 300;

    private NoticeChain() {}

    /** Adds a step, and its entry in the trail: last in a transaction. */
    static void append(Transaction transaction, AuditTrail audit, OfficialNotice notice, NoticeStep step)
            throws SQLException {
        String before = AuditChain.START;
        for (NoticeLink link : links(transaction.sql(), notice.number())) {
            before = link.hash().isEmpty() ? hash(before, notice, link.step()) : link.hash();
        }
        String hash = hash(before, notice, step);
        AuditEvent event = event(notice, step);
        Map<String, String> facts = new LinkedHashMap<>(event.facts());
        facts.put("chain", hash);
        long number = audit.append(transaction, new AuditEvent(event.code(), event.actor(), event.subject(), facts));
        transaction
                .sql()
                .insertInto(OFFICIAL_NOTICE_STEP)
                .set(OF_NOTICE, notice.number().toString())
                .set(VERSION, step.version())
                .set(FROM_STATE, step.from().name())
                .set(TO_STATE, step.to().name())
                .set(ACTOR, step.actor())
                .set(HAPPENED, step.at().toEpochMilli())
                .set(REASON, step.reason())
                .set(HASH, hash)
                .set(AUDIT_NUMBER, number)
                .execute();
    }

    /** Each step, the first one first. */
    static List<NoticeLink> links(DSLContext sql, NoticeNumber number) {
        return sql.select(VERSION, FROM_STATE, TO_STATE, ACTOR, HAPPENED, REASON, HASH, AUDIT_NUMBER)
                .from(OFFICIAL_NOTICE_STEP)
                .where(OF_NOTICE.eq(number.toString()))
                .orderBy(VERSION)
                .fetch(row -> new NoticeLink(
                        new NoticeStep(
                                row.get(VERSION),
                                OfficialNoticeState.valueOf(row.get(FROM_STATE)),
                                OfficialNoticeState.valueOf(row.get(TO_STATE)),
                                row.get(ACTOR),
                                Instant.ofEpochMilli(row.get(HAPPENED)),
                                row.get(REASON)),
                        Optional.ofNullable(row.get(HASH)).orElse(""),
                        row.get(AUDIT_NUMBER) == null ? OptionalLong.empty() : OptionalLong.of(row.get(AUDIT_NUMBER))));
    }

    /**
     * The number of the first step that is not what was written, or is missing; empty where the chain holds. Those of before there were
     * chains come first, if there are some, and are taken as they are.
     */
    public static OptionalLong broken(OfficialNotice notice, List<NoticeLink> links) {
        String before = AuditChain.START;
        boolean isChained = false;
        long expected = 0;
        for (NoticeLink link : links) {
            expected++;
            String hash = hash(before, notice, link.step());
            isChained |= !link.hash().isEmpty();
            if (link.step().version() != expected || isChained && !hash.equals(link.hash())) {
                return OptionalLong.of(expected);
            }
            before = hash;
        }
        boolean isLast = expected == notice.version()
                && links.get(links.size() - 1).step().to() == notice.state();
        return isLast ? OptionalLong.empty() : OptionalLong.of(expected + 1);
    }

    private static String hash(String before, OfficialNotice notice, NoticeStep step) {
        return AuditChain.hash(before, step.version(), step.at(), event(notice, step));
    }

    /** What stands in the audit trail of a step, without its hash. */
    static AuditEvent event(OfficialNotice notice, NoticeStep step) {
        String code = "notice." + step.to().name().toLowerCase(Locale.ROOT).replace('_', '-');
        Map<String, String> facts = new LinkedHashMap<>();
        if (step.version() == 1) {
            facts.put("author", notice.author().toString());
            facts.put("agency", notice.agency());
            facts.put("audience", notice.audience());
            facts.put("members", Integer.toString(notice.members()));
            facts.put("members-sha256", notice.membersSha256());
            facts.put("content-sha256", notice.contentSha256());
            notice.corrects().ifPresent(corrected -> facts.put("corrects", corrected.toString()));
        } else {
            facts.put("from", step.from().name());
            facts.put("reason", step.reason());
            if (step.reason().length() > LONGEST_FACT) {
                facts.put("reason-sha256", Sha256.hex(step.reason()));
            }
        }
        return new AuditEvent(code, step.actor(), notice.number().toString(), facts);
    }
}
