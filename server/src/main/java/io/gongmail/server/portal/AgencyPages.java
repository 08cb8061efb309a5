package io.gongmail.server.portal;

import io.gongmail.server.enrollment.AgencyMoves;
import io.gongmail.server.enrollment.AgencyMoves.Wish;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Completion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where an owner applies for going to another agency, and sees how that stands. */
final class AgencyPages {
    private static final String AGENCY = "/account/agency";

    private final AgencyMoves moves;
    private final AgencyNames agencies;
    private final Shows shows;

    AgencyPages(AgencyMoves moves, AgencyNames agencies, Shows shows) {
        this.moves = moves;
        this.agencies = agencies;
        this.shows = shows;
    }

    List<Route> routes() {
        return List.of(
                Route.page(AGENCY, Door.CERTIFICATE, Who.SIGNED_IN, this::show),
                Route.form(AGENCY, Door.CERTIFICATE, Who.SIGNED_IN, this::apply));
    }

    /** {@code GET /account/agency}. */
    private Answer show(Visit visit) {
        Account account = visit.owner().account();
        if (!moves.isPossible(account)) {
            return Answer.refused(403, "G-350");
        }
        Optional<Application.Filled> underWay = moves.underWay(account.address());
        Wish entered = underWay.map(Application.Filled::completion)
                .map(AgencyPages::wish)
                .orElseGet(() -> new Wish("", "", "", "", ""));
        return page(200, account, underWay, entered, agencies.named(entered.agency()), List.of());
    }

    private static Wish wish(Completion completion) {
        boolean stays = completion.desired().equals(completion.account());
        return new Wish(
                completion.agencyCode(),
                completion.unit(),
                completion.position(),
                completion.staffNumber(),
                stays ? "" : completion.desired().toString());
    }

    /** {@code POST /account/agency}. */
    private Answer apply(Visit visit) {
        Account account = visit.owner().account();
        Wish wish = new Wish(
                agencies.code(visit.field("agency")),
                visit.field("unit"),
                visit.field("position"),
                visit.field("staff-number"),
                visit.field("address"));
        List<Views.Problem> tooLong = tooLong(wish);
        if (!tooLong.isEmpty()) {
            return again(account, wish, visit.field("agency"), tooLong);
        }
        return moves.apply(account.address(), visit.presented().orElseThrow(), wish)
                .fold(
                        submitted -> Answer.seeOther(AGENCY),
                        refused -> refused.code().equals("G-350")
                                ? Answer.refused(403, "G-350")
                                : again(account, wish, visit.field("agency"), List.of(problem(refused))));
    }

    private Answer again(Account account, Wish wish, String agency, List<Views.Problem> problems) {
        return page(422, account, moves.underWay(account.address()), wish, agency, problems);
    }

    private Views.Problem problem(Ruling.Refused<?> refused) {
        return refused.code().equals("G-339") ? shows.problem("agency", refused) : shows.problem(refused);
    }

    private List<Views.Problem> tooLong(Wish wish) {
        return Stream.of(
                        shows.tooLong("unit", wish.unit(), Completion.LONGEST_TEXT),
                        shows.tooLong("position", wish.position(), Completion.LONGEST_TEXT),
                        shows.tooLong("staff-number", wish.staffNumber(), Completion.LONGEST_STAFF_NUMBER))
                .flatMap(Optional::stream)
                .toList();
    }

    private Answer page(
            int status,
            Account account,
            Optional<Application.Filled> underWay,
            Wish wish,
            String agency,
            List<Views.Problem> problems) {
        String state = underWay.map(Application::state)
                .filter(waits -> waits == ApplicationState.SUBMITTED || waits == ApplicationState.APPROVED)
                .map(Enum::name)
                .orElse("");
        return new Answer.Shown(
                status,
                "agency",
                new Views.AgencyChange(
                        account.address().toString(),
                        agencies.named(account.agency()),
                        state,
                        underWay.map(application -> shows.wished(application.completion())),
                        underWay.filter(Application.Returned.class::isInstance)
                                .map(returned -> ((Application.Returned) returned)
                                        .decision()
                                        .reason())
                                .orElse(""),
                        agency,
                        wish.unit(),
                        wish.position(),
                        wish.staffNumber(),
                        wish.address(),
                        agencies.all(),
                        problems));
    }
}
