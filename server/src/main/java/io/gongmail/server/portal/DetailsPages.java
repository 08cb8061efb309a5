package io.gongmail.server.portal;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.Enrollment.Wish;
import io.gongmail.server.enrollment.Outcome;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.Completion;
import io.gongmail.store.registry.Registry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Step 3, first half: agency, position, the address wished for, and where to tell how it goes. */
final class DetailsPages {
    static final String WISH = "wish";

    private static final int MOST_AGENCIES = 1_000;
    private static final Duration AGENCIES_KEPT = Duration.ofSeconds(30);
    /** As a name of the list is entered, with its code behind. */
    private static final Pattern NAMED = Pattern.compile(".*\\(([A-Za-z0-9_-]{1,32})\\)\\s*");

    private final Enrollment enrollment;
    private final Steps steps;
    private final Shows shows;
    private final LoadingCache<String, List<Views.AgencyName>> agencies;

    DetailsPages(Enrollment enrollment, Registry registry, Steps steps, Shows shows) {
        this.enrollment = enrollment;
        this.steps = steps;
        this.shows = shows;
        this.agencies = Caffeine.newBuilder()
                .maximumSize(1)
                .expireAfterWrite(AGENCIES_KEPT)
                .build(all -> registry.agencies().list("", MOST_AGENCIES).stream()
                        .map(agency -> new Views.AgencyName(
                                agency.code(), agency.name(), String.join(", ", new TreeSet<>(agency.domains()))))
                        .toList());
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
        return page(200, application, new Entered(entered, named(entered.agency()), ""), List.of());
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
                code(visit.field("agency")),
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
    private Outcome<String> contact(Application application, String entered) {
        return entered.isBlank() ? Outcome.done("") : enrollment.contact(application.id(), entered);
    }

    private List<Views.Problem> tooLong(Wish wish) {
        return Stream.of(
                        tooLong("unit", wish.unit(), Completion.LONGEST_TEXT),
                        tooLong("position", wish.position(), Completion.LONGEST_TEXT),
                        tooLong("staff-number", wish.staffNumber(), Completion.LONGEST_STAFF_NUMBER))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Views.Problem> tooLong(String field, String text, int longest) {
        return text.length() <= longest
                ? Optional.empty()
                : Optional.of(shows.problem(field, new Outcome.Refused<>("G-334", Map.of("why", "> " + longest))));
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
                        agencies.get(""),
                        reason(application),
                        problems));
    }

    /** By its name with the code behind, its code, or its name alone where no other has that. */
    private String code(String entered) {
        Matcher named = NAMED.matcher(entered);
        if (named.matches()) {
            return named.group(1);
        }
        List<Views.AgencyName> fitting = agencies.get("").stream()
                .filter(agency -> agency.name().equals(entered))
                .toList();
        return fitting.size() == 1 ? fitting.get(0).code() : entered;
    }

    private String named(String code) {
        return agencies.get("").stream()
                .filter(agency -> agency.code().equals(code))
                .map(agency -> agency.name() + " (" + agency.code() + ")")
                .findFirst()
                .orElse(code);
    }
}
