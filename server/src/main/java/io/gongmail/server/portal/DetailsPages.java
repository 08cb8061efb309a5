package io.gongmail.server.portal;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.Enrollment.Wish;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.Completion;
import io.gongmail.store.registry.Registry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Step 3, first half: agency, position and the address wished for. */
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
        if (!isCompletable(application)) {
            return Answer.seeOther(Steps.page(application.state()));
        }
        Wish entered = visit.session()
                .flatMap(session -> session.note(WISH, Wish.class))
                .orElseGet(() -> application instanceof Application.Returned returned
                        ? wish(returned.completion())
                        : new Wish(AccountType.OFFICIAL, "", "", ""));
        return page(200, entered, named(entered.agency()), reason(application), List.of());
    }

    private static boolean isCompletable(Application application) {
        return application instanceof Application.Verified || application instanceof Application.Returned;
    }

    private static Wish wish(Completion completion) {
        return new Wish(
                completion.type(),
                completion.agencyCode(),
                completion.position(),
                completion.desired().toString());
    }

    private static String reason(Application application) {
        return application instanceof Application.Returned returned
                ? returned.decision().reason()
                : "";
    }

    /** {@code POST /apply/details}. */
    Answer take(Visit visit) {
        Application application = steps.application(visit);
        if (!isCompletable(application)) {
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
                visit.field("address"));
        return enrollment
                .possible(wish)
                .fold(
                        possible -> {
                            visit.sessionOrNew().note(WISH, wish);
                            return Answer.seeOther(Steps.CERTIFICATE);
                        },
                        refused -> page(
                                422,
                                wish,
                                visit.field("agency"),
                                reason(application),
                                List.of(shows.problem(refused))));
    }

    private Answer page(int status, Wish wish, String agency, String reason, List<Views.Problem> problems) {
        return new Answer.Shown(
                status,
                "details",
                new Views.Details(
                        wish.type().name(),
                        agency,
                        wish.position(),
                        wish.address(),
                        agencies.get(""),
                        reason,
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
