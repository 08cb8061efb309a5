package io.gongmail.server.portal;

import io.gongmail.server.agency.ListEncoding;
import io.gongmail.server.agency.Listed;
import io.gongmail.server.agency.Told;
import io.gongmail.server.enrollment.BulkApproval;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a reviewer approves what an agency's list names: first it is told what would happen, then it is done. */
final class BulkApprovalPages {
    static final String LIST = "/review/list";

    private static final String LOOKED_AT = "list";
    private static final int MOST_AGENCIES = 1_000;

    private final BulkApproval approvals;
    private final Registry registry;
    private final Words words;

    BulkApprovalPages(BulkApproval approvals, Registry registry, Words words) {
        this.approvals = approvals;
        this.registry = registry;
        this.words = words;
    }

    List<Route> routes() {
        return List.of(
                Route.page(LIST, Door.CERTIFICATE, Who.REVIEWER, visit -> page(200, "", List.of())),
                Route.upload(LIST, Door.CERTIFICATE, Who.REVIEWER, this::tried),
                Route.form("/review/list/approve", Door.CERTIFICATE, Who.REVIEWER, this::done));
    }

    /** What was shown as what may be approved, in the session of who was shown it; at most 500 applications. */
    private record Looked(String agency, List<ApplicationId> at) {
        /** By their numbers: somebody of the same name who applied meanwhile is not among them. */
        byte[] list() {
            return at.stream()
                    .map(ApplicationId::toString)
                    .collect(Collectors.joining("\n", "application\n", "\n"))
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }

    private Answer page(int status, String agency, List<Views.Problem> problems) {
        return new Answer.Shown(
                status,
                "review-list",
                new ReviewViews.ListToHandIn(
                        agency,
                        registry.agencies().list("", MOST_AGENCIES).stream()
                                .map(one -> new Views.AgencyName(one.code(), one.name(), ""))
                                .toList(),
                        problems));
    }

    /** {@code POST /review/list}: what would happen. */
    private Answer tried(Visit visit) {
        Optional<Agency> agency = registry.agencies().find(visit.field("agency"));
        if (agency.isEmpty()) {
            return page(422, visit.field("agency"), List.of(new Views.Problem("agency", words.sentence("G-331"))));
        }
        String code = agency.get().code();
        return approvals
                .tried(code, visit.file("file").orElseGet(() -> new byte[0]), ListEncoding.DETECT, reviewer(visit))
                .fold(
                        lines -> {
                            visit.sessionOrNew().note(LOOKED_AT, new Looked(code, approvable(lines)));
                            return Answer.shown("review-listed", listed(agency.get(), lines, false));
                        },
                        faulty -> page(422, code, problems(faulty)));
    }

    private static List<ApplicationId> approvable(List<BulkApproval.Line> lines) {
        return lines.stream()
                .filter(line -> line.result() != BulkApproval.Result.STOPPED)
                .flatMap(line -> line.application().stream())
                .toList();
    }

    /** {@code POST /review/list/approve}: what was shown last, once. */
    private Answer done(Visit visit) {
        Optional<Looked> looked = visit.session().flatMap(session -> session.take(LOOKED_AT, Looked.class));
        Optional<Agency> agency = looked.flatMap(shown -> registry.agencies().find(shown.agency()));
        if (looked.isEmpty() || agency.isEmpty()) {
            return Answer.seeOther(LIST);
        }
        return approvals
                .done(
                        looked.get().agency(),
                        looked.get().list(),
                        ListEncoding.UTF_8,
                        reviewer(visit),
                        visit.field("reason"))
                .fold(
                        lines -> Answer.shown("review-listed", listed(agency.get(), lines, true)),
                        faulty -> page(422, looked.get().agency(), problems(faulty)));
    }

    private List<Views.Problem> problems(Listed.Faulty<?> faulty) {
        return faulty.first().stream()
                .map(told -> new Views.Problem("file", words.sentence(told.code(), told.facts())))
                .toList();
    }

    private ReviewViews.ListHandedIn listed(Agency agency, List<BulkApproval.Line> lines, boolean done) {
        return new ReviewViews.ListHandedIn(
                agency.name(),
                lines.stream().map(this::line).toList(),
                (int) lines.stream()
                        .filter(line -> line.result() != BulkApproval.Result.STOPPED)
                        .count(),
                done);
    }

    private ReviewViews.ListLine line(BulkApproval.Line line) {
        Optional<Told> why = line.why();
        return new ReviewViews.ListLine(
                line.number(),
                line.application().map(ApplicationId::toString).orElse(""),
                line.result().name(),
                why.map(told -> words.sentence(told.code(), told.facts())));
    }

    private static Address reviewer(Visit visit) {
        return visit.owner().account().address();
    }
}
