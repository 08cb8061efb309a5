package io.gongmail.server.portal;

import io.gongmail.server.enrollment.Provisioning;
import io.gongmail.server.enrollment.QueueEntry;
import io.gongmail.server.enrollment.Review;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Aim;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.QueueFilter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where reviewers see what waits, look into one application, and decide. */
final class ReviewPages {
    static final String REVIEW = "/review";
    private static final int ON_A_PAGE = 50;
    private static final int LONGEST_WAIT_HOURS = 24 * 365;

    private final Review review;
    private final Provisioning provisioning;
    private final ReviewShows files;

    ReviewPages(Review review, Provisioning provisioning, ReviewShows files) {
        this.review = review;
        this.provisioning = provisioning;
        this.files = files;
    }

    List<Route> routes() {
        return List.of(
                Route.page(REVIEW, Door.CERTIFICATE, Who.REVIEWER, this::queue),
                Route.page("/review/{id}", Door.CERTIFICATE, Who.REVIEWER, visit -> show(visit, "", List.of())),
                Route.form("/review/{id}", Door.CERTIFICATE, Who.REVIEWER, this::decide));
    }

    /** {@code GET /review}: the one that waits longest first. */
    private Answer queue(Visit visit) {
        ReviewViews.Filter filter = new ReviewViews.Filter(
                named(ApplicationState.values(), visit.query("state")),
                named(AccountType.values(), visit.query("type")),
                visit.query("agency"),
                hours(visit.query("hours")));
        QueueFilter wanted = new QueueFilter(
                filter.state().isEmpty() ? Set.of() : Set.of(ApplicationState.valueOf(filter.state())),
                filter.agency(),
                filter.type().isEmpty() ? Set.of() : Set.of(AccountType.valueOf(filter.type())),
                review.waitingSince(Duration.ofHours(filter.hours())),
                visit.query("after"),
                ON_A_PAGE);
        return review.queue(wanted, reviewer(visit))
                .fold(
                        entries -> Answer.shown("review", files.queue(filter, entries, next(entries))),
                        refused -> new Answer.Refused(403, refused.code(), refused.facts()));
    }

    private static String next(List<QueueEntry> entries) {
        return entries.size() < ON_A_PAGE
                ? ""
                : entries.get(entries.size() - 1).id().toString();
    }

    private static <E extends Enum<E>> String named(E[] all, String name) {
        return Arrays.stream(all)
                .map(Enum::name)
                .filter(name::equals)
                .findFirst()
                .orElse("");
    }

    private static int hours(String text) {
        try {
            return Math.max(0, Math.min(Integer.parseInt(text.strip()), LONGEST_WAIT_HOURS));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** {@code GET /review/{id}}. */
    private Answer show(Visit visit, String reason, List<Views.Problem> problems) {
        Optional<ApplicationId> id = id(visit);
        if (id.isEmpty()) {
            return Answer.refused(404, "G-301");
        }
        return review.dossier(id.get(), reviewer(visit))
                .fold(
                        dossier -> new Answer.Shown(
                                problems.isEmpty() ? 200 : 422,
                                "dossier",
                                files.application(dossier, reason, problems)),
                        refused -> new Answer.Refused(
                                refused.code().equals("G-301") ? 404 : 403, refused.code(), refused.facts()));
    }

    /** {@code POST /review/{id}}: approves, gives back or rejects. */
    private Answer decide(Visit visit) {
        return switch (visit.field("do")) {
            case "approve" -> approve(visit);
            case "return" -> withReason(visit, review::giveBack, "RETURNED");
            case "reject" -> withReason(visit, review::reject, "REJECTED");
            default -> Answer.refused(400, "G-925");
        };
    }

    private Answer approve(Visit visit) {
        Optional<ApplicationId> id = id(visit);
        if (id.isEmpty()) {
            return Answer.refused(404, "G-301");
        }
        return review.approve(id.get(), reviewer(visit), visit.field("reason"))
                .fold(approved -> provisioned(approved), refused -> refused(visit, id.get(), refused));
    }

    /** Approved it is, whatever comes of the mailbox: what failed is done again when the server starts, or by command. */
    private Answer provisioned(Application.Approved approved) {
        String address = approved.completion().desired().toString();
        boolean moves = approved.completion().aim() instanceof Aim.NewAgency;
        return provisioning
                .provision(approved)
                .fold(
                        account -> decided(approved.id(), moves ? "MOVED" : "PROVISIONED", address, Optional.empty()),
                        refused -> decided(approved.id(), moves ? "MOVES" : "APPROVED", address, Optional.of(refused)));
    }

    private Answer refused(Visit visit, ApplicationId id, Ruling.Refused<?> refused) {
        // The first of two approvals was recorded, and one whose certificate is good no longer went back: both are
        // decisions.
        return switch (refused.code()) {
            case "G-347" -> decided(id, "FIRST", "", Optional.of(refused));
            case "G-346" -> decided(id, "RETURNED", "", Optional.of(refused));
            default -> show(visit, visit.field("reason"), List.of(files.problem("decision", refused)));
        };
    }

    private interface Decision<T> {
        Ruling<T> on(ApplicationId id, Address reviewer, String reason);
    }

    private <T> Answer withReason(Visit visit, Decision<T> decision, String what) {
        Optional<ApplicationId> id = id(visit);
        if (id.isEmpty()) {
            return Answer.refused(404, "G-301");
        }
        return decision.on(id.get(), reviewer(visit), visit.field("reason"))
                .fold(
                        done -> decided(id.get(), what, "", Optional.empty()),
                        refused -> show(
                                visit,
                                visit.field("reason"),
                                List.of(files.problem(
                                        refused.code().equals("G-343") ? "reason" : "decision", refused))));
    }

    private Answer decided(
            ApplicationId id, String what, String address, Optional<? extends Ruling.Refused<?>> trouble) {
        return Answer.shown("decided", files.decided(id, what, address, trouble));
    }

    private static Optional<ApplicationId> id(Visit visit) {
        return ApplicationId.parse(visit.part("id"));
    }

    private static Address reviewer(Visit visit) {
        return visit.owner().account().address();
    }
}
