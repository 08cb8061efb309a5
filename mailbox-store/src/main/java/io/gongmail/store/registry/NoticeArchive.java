package io.gongmail.store.registry;

import static io.gongmail.store.registry.Names.HAPPENED;
import static io.gongmail.store.registry.Names.ID;
import static io.gongmail.store.registry.Names.OFFICIAL_NOTICE;
import static io.gongmail.store.registry.Names.OFFICIAL_NOTICE_STEP;
import static io.gongmail.store.registry.Names.OF_NOTICE;
import static io.gongmail.store.registry.Names.STATE;
import static io.gongmail.store.registry.Names.SUBMITTED;
import static io.gongmail.store.registry.Names.VERSION;

import io.gongmail.store.db.Database;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** Whether the records of notices are as they were written, and their end. Thread-safe; calls block. */
public final class NoticeArchive {
    private static final int MOST_AT_ONCE = 1_000;
    private static final List<String> OF_ONE = List.of(
            "official_notice_step",
            "official_notice_members",
            "official_notice_envelope",
            "official_notice_reminder",
            "official_notice_letter",
            "official_notice_paper");

    private final Database database;
    private final AuditTrail audit;

    NoticeArchive(Database database, AuditTrail audit) {
        this.database = database;
        this.audit = audit;
    }

    /** Each step in its chain, the first one first. */
    public List<NoticeLink> links(NoticeNumber number) {
        return database.transact(transaction -> NoticeChain.links(transaction.sql(), number));
    }

    /**
     * What of a notice's record is the first that does not hold: {@code step 3}, {@code audit entry 4711} or {@code members}; empty where
     * all does. The trail itself is {@link AuditTrail#verify}'s.
     */
    public Optional<String> verify(OfficialNotice notice) {
        List<NoticeLink> links = links(notice.number());
        OptionalLong broken = NoticeChain.broken(notice, links);
        for (NoticeLink link : links) {
            if (broken.isPresent() && link.step().version() >= broken.getAsLong()) {
                break;
            }
            if (link.auditNumber().isPresent() && !isInTrail(notice, link)) {
                return Optional.of("audit entry " + link.auditNumber().getAsLong());
            }
        }
        if (broken.isPresent()) {
            return Optional.of("step " + broken.getAsLong());
        }
        List<Address> members = PackedMembers.read(database, notice.number());
        boolean areThose = members.size() == notice.members()
                && PackedMembers.of(members).sha256().equals(notice.membersSha256());
        return areThose ? Optional.empty() : Optional.of("members");
    }

    private boolean isInTrail(OfficialNotice notice, NoticeLink link) {
        long number = link.auditNumber().orElseThrow();
        AuditEvent wanted = NoticeChain.event(notice, link.step());
        return audit.list(number, 1).stream()
                .filter(entry -> entry.number() == number)
                .map(AuditEntry::event)
                .anyMatch(event -> event.code().equals(wanted.code())
                        && event.actor().equals(wanted.actor())
                        && event.subject().equals(wanted.subject())
                        && link.hash().equals(event.facts().get("chain")));
    }

    /**
     * Notices in some states of which nothing happened from a time on, the oldest first.
     *
     * @param limit 1 to 1,000
     */
    public List<OfficialNotice> before(Instant time, Collection<OfficialNoticeState> states, int limit) {
        int most = Bounds.limit(limit, MOST_AT_ONCE);
        return database.transact(transaction -> NoticeRows.select(transaction.sql())
                .where(
                        SUBMITTED.lt(time.toEpochMilli()),
                        STATE.in(states.stream().map(Enum::name).toList()),
                        DSL.notExists(DSL.selectOne()
                                .from(OFFICIAL_NOTICE_STEP)
                                .where(
                                        OF_NOTICE.eq(DSL.field(DSL.name("official_notice", "id"), SQLDataType.VARCHAR)),
                                        HAPPENED.ge(time.toEpochMilli()))))
                .orderBy(SUBMITTED, ID)
                .limit(most)
                .fetch(NoticeRows::notice));
    }

    /**
     * Erases the record of a notice; that it was there, and its last hash, stays in the audit trail.
     *
     * @param shown as it was when that was decided
     * @return false when it is not there as it was shown; nothing was changed
     */
    public boolean erase(OfficialNotice shown, String actor) {
        String number = shown.number().toString();
        return database.transact(transaction -> {
            // Locks it, so that no step comes between.
            int same = transaction
                    .sql()
                    .update(OFFICIAL_NOTICE)
                    .set(STATE, STATE)
                    .where(ID.eq(number), VERSION.eq(shown.version()))
                    .execute();
            if (same == 0) {
                return false;
            }
            List<NoticeLink> links = NoticeChain.links(transaction.sql(), shown.number());
            for (String table : OF_ONE) {
                try (PreparedStatement delete =
                        transaction.connection().prepareStatement("DELETE FROM " + table + " WHERE notice = ?")) {
                    delete.setString(1, number);
                    delete.executeUpdate();
                }
            }
            transaction.sql().deleteFrom(OFFICIAL_NOTICE).where(ID.eq(number)).execute();
            audit.append(
                    transaction,
                    new AuditEvent(
                            "notice.erased",
                            actor,
                            number,
                            Map.of(
                                    "agency",
                                    shown.agency(),
                                    "state",
                                    shown.state().name(),
                                    "submitted",
                                    shown.submitted().toString(),
                                    "content-sha256",
                                    shown.contentSha256(),
                                    "steps",
                                    Integer.toString(links.size()),
                                    "chain",
                                    links.isEmpty()
                                            ? ""
                                            : links.get(links.size() - 1).hash())));
            return true;
        });
    }
}
