package io.gongmail.server.notice;

import io.gongmail.server.config.ExpiredNotices;
import io.gongmail.server.notice.posting.NoticeDelivery;
import io.gongmail.server.notice.signing.NoticeSigning;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticePriority;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.OfficialNotices;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands notices over when they are due, the most urgent first, and takes back those whose recall was confirmed, or that have expired where
 * that is wanted. What it is about to do is written down before it is done, and that it is done after: what a stop leaves between is done
 * again, which delivery takes for the same.
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
    private final NoticeSigning signing;
    private final ExpiredNotices expired;
    private final Clock clock;
    /** Agencies whose notices wait for a key that signs, as the log was told. */
    private Set<String> held = Set.of();

    public NoticeRunner(
            OfficialNotices notices,
            NoticeDelivery delivery,
            MailStore mail,
            NoticeSigning signing,
            ExpiredNotices expired,
            Clock clock) {
        this.expired = expired;
        this.notices = notices;
        this.delivery = delivery;
        this.kept = new KeptMessages(mail);
        this.signing = signing;
        this.clock = clock;
    }

    /** The same where what has expired stays where it is. */
    public NoticeRunner(
            OfficialNotices notices, NoticeDelivery delivery, MailStore mail, NoticeSigning signing, Clock clock) {
        this(notices, delivery, mail, signing, ExpiredNotices.KEEP, clock);
    }

    /** The same where no agency has given a key to sign with, too. */
    public NoticeRunner(OfficialNotices notices, NoticeDelivery delivery, MailStore mail, Clock clock) {
        this(notices, delivery, mail, NoticeSigning.none(clock), clock);
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
        releaseApproved();
        if (expired == ExpiredNotices.REMOVE) {
            notices.over(OfficialNoticeState.RELEASED, AT_ONCE)
                    .forEach(notice -> notices.advance(notice, OfficialNoticeState.RECALLING, ACTOR, "expired"));
        }
        notices.due(OfficialNoticeState.RECALLING, AT_ONCE).forEach(this::recall);
    }

    /** Those of agencies whose key does not sign stay approved, and hold up no other's. */
    private void releaseApproved() {
        Set<String> free = new HashSet<>();
        Set<String> waiting = new HashSet<>();
        boolean again = true;
        while (again) {
            List<OfficialNotice> due = notices.due(OfficialNoticeState.APPROVED, AT_ONCE, waiting);
            int before = waiting.size();
            for (OfficialNotice notice : due) {
                String agency = notice.agency();
                if (!free.contains(agency) && !waiting.contains(agency)) {
                    (signing.isHeld(agency) ? waiting : free).add(agency);
                }
                if (free.contains(agency)) {
                    notices.advance(notice, OfficialNoticeState.RELEASING, ACTOR, "")
                            .ifPresent(this::release);
                }
            }
            again = due.size() == AT_ONCE && waiting.size() > before;
        }
        waiting.stream()
                .filter(agency -> !held.contains(agency))
                .forEach(agency -> LOG.warn("notices of agency {} wait for a key that signs them", agency));
        held = waiting;
    }

    private void ended(OfficialNotice notice, OfficialNoticeState to) {
        ended(notice, to, "");
    }

    private void ended(OfficialNotice notice, OfficialNoticeState to, String reason) {
        if (notices.advance(notice, to, ACTOR, reason).isPresent()) {
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
            if (delivery.counts(notice.number()).isPresent()) {
                ended(notice, OfficialNoticeState.RELEASED); // a stop came between; it is not signed a second time
                return;
            }
            Ruling<NoticeSigning.Outgoing> outgoing = signing.outgoing(notice, () -> kept.open(notice.number()));
            if (outgoing instanceof Ruling.Refused<NoticeSigning.Outgoing> refused) {
                if (refused.code().equals(NoticeSigning.TOO_LARGE)) {
                    ended(notice, OfficialNoticeState.RETURNED, NoticeSigning.words(refused));
                    return;
                }
                LOG.warn("notice {} is handed over later: {}", notice.number(), NoticeSigning.words(refused));
                return;
            }
            NoticeSigning.Outgoing going = ((Ruling.Granted<NoticeSigning.Outgoing>) outgoing).value();
            Optional<OfficialNotice> corrected = notices.recallCorrected(notice);
            delivery.post(new NoticeDelivery.Posting(
                    notice.number(),
                    going.message(),
                    notice.folder(),
                    clock.instant(),
                    flags(notice),
                    notices.members(notice.number()),
                    corrected.map(old -> correction(old, notice, going))));
            corrected
                    .filter(old -> old.state() == OfficialNoticeState.RECALLING)
                    .ifPresent(old -> notices.advance(old, OfficialNoticeState.RECALLED, ACTOR, ""));
            ended(notice, OfficialNoticeState.RELEASED, going.words());
        } catch (IOException | RuntimeException e) {
            // Whatever it is, the others go.
            LOG.warn("notice {} is handed over later: {}", notice.number(), e.toString());
        }
    }

    private NoticeDelivery.Correction correction(
            OfficialNotice old, OfficialNotice notice, NoticeSigning.Outgoing going) {
        String messageId = notices.messageId(old.number());
        return new NoticeDelivery.Correction(
                old.number(), () -> MarkedCorrection.of(going.message().open(), notice, messageId));
    }

    /** System flags and keywords that a notice has in every mailbox from the beginning. */
    public static List<String> flags(OfficialNotice notice) {
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
