package io.gongmail.server.portal;

import io.gongmail.server.notice.NoticeOffice;
import io.gongmail.server.notice.NoticeReview;
import io.gongmail.server.notice.posting.NoticeDelivery;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.OfficialNotice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where an agency's notices are listed, looked into and decided on, by its people who write or decide on them. */
final class NoticePages {
    static final String NOTICES = "/notices";

    private static final int ON_A_PAGE = 20;
    private static final int MOST_PAGES = 1_000;

    /** Seconds after which a page that goes on is shown anew. */
    private static final String ANEW = "10";

    private final Portal.Notices desk;
    private final NoticeShows shows;
    private final Words words;

    NoticePages(Portal.Notices desk, NoticeShows shows, Words words) {
        this.desk = desk;
        this.shows = shows;
        this.words = words;
    }

    List<Route> routes() {
        return List.of(
                Route.page(NOTICES, Door.CERTIFICATE, Who.SIGNED_IN, this::list),
                Route.page(NOTICES + "/{number}", Door.CERTIFICATE, Who.SIGNED_IN, visit -> show(visit, "", List.of())),
                Route.form(NOTICES + "/{number}", Door.CERTIFICATE, Who.SIGNED_IN, this::decide));
    }

    static Account account(Visit visit) {
        return visit.owner().account();
    }

    /** The headers of a page that is shown anew, as long as it goes on and nobody holds it still. */
    static Map<String, String> anew(Visit visit, boolean going) {
        return going && !isStill(visit) ? Map.of("Refresh", ANEW) : Map.of();
    }

    /** Whether the page is to stay as it is (WCAG 2.2.1, 2.2.2). */
    static boolean isStill(Visit visit) {
        return visit.query("still").equals("yes");
    }

    /** {@code GET /notices?page=}: the newest first, and before them what the visitor is writing. */
    private Answer list(Visit visit) {
        Account account = account(visit);
        if (!desk.office().isConcerned(account)) {
            return Answer.refused(403, "G-939");
        }
        int page = page(visit.query("page"));
        List<OfficialNotice> found = desk.office().list(account, page * ON_A_PAGE, ON_A_PAGE + 1);
        boolean hasMore = found.size() > ON_A_PAGE;
        boolean mayWrite = !desk.office().authors(account).isEmpty();
        return Answer.shown(
                "notices",
                new NoticeViews.Listing(
                        mayWrite,
                        desk.office().seesAll(account),
                        mayWrite && page == 0
                                ? desk.unsent().of(account.address()).stream()
                                        .map(NoticeShows::unsent)
                                        .toList()
                                : List.of(),
                        found.stream()
                                .limit(ON_A_PAGE)
                                .map(notice -> shows.row(notice, counts(notice)))
                                .toList(),
                        page,
                        hasMore));
    }

    private static int page(String text) {
        return text.matches("\\d{1,4}") ? Math.min(Integer.parseInt(text), MOST_PAGES) : 0;
    }

    private Optional<NoticeDelivery.Counts> counts(OfficialNotice notice) {
        return notice.isOut() ? desk.delivery().counts(notice.number()) : Optional.empty();
    }

    /** The notice that a visit asks for, where the visitor may see it. */
    static Ruling<OfficialNotice> found(NoticeOffice office, Visit visit) {
        return NoticeNumber.parse(visit.part("number"))
                .map(number -> office.find(number, account(visit)))
                .orElseGet(() -> Ruling.refused("G-947"));
    }

    /** {@code GET /notices/{number}}. */
    private Answer show(Visit visit, String reason, List<Views.Problem> problems) {
        return found(desk.office(), visit)
                .fold(
                        notice -> shown(visit, notice, reason, problems),
                        refused -> new Answer.Refused(404, refused.code(), refused.facts()));
    }

    private Answer shown(Visit visit, OfficialNotice notice, String reason, List<Views.Problem> problems) {
        Address by = account(visit).address();
        Set<NoticeReview.Act> acts = desk.review().acts(notice, by);
        // Who has a form before them is not interrupted in it.
        boolean going = acts.isEmpty()
                && shows.isGoing(
                        notice, counts(notice).filter(count -> count.owed() > 0).isPresent());
        return new Answer.Shown(
                problems.isEmpty() ? 200 : 422,
                "notice",
                shows.shown(
                        notice,
                        desk.office().message(notice),
                        acts,
                        notice.sender().equals(by),
                        new NoticeShows.Way(
                                going,
                                isStill(visit),
                                !desk.office().isShownWhole(notice),
                                visit.query("submitted").equals("yes"),
                                reason,
                                desk.office().mayCorrect(notice, account(visit)),
                                problems)),
                problems.isEmpty() ? anew(visit, going) : Map.of());
    }

    /** {@code POST /notices/{number}}: approves, gives back, rejects, asks for a recall or confirms one. */
    private Answer decide(Visit visit) {
        Ruling<OfficialNotice> seen = found(desk.office(), visit);
        Address by = account(visit).address();
        String reason = visit.field("reason");
        return switch (visit.field("do")) {
            case "approve" -> decided(visit, seen.then(shown -> desk.review().approve(shown.number(), by, reason)));
            case "return" -> decided(visit, seen.then(shown -> desk.review().giveBack(shown.number(), by, reason)));
            case "reject" -> decided(visit, seen.then(shown -> desk.review().reject(shown.number(), by, reason)));
            case "recall" -> decided(visit, seen.then(shown -> desk.review().recall(shown.number(), by, reason)));
            default -> Answer.refused(400, "G-925");
        };
    }

    private Answer decided(Visit visit, Ruling<OfficialNotice> ruling) {
        return ruling.fold(
                notice -> Answer.seeOther(NOTICES + "/" + notice.number()),
                refused -> show(
                        visit,
                        visit.field("reason"),
                        List.of(new Views.Problem(
                                refused.code().equals("G-988") ? "reason" : "",
                                words.sentence(refused.code(), refused.facts())))));
    }
}
