package io.gongmail.server.portal;

import io.gongmail.server.notice.Enclosure;
import io.gongmail.server.notice.NoticeReview;
import io.gongmail.server.notice.UnsentNotice;
import io.gongmail.server.notice.WrittenNotice;
import io.gongmail.server.notice.posting.NoticeDelivery;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticeStep;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import io.gongmail.store.registry.Registry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Turns notices into what pages show. Thread-safe; calls block. */
final class NoticeShows {
    /** What is due within it goes soon enough for who waits at a page. */
    private static final Duration SOON = Duration.ofMinutes(2);

    private final Registry registry;
    private final AgencyNames agencies;
    private final Clock clock;

    NoticeShows(Registry registry, AgencyNames agencies, Clock clock) {
        this.registry = registry;
        this.agencies = agencies;
        this.clock = clock;
    }

    /**
     * How a page is shown.
     *
     * @param cut whether there is more of the notice than is shown
     * @param reason as it was entered
     * @param mayCorrect whether the visitor may write a correction
     */
    record Way(
            boolean going,
            boolean still,
            boolean cut,
            boolean submittedNow,
            String reason,
            boolean mayCorrect,
            List<Views.Problem> problems) {}

    /**
     * Whether something is about to become of it by itself.
     *
     * @param owes whether somebody does not have it yet
     */
    boolean isGoing(OfficialNotice notice, boolean owes) {
        return switch (notice.state()) {
            case APPROVED -> notice.due().isBefore(clock.instant().plus(SOON));
            case RELEASING, RECALLING -> true;
            case RELEASED, RECALL_ASKED, RECALLED -> owes;
            case SUBMITTED, RETURNED, REJECTED, EXPIRED -> false;
        };
    }

    static NoticeViews.Unsent unsent(UnsentNotice one) {
        return new NoticeViews.Unsent(
                one.id().toString(), one.notice().subject(), one.notice().audience(), Shows.minute(one.saved()));
    }

    NoticeViews.Row row(OfficialNotice notice, Optional<NoticeDelivery.Counts> counts) {
        return new NoticeViews.Row(
                notice.number().toString(),
                notice.state().name(),
                notice.subject(),
                agencies.named(notice.agency()),
                notice.audience(),
                notice.members(),
                Shows.minute(notice.due()),
                counts.map(count -> new NoticeViews.Far(count.delivered(), count.read())));
    }

    NoticeViews.Shown shown(
            OfficialNotice notice,
            Optional<WrittenNotice> message,
            Set<NoticeReview.Act> acts,
            boolean isOwn,
            Way way) {
        return new NoticeViews.Shown(
                notice.number().toString(),
                notice.state().name(),
                agencies.named(notice.agency()),
                notice.sender().toString(),
                notice.author().toString(),
                notice.subject(),
                notice.audience(),
                notice.members(),
                notice.folder(),
                notice.priority().name(),
                notice.mustRead(),
                Shows.minute(notice.submitted()),
                Shows.minute(notice.due()),
                notice.expires().map(Shows::minute).orElse(""),
                message.map(letter -> said(letter, way.cut())),
                registry.notices().steps(notice.number()).stream()
                        .map(NoticeShows::step)
                        .toList(),
                acts.stream().map(Enum::name).toList(),
                isOwn && notice.state() == OfficialNoticeState.RETURNED && message.isPresent(),
                notice.isOut(),
                way.going(),
                way.still(),
                way.submittedNow(),
                way.reason(),
                new NoticeViews.Correcting(
                        number(notice.corrects()),
                        number(registry.notices().correctionOf(notice.number()).map(OfficialNotice::number)),
                        way.mayCorrect()),
                way.problems());
    }

    /** Empty for none. */
    static String number(Optional<NoticeNumber> of) {
        return of.map(NoticeNumber::toString).orElse("");
    }

    static NoticeViews.Said said(WrittenNotice notice, boolean cut) {
        List<NoticeViews.File> files = new ArrayList<>(files(notice.enclosures()));
        if (cut && !files.isEmpty()) {
            int last = files.size() - 1;
            files.set(last, new NoticeViews.File(files.get(last).name(), ""));
        }
        return new NoticeViews.Said(
                notice.author().toString(), notice.subject(), notice.audience(), notice.text(), files, cut);
    }

    static List<NoticeViews.File> files(List<Enclosure> enclosures) {
        return enclosures.stream()
                .map(one -> new NoticeViews.File(one.name(), size(one.octets().length)))
                .toList();
    }

    private static String size(int octets) {
        return octets < 1024 ? octets + " B" : String.format(Locale.ROOT, "%,d KiB", (octets + 512) / 1024);
    }

    private static NoticeViews.Step step(NoticeStep step) {
        return new NoticeViews.Step(step.to().name(), step.actor(), Shows.minute(step.at()), step.reason());
    }
}
