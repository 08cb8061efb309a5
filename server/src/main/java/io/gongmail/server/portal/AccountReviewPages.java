package io.gongmail.server.portal;

import io.gongmail.server.config.DataSize;
import io.gongmail.server.enrollment.Successors;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.ClosedAccount;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where reviewers look after accounts of their agency: one that is suspended, and the mailbox of one that is closed. */
final class AccountReviewPages {
    private static final String ACCOUNTS = "/review/accounts";

    private final Successors successors;
    private final AgencyNames agencies;
    private final Shows shows;

    AccountReviewPages(Successors successors, AgencyNames agencies, Shows shows) {
        this.successors = successors;
        this.agencies = agencies;
        this.shows = shows;
    }

    List<Route> routes() {
        return List.of(
                Route.page(ACCOUNTS, Door.CERTIFICATE, Who.REVIEWER, this::show),
                Route.form(ACCOUNTS, Door.CERTIFICATE, Who.REVIEWER, this::act));
    }

    /** {@code GET /review/accounts?address=}: the one that is looked for. */
    private Answer show(Visit visit) {
        String address = visit.query("address").strip();
        return page(visit, address, Optional.empty());
    }

    /** {@code POST /review/accounts}: resumes, asks for a hand-on, confirms it, or drops it. */
    private Answer act(Visit visit) {
        String address = visit.field("address");
        Address reviewer = reviewer(visit);
        return switch (visit.field("do")) {
            case "resume" -> acted(visit, "reason", successors.resume(address, reviewer, visit.field("reason")));
            case "ask" ->
                acted(visit, "reason", successors.ask(address, visit.field("to"), reviewer, visit.field("reason")));
            case "confirm" -> acted(visit, "", successors.confirm(address, asked(visit), reviewer));
            case "drop" -> acted(visit, "", successors.drop(address, asked(visit), reviewer));
            default -> Answer.refused(400, "G-925");
        };
    }

    /** As the page had it; none that was ever shown where it is no number. */
    private static Instant asked(Visit visit) {
        String text = visit.field("asked");
        return text.matches("\\d{1,15}") ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.EPOCH;
    }

    private Answer acted(Visit visit, String reason, Ruling<?> outcome) {
        String address = visit.field("address");
        return outcome.fold(
                done -> Answer.seeOther(ACCOUNTS + "?address=" + URLEncoder.encode(address, StandardCharsets.UTF_8)),
                refused -> page(visit, address, Optional.of(problem(reason, refused))));
    }

    private Views.Problem problem(String reason, Ruling.Refused<?> refused) {
        return switch (refused.code()) {
            case "G-343", "G-334" -> shows.problem(reason, refused);
            case "G-399", "G-440" -> shows.problem("to", refused);
            default -> shows.problem("", refused);
        };
    }

    private Answer page(Visit visit, String address, Optional<Views.Problem> problem) {
        if (address.isEmpty()) {
            return answer(visit, address, Optional.empty(), problem);
        }
        return successors
                .find(address, reviewer(visit))
                .fold(
                        found -> answer(visit, address, Optional.of(found), problem),
                        refused -> answer(
                                visit,
                                address,
                                Optional.empty(),
                                problem.or(() -> Optional.of(shows.problem("address", refused)))));
    }

    private Answer answer(
            Visit visit, String address, Optional<Successors.Found> found, Optional<Views.Problem> problem) {
        return new Answer.Shown(
                problem.isEmpty() ? 200 : 422,
                "review-accounts",
                new ReviewViews.Accounts(
                        address,
                        found.map(this::shown),
                        visit.field("to"),
                        visit.field("reason"),
                        problem.stream().toList()));
    }

    private ReviewViews.Looked shown(Successors.Found found) {
        boolean hasMailbox =
                found.closed().filter(closed -> closed.mailboxGone().isEmpty()).isPresent()
                        && found.account().type() != AccountType.AGENCY_RELAY;
        return new ReviewViews.Looked(
                found.account().address().toString(),
                found.account().name(),
                agencies.named(found.account().agency()),
                found.account().state().name(),
                Shows.day(found.account().opened()),
                found.lastSign().map(Shows::day).orElse(""),
                found.closed().map(ClosedAccount::closed).map(Shows::day).orElse(""),
                found.account().state() == AccountState.SUSPENDED,
                hasMailbox,
                new DataSize(found.octets()).shown(),
                found.handOn()
                        .map(asked -> new ReviewViews.Handing(
                                asked.recipient().toString(),
                                asked.asker().toString(),
                                Shows.minute(asked.asked()),
                                asked.asked().toEpochMilli(),
                                asked.reason(),
                                found.room().isPresent()
                                        ? new DataSize(found.room().getAsLong()).shown()
                                        : "")));
    }

    private static Address reviewer(Visit visit) {
        return visit.owner().account().address();
    }
}
