package io.gongmail.server.portal;

import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.ResumeSecrets;
import io.gongmail.store.personal.Masked;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Step 4 and after: everything looked over and submitted, and where it stands. */
final class StatusPages {
    private final Enrollment enrollment;
    private final Registry registry;
    private final ResumeSecrets secrets;
    private final Steps steps;
    private final Shows shows;
    private final int reviewDays;

    /** @param reviewWithin how long a review takes, as applicants are told: in days, begun ones whole */
    StatusPages(
            Enrollment enrollment,
            Registry registry,
            ResumeSecrets secrets,
            Steps steps,
            Shows shows,
            Duration reviewWithin) {
        this.enrollment = enrollment;
        this.registry = registry;
        this.secrets = secrets;
        this.steps = steps;
        this.shows = shows;
        this.reviewDays = Math.toIntExact(reviewWithin.plusDays(1).minusNanos(1).toDays());
    }

    /** {@code GET /apply/submit}. */
    Answer summary(Visit visit) {
        return steps.at(visit, Application.Completed.class, completed -> page(200, completed, List.of()));
    }

    private Answer page(int status, Application.Completed completed, List<Views.Problem> problems) {
        return new Answer.Shown(
                status,
                "submit",
                new Views.Submit(
                        completed.id().toString(),
                        Masked.name(completed.person().name()),
                        completed.person().method(),
                        shows.wished(completed.completion()),
                        Shows.shown(completed.completion()),
                        problems));
    }

    /** {@code POST /apply/submit}. */
    Answer submit(Visit visit) {
        return steps.at(
                visit,
                Application.Completed.class,
                completed -> enrollment
                        .submit(completed.id())
                        .fold(
                                submitted -> Answer.seeOther(Steps.STATUS),
                                refused -> page(409, completed, List.of(shows.problem(refused)))));
    }

    /** {@code GET /status}: of this session's application, or who has none tells which. */
    Answer show(Visit visit) {
        Optional<Application> application =
                visit.session().flatMap(Session::application).flatMap(enrollment::find);
        return application
                .<Answer>map(found -> Answer.shown("status", status(found)))
                .orElseGet(() -> resume(200, visit.query("number"), visit.query("secret"), List.of()));
    }

    private static Answer resume(int status, String number, String secret, List<Views.Problem> problems) {
        return new Answer.Shown(status, "resume", new Views.Resume(number, secret, problems));
    }

    private Views.Status status(Application application) {
        String page = Steps.page(application.state());
        return new Views.Status(
                application.id().toString(),
                secrets.secretOf(application.id()),
                application.state().name(),
                Steps.number(application.state()),
                page.equals(Steps.STATUS) ? "" : page,
                application instanceof Application.Decided decided
                        ? decided.decision().reason()
                        : "",
                application instanceof Application.Filled filled
                        ? filled.completion().desired().toString()
                        : "",
                reviewDays,
                registry.applications().history(application.id()).stream()
                        .map(entry -> new Views.Event(entry.to().name(), Shows.minute(entry.at())))
                        .toList());
    }

    /**
     * {@code POST /status}: goes on with an application. A wrong secret, and a number that no application has, are one answer,
     * and the registry is asked only when they go together.
     */
    Answer goOn(Visit visit) {
        if (!visit.mayAttempt()) {
            return Answer.refused(429, "G-924");
        }
        Optional<ApplicationId> id = secrets.match(visit.field("number"), visit.field("secret"))
                .filter(known -> enrollment.find(known).isPresent());
        if (id.isEmpty()) {
            return resume(422, visit.field("number"), "", List.of(shows.problem("number", "G-307")));
        }
        visit.entitle(id.get());
        return Answer.seeOther(Steps.STATUS);
    }

    /** {@code POST /leave}. */
    static Answer leave(Visit visit) {
        visit.leave();
        return Answer.seeOther("/");
    }
}
