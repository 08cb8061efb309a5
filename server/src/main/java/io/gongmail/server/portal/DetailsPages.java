package io.gongmail.server.portal;

import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.Enrollment.Wish;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.Completion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Step 3, first half: agency, position, the address wished for, and where to tell how it goes. */
final class DetailsPages {
    static final String WISH = "wish";

    private final Enrollment enrollment;
    private final Steps steps;
    private final Shows shows;
    private final AgencyNames agencies;

    DetailsPages(Enrollment enrollment, AgencyNames agencies, Steps steps, Shows shows) {
        this.enrollment = enrollment;
        this.steps = steps;
        this.shows = shows;
        this.agencies = agencies;
    }

    /** {@code GET /apply/details}. */
    Answer show(Visit visit) {
        Application application = steps.application(visit);
        if (!Enrollment.isCompletable(application)) {
            return Answer.seeOther(Steps.page(application.state()));
        }
        Wish entered = visit.session()
                .flatMap(session -> session.note(WISH, Wish.class))
                .orElseGet(() -> application instanceof Application.Filled filled
                        ? wish(filled.completion())
                        : new Wish(AccountType.OFFICIAL, "", "", ""));
        return page(200, application, new Entered(entered, agencies.named(entered.agency()), ""), List.of());
    }

    private static Wish wish(Completion completion) {
        return new Wish(
                completion.type(),
                completion.agencyCode(),
                completion.position(),
                completion.desired().toString(),
                completion.unit(),
                completion.staffNumber());
    }

    private static String reason(Application application) {
        return application instanceof Application.Returned returned
                ? returned.decision().reason()
                : "";
    }

    /** {@code POST /apply/details}. */
    Answer take(Visit visit) {
        Application application = steps.application(visit);
        if (!Enrollment.isCompletable(application)) {
            return Answer.seeOther(Steps.page(application.state()));
        }
        Optional<AccountType> type = Arrays.stream(AccountType.values())
                .filter(one -> one != AccountType.AGENCY_RELAY)
                .filter(one -> one.name().equals(visit.field("type")))
                .findFirst();
        Wish wish = new Wish(
                type.orElse(AccountType.OFFICIAL),
                agencies.code(visit.field("agency")),
                visit.field("position"),
                visit.field("address"),
                visit.field("unit"),
                visit.field("staff-number"));
        Entered entered = new Entered(wish, visit.field("agency"), visit.field("contact"));
        List<Views.Problem> tooLong = tooLong(wish);
        if (!tooLong.isEmpty()) {
            return page(422, application, entered, tooLong);
        }
        return enrollment
                .possible(wish)
                .then(possible -> contact(application, entered.contact()))
                .fold(
                        possible -> {
                            visit.sessionOrNew().note(WISH, wish);
                            return Answer.seeOther(Steps.CERTIFICATE);
                        },
                        refused -> page(422, application, entered, List.of(shows.problem(refused))));
    }

    /** Nothing entered leaves what is there, which a page never shows whole. */
    private Ruling<String> contact(Application application, String entered) {
        return entered.isBlank() ? Ruling.granted("") : enrollment.contact(application.id(), entered);
    }

    private List<Views.Problem> tooLong(Wish wish) {
        return Stream.of(
                        shows.tooLong("unit", wish.unit(), Completion.LONGEST_TEXT),
                        shows.tooLong("position", wish.position(), Completion.LONGEST_TEXT),
                        shows.tooLong("staff-number", wish.staffNumber(), Completion.LONGEST_STAFF_NUMBER))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * What stands in the form.
     *
     * @param agency as it was written
     */
    private record Entered(Wish wish, String agency, String contact) {}

    private Answer page(int status, Application application, Entered entered, List<Views.Problem> problems) {
        Wish wish = entered.wish();
        return new Answer.Shown(
                status,
                "details",
                new Views.Details(
                        wish.type().name(),
                        entered.agency(),
                        wish.unit(),
                        wish.position(),
                        wish.staffNumber(),
                        wish.address(),
                        entered.contact(),
                        enrollment.contact(application.id()),
                        agencies.all(),
                        reason(application),
                        problems));
    }
}
