package io.gongmail.server.portal;

import io.gongmail.server.config.ForwardingConfig;
import io.gongmail.server.enrollment.Absence;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Forwarding;
import io.gongmail.store.registry.Vacation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What an owner has answered while away, and where mail is forwarded to. */
final class AbsencePages {
    private static final String VACATION = "/account/vacation";
    private static final String FORWARDING = "/account/forwarding";

    private final Absence absence;
    private final Shows shows;
    private final Words words;

    AbsencePages(Absence absence, Shows shows, Words words) {
        this.absence = absence;
        this.shows = shows;
        this.words = words;
    }

    List<Route> routes() {
        return List.of(
                Route.page(VACATION, Door.CERTIFICATE, Who.SIGNED_IN, this::vacation),
                Route.form(VACATION, Door.CERTIFICATE, Who.SIGNED_IN, bounded(this::answer)),
                Route.page(FORWARDING, Door.CERTIFICATE, Who.SIGNED_IN, this::forwarding),
                Route.form(FORWARDING, Door.CERTIFICATE, Who.SIGNED_IN, bounded(this::forward)),
                Route.form(FORWARDING + "/end", Door.CERTIFICATE, Who.SIGNED_IN, bounded(this::end)));
    }

    /** Each change is a letter, and each refusal may tell whether there is such a mailbox. */
    private static Function<Visit, Answer> bounded(Function<Visit, Answer> changing) {
        return visit -> visit.mayAttempt() ? changing.apply(visit) : Answer.refused(429, "G-924");
    }

    private static Account owner(Visit visit) {
        return visit.owner().account();
    }

    /** {@code GET /account/vacation}: what is set, or the beginnings of it. */
    private Answer vacation(Visit visit) {
        Optional<Vacation> set = absence.vacation(owner(visit));
        return vacation(
                200,
                set.map(one -> new Absence.Entered(
                                one.enabled(),
                                one.from().toString(),
                                one.until().map(LocalDate::toString).orElse(""),
                                one.subject(),
                                one.text()))
                        .orElseGet(
                                () -> new Absence.Entered(false, absence.today().toString(), "", "", "")),
                set,
                visit.query("saved").equals("yes"),
                List.of());
    }

    private Answer vacation(
            int status, Absence.Entered entered, Optional<Vacation> set, boolean saved, List<Views.Problem> problems) {
        return new Answer.Shown(
                status,
                "vacation",
                new AbsenceViews.VacationSet(
                        entered.enabled(),
                        entered.from(),
                        entered.until(),
                        entered.subject(),
                        entered.text(),
                        set.filter(one -> one.isInForce(absence.today())).isPresent(),
                        saved,
                        problems));
    }

    /** {@code POST /account/vacation}. */
    private Answer answer(Visit visit) {
        Absence.Entered entered = new Absence.Entered(
                visit.field("enabled").equals("yes"),
                visit.field("from"),
                visit.field("until"),
                visit.field("subject"),
                visit.field("text"));
        return absence.answer(owner(visit), entered)
                .fold(
                        set -> Answer.seeOther(VACATION + "?saved=yes"),
                        refused -> vacation(
                                422,
                                entered,
                                absence.vacation(owner(visit)),
                                false,
                                List.of(shows.problem(field(refused.code()), refused))));
    }

    /** Which field of the page a code is about. */
    private static String field(String code) {
        return switch (code) {
            case "G-431" -> "from";
            case "G-432" -> "until";
            case "G-433", "G-434" -> "text";
            case "G-435" -> "subject";
            default -> "";
        };
    }

    /** {@code GET /account/forwarding}. */
    private Answer forwarding(Visit visit) {
        Optional<Forwarding> set = absence.forwarding(owner(visit));
        return forwarding(
                200,
                visit,
                set.map(one -> one.to().stream().map(Address::toString).toList())
                        .orElse(List.of()),
                set.map(Forwarding::keepsCopy).orElse(true),
                visit.query("saved").equals("yes"),
                List.of());
    }

    /** @param entered what stands in the fields; of what is set, also what is allowed no more is shown */
    private Answer forwarding(
            int status,
            Visit visit,
            List<String> entered,
            boolean keepsCopy,
            boolean saved,
            List<Views.Problem> problems) {
        Account owner = owner(visit);
        List<String> fields = new ArrayList<>(entered);
        while (fields.size() < absence.policy().most()) {
            fields.add("");
        }
        return new Answer.Shown(
                status,
                "forwarding",
                new AbsenceViews.ForwardingSet(
                        absence.policy().isOpen(),
                        reach(),
                        String.join(", ", absence.policy().domains(owner)),
                        absence.policy().most(),
                        absence.forwarding(owner).map(set -> set(owner, set)).orElse(List.of()),
                        absence.forwarding(owner).map(Forwarding::keepsCopy).orElse(true),
                        fields,
                        keepsCopy,
                        saved,
                        problems));
    }

    private String reach() {
        ForwardingConfig.Reach reach = absence.policy().reach();
        return reach.name().toLowerCase(Locale.ROOT);
    }

    private List<AbsenceViews.ForwardingSet.To> set(Account owner, Forwarding forwarding) {
        return forwarding.to().stream()
                .map(to -> new AbsenceViews.ForwardingSet.To(to.toString(), objection(owner, to)))
                .toList();
    }

    private Optional<Sentence> objection(Account owner, Address to) {
        return absence.policy().objection(owner, to).map(words::sentence);
    }

    /** {@code POST /account/forwarding}. */
    private Answer forward(Visit visit) {
        List<String> entered = IntStream.rangeClosed(1, Forwarding.MOST)
                .mapToObj(place -> visit.field("to-" + place))
                .filter(address -> !address.isEmpty())
                .toList();
        boolean keepsCopy = visit.field("copy").equals("yes");
        return absence.forward(owner(visit), entered, keepsCopy)
                .fold(
                        set -> Answer.seeOther(FORWARDING + "?saved=yes"),
                        refused -> forwarding(
                                422,
                                visit,
                                entered,
                                keepsCopy,
                                false,
                                List.of(shows.problem(place(entered, refused), refused))));
    }

    /** Which field a refusal is about. */
    private static String place(List<String> entered, Ruling.Refused<?> refused) {
        String address = refused.facts().getOrDefault("address", "");
        int last = IntStream.range(0, entered.size())
                .filter(place -> !address.isEmpty() && entered.get(place).startsWith(address))
                .reduce((one, next) -> next)
                .orElse(0);
        return "to-" + (last + 1);
    }

    /** {@code POST /account/forwarding/end}. */
    private Answer end(Visit visit) {
        Address owner = owner(visit).address();
        absence.endForwarding(owner, owner.toString(), "by its owner");
        return Answer.seeOther(FORWARDING + "?saved=yes");
    }
}
