package io.gongmail.server.portal;

import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.IdentityProvider.Returned;
import io.gongmail.store.registry.Application;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Step 2: to the provider's page and back. The request's number stays in the session that asked, so nobody comes back for
 * somebody else, and it is taken once.
 */
final class IdentityPages {
    private static final String UNDER_WAY = "verification";
    private static final String PAGE = "verification page";

    private final Enrollment enrollment;
    private final Steps steps;
    private final Shows shows;
    private final URI back;

    IdentityPages(Enrollment enrollment, Steps steps, Shows shows, URI publicDoor) {
        this.enrollment = enrollment;
        this.steps = steps;
        this.shows = shows;
        this.back = publicDoor.resolve("/apply/identity/return");
    }

    /** {@code GET /apply/identity}. */
    Answer show(Visit visit) {
        return steps.at(visit, Application.Consented.class, consented -> page(200, List.of()));
    }

    private static Answer page(int status, List<Views.Problem> problems) {
        return new Answer.Shown(status, "identity", new Views.Identity(problems));
    }

    /** {@code POST /apply/identity}: asks the provider, who costs money. */
    Answer begin(Visit visit) {
        if (!visit.mayAttempt()) {
            return Answer.refused(429, "G-924");
        }
        return enrollment
                .beginVerification(visit.application(), visit.field("method"), back)
                .fold(
                        begun -> {
                            Session session = visit.sessionOrNew();
                            session.note(UNDER_WAY, begun.requestNumber());
                            session.note(PAGE, begun.page());
                            return Answer.seeOther("/apply/identity/go");
                        },
                        refused -> page(422, List.of(shows.problem("method-mobile", refused))));
    }

    /** {@code GET /apply/identity/go}: people see that they leave, and where to. */
    Answer leave(Visit visit) {
        Optional<URI> page = visit.session().flatMap(session -> session.note(PAGE, URI.class));
        return steps.at(
                visit,
                Application.Consented.class,
                consented -> page.<Answer>map(
                                to -> Answer.shown("leaving", new Views.Leaving(to, String.valueOf(to.getHost()))))
                        .orElseGet(() -> Answer.seeOther(Steps.IDENTITY)));
    }

    /** {@code GET /apply/identity/return}: by the provider's page. */
    Answer comeBack(Visit visit) {
        Returned returned =
                new Returned(visit.query("requestNumber"), visit.query("transaction"), visit.query("signature"));
        boolean ours = visit.session()
                .flatMap(session -> session.note(UNDER_WAY, String.class))
                .filter(returned.requestNumber()::equals)
                .isPresent();
        if (!ours) {
            return steps.at(
                    visit,
                    Application.Consented.class,
                    consented -> page(409, List.of(shows.problem("method-mobile", "G-313"))));
        }
        return enrollment
                .completeVerification(visit.application(), returned)
                .fold(
                        verified -> {
                            visit.sessionOrNew().take(UNDER_WAY, String.class);
                            visit.sessionOrNew().take(PAGE, URI.class);
                            return Answer.seeOther(Steps.DETAILS);
                        },
                        refused -> page(409, List.of(shows.problem("method-mobile", refused))));
    }
}
