package io.gongmail.server.notice.record;

import io.gongmail.store.mail.NoticeId;
import io.gongmail.store.mail.Notices;
import io.gongmail.store.registry.NoticeReminder;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Registry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases what is kept of notices once its time is over: so many years from the first of January on that follows their last step, as the
 * Public Records Act counts. Copies in mailboxes are their owners'. Thread-safe; one round at a time.
 */
public final class NoticeRetention {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeRetention.class);
    private static final ZoneId KOREA = ZoneId.of("Asia/Seoul");
    private static final String ACTOR = "retention";

    /** Of which nothing more becomes by itself. */
    private static final Set<OfficialNoticeState> ENDED = Set.of(
            OfficialNoticeState.RETURNED,
            OfficialNoticeState.REJECTED,
            OfficialNoticeState.EXPIRED,
            OfficialNoticeState.RELEASED,
            OfficialNoticeState.RECALLED);

    /** In one round. */
    private static final int AT_ONCE = 100;

    private final Registry registry;
    private final Notices notices;
    private final int years;
    private final Clock clock;

    /** @param years for which they are kept */
    public NoticeRetention(Registry registry, Notices notices, int years, Clock clock) {
        this.registry = registry;
        this.notices = notices;
        this.years = years;
        this.clock = clock;
    }

    /** One round; returns how many were erased. What cannot be erased now is tried in the next. */
    public synchronized int run() {
        int erased = 0;
        List<OfficialNotice> over = registry.noticeArchive().before(end(), ENDED, AT_ONCE);
        for (OfficialNotice notice : over) {
            try {
                erased += erase(notice) ? 1 : 0;
            } catch (RuntimeException e) {
                // Whatever it is, the others go.
                LOG.warn("notice {} is erased later: {}", notice.number(), e.toString());
            }
        }
        return erased;
    }

    /** The time of those is over whose last step was before this. */
    private Instant end() {
        return clock.instant()
                .atZone(KOREA)
                .toLocalDate()
                .minusYears(years)
                .withDayOfYear(1)
                .atStartOfDay(KOREA)
                .toInstant();
    }

    /** The copies' records first: by the notice they are found again when a stop comes between. */
    private boolean erase(OfficialNotice notice) {
        for (NoticeReminder reminder : registry.noticeFollowUps().reminders(notice.number())) {
            notices.forget(new NoticeId(reminder.id().toString()));
        }
        notices.forget(new NoticeId(notice.number().toString()));
        return registry.noticeArchive().erase(notice, ACTOR);
    }
}
