package io.gongmail.server.notice;

import io.gongmail.store.mail.MailStore;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticePriority;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.OfficialNotices;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands notices over when they are due, the most urgent first, and takes back those whose recall was confirmed. What it is about to do is
 * written down before it is done, and that it is done after: what a stop leaves between is done again, which delivery takes for the same.
 * Thread-safe; one round at a time.
 */
public final class NoticeRunner {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeRunner.class);
    private static final String ACTOR = "server";

    /** A keyword (RFC 9051 §2.3.2): the owner is asked to confirm that it was read. */
    private static final String MUST_READ = "$MustRead";

    /** In one round. */
    private static final int AT_ONCE = 100;

    private final OfficialNotices notices;
    private final NoticeDelivery delivery;
    private final KeptMessages kept;
    private final Clock clock;

    public NoticeRunner(OfficialNotices notices, NoticeDelivery delivery, MailStore mail, Clock clock) {
        this.notices = notices;
        this.delivery = delivery;
        this.kept = new KeptMessages(mail);
        this.clock = clock;
    }

    /** Drops messages of notices that a stop kept from being handed in, or that are with who delivers them. */
    public synchronized void tidy() {
        for (NoticeNumber number : kept.all()) {
            boolean waits = notices.find(number)
                    .filter(notice -> Set.of(
                                    OfficialNoticeState.SUBMITTED,
                                    OfficialNoticeState.APPROVED,
                                    OfficialNoticeState.RELEASING)
                            .contains(notice.state()))
                    .isPresent();
            if (!waits) {
                kept.drop(number);
            }
        }
    }

    /** One round. What cannot be done now is tried in the next. */
    public synchronized void run() {
        for (OfficialNoticeState state : List.of(OfficialNoticeState.SUBMITTED, OfficialNoticeState.APPROVED)) {
            notices.over(state, AT_ONCE).forEach(notice -> ended(notice, OfficialNoticeState.EXPIRED));
        }
        notices.due(OfficialNoticeState.RELEASING, AT_ONCE).forEach(this::release);
        for (OfficialNotice notice : notices.due(OfficialNoticeState.APPROVED, AT_ONCE)) {
            notices.advance(notice, OfficialNoticeState.RELEASING, ACTOR, "").ifPresent(this::release);
        }
        notices.due(OfficialNoticeState.RECALLING, AT_ONCE).forEach(this::recall);
    }

    private void ended(OfficialNotice notice, OfficialNoticeState to) {
        if (notices.advance(notice, to, ACTOR, "").isPresent()) {
            kept.drop(notice.number());
        }
    }

    private void release(OfficialNotice notice) {
        if (!kept.has(notice.number())) {
            LOG.error("G-945 the message of notice {} is gone", notice.number());
            ended(notice, OfficialNoticeState.RETURNED);
            return;
        }
        try {
            delivery.post(new NoticeDelivery.Posting(
                    notice.number(),
                    () -> kept.open(notice.number()),
                    notice.folder(),
                    clock.instant(),
                    flags(notice),
                    notices.members(notice.number())));
            ended(notice, OfficialNoticeState.RELEASED);
        } catch (RuntimeException e) {
            // Whatever it is, the others go.
            LOG.warn("notice {} is handed over later: {}", notice.number(), e.toString());
        }
    }

    private static List<String> flags(OfficialNotice notice) {
        List<String> flags = new ArrayList<>();
        if (notice.mustRead()) {
            flags.add(MUST_READ);
        }
        if (notice.priority() == NoticePriority.URGENT) {
            flags.add("\\Flagged");
        }
        return flags;
    }

    private void recall(OfficialNotice notice) {
        try {
            delivery.recall(notice.number());
            notices.advance(notice, OfficialNoticeState.RECALLED, ACTOR, "");
        } catch (RuntimeException e) {
            LOG.warn("notice {} is recalled later: {}", notice.number(), e.toString());
        }
    }
}
