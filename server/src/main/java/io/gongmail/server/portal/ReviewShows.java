package io.gongmail.server.portal;

import io.gongmail.server.agency.RosterMatch;
import io.gongmail.server.agency.Told;
import io.gongmail.server.enrollment.Dossier;
import io.gongmail.server.enrollment.QueueEntry;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Aim;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Completion;
import io.gongmail.store.registry.FirstApproval;
import io.gongmail.store.registry.Registry;
import java.util.List;
import java.util.Optional;

/** Turns what the review says into what its pages show. Immutable. */
final class ReviewShows {
    private final Registry registry;
    private final Words words;

    ReviewShows(Registry registry, Words words) {
        this.registry = registry;
        this.words = words;
    }

    ReviewViews.Queue queue(ReviewViews.Filter filter, List<QueueEntry> entries, String next) {
        return new ReviewViews.Queue(filter, entries.stream().map(this::waiting).toList(), next);
    }

    private ReviewViews.Waiting waiting(QueueEntry entry) {
        return new ReviewViews.Waiting(
                entry.id().toString(),
                entry.state().name(),
                entry.type().name(),
                agency(entry.agency()),
                entry.name(),
                entry.address().toString(),
                entry.asksForCertificate(),
                entry.changesAgency(),
                Shows.minute(entry.submitted()),
                Shows.minute(entry.due()),
                entry.standing(),
                entry.first().isPresent());
    }

    ReviewViews.Application application(Dossier dossier, String reason, List<Views.Problem> problems) {
        return new ReviewViews.Application(
                dossier.id().toString(),
                dossier.state().name(),
                dossier.person().map(ReviewShows::person),
                dossier.completion().map(this::told),
                dossier.completion()
                        .flatMap(completion -> dossier.certificate().map(finding -> certificate(completion, finding))),
                dossier.roster().map(this::roster),
                dossier.waiting()
                        .map(age -> new ReviewViews.Age(
                                Shows.minute(age.submitted()), Shows.minute(age.due()), age.standing())),
                dossier.first().map(ReviewShows::first),
                dossier.consents().stream()
                        .map(consent -> new ReviewViews.Consent(
                                consent.name(),
                                consent.version(),
                                consent.required(),
                                Shows.minute(consent.given()),
                                consent.withdrawn().map(Shows::minute).orElse("")))
                        .toList(),
                dossier.earlier().stream().map(ReviewShows::earlier).toList(),
                dossier.history().stream()
                        .map(entry -> new ReviewViews.Event(
                                entry.to().name(), entry.actor(), Shows.minute(entry.at()), entry.reason()))
                        .toList(),
                dossier.state() == ApplicationState.SUBMITTED,
                dossier.completion()
                        .filter(completion -> completion.type().needsTwoReviewers())
                        .isPresent(),
                reason,
                problems);
    }

    private static ReviewViews.Person person(Dossier.Person person) {
        return new ReviewViews.Person(
                person.name(),
                person.phone(),
                person.birthDate(),
                person.method(),
                person.provider(),
                person.transaction(),
                Shows.minute(person.verified()));
    }

    private ReviewViews.Told told(Completion completion) {
        return new ReviewViews.Told(
                completion.type().name(),
                agency(completion.agencyCode()),
                completion.unit(),
                completion.position(),
                completion.staffNumber(),
                completion.desired().toString(),
                completion.aim() instanceof Aim.NewCertificate,
                completion.aim() instanceof Aim.NewAgency change ? goesFrom(change.account()) : "");
    }

    /** The account as it is, with its agency; once it has gone, the address that it had. */
    private String goesFrom(Address account) {
        return account
                + registry.accounts()
                        .find(account)
                        .map(found -> " · " + agency(found.agency()))
                        .orElse("");
    }

    private ReviewViews.Certificate certificate(Completion completion, Dossier.CertificateFinding finding) {
        return new ReviewViews.Certificate(
                Shows.shown(completion),
                finding.refused().map(this::sentence),
                sentence(finding.name()),
                finding.evidence());
    }

    private ReviewViews.Roster roster(RosterMatch match) {
        return new ReviewViews.Roster(
                match.fold(exact -> "exact", near -> "near", none -> "none"),
                sentences(match.evidence()),
                match
                        .<List<RosterMatch.Likely>>fold(
                                exact -> List.of(exact.person()), RosterMatch.Near::people, none -> List.of())
                        .stream()
                        .map(likely -> new ReviewViews.Listed(
                                likely.entry().name(),
                                likely.entry().unit(),
                                likely.entry().position(),
                                sentences(likely.agrees()),
                                sentences(likely.differs())))
                        .toList());
    }

    private static ReviewViews.Event first(FirstApproval first) {
        return new ReviewViews.Event("FIRST", first.reviewer().toString(), Shows.minute(first.at()), first.reason());
    }

    private static ReviewViews.Earlier earlier(Dossier.Earlier other) {
        return new ReviewViews.Earlier(
                other.id().toString(),
                other.state().name(),
                Shows.day(other.started()),
                other.address().map(Address::toString).orElse(""),
                other.reason());
    }

    ReviewViews.Decided decided(
            ApplicationId id, String what, String address, Optional<? extends Ruling.Refused<?>> trouble) {
        return new ReviewViews.Decided(
                id.toString(), what, address, trouble.map(refused -> words.sentence(refused.code(), refused.facts())));
    }

    Views.Problem problem(String field, Ruling.Refused<?> refused) {
        return new Views.Problem(field, words.sentence(refused.code(), refused.facts()));
    }

    private List<Sentence> sentences(List<Told> all) {
        return all.stream().map(this::sentence).toList();
    }

    private Sentence sentence(Told told) {
        return words.sentence(told.code(), told.facts());
    }

    private String agency(String code) {
        return registry.agencies().find(code).map(Agency::name).orElse(code);
    }
}
