package io.gongmail.server.enrollment;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.gpki.StatedIdentity;
import io.gongmail.server.agency.RosterMatch;
import io.gongmail.server.agency.RosterMatching;
import io.gongmail.server.agency.Told;
import io.gongmail.server.enrollment.Dossier.CertificateFinding;
import io.gongmail.server.enrollment.Dossier.Earlier;
import io.gongmail.server.enrollment.Dossier.Sight;
import io.gongmail.store.personal.Masked;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Completion;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.RosterEntry;
import io.gongmail.store.registry.ShownCertificates;
import io.gongmail.store.registry.VerifiedPerson;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers what is known of an application. Thread-safe; calls block. */
final class Dossiers {
    private static final int MOST_EARLIER = 50;
    /** What the verdict on a certificate is of no use to any more. */
    private static final Set<ApplicationState> FINAL =
            EnumSet.of(ApplicationState.REJECTED, ApplicationState.PROVISIONED);

    private final Registry registry;
    private final CertificateJudge judge;
    private final RosterMatching rosters;
    private final FourEyes eyes;
    private final ServiceLevel within;
    private final Clock clock;

    Dossiers(
            Registry registry,
            CertificateJudge judge,
            RosterMatching rosters,
            FourEyes eyes,
            ServiceLevel within,
            Clock clock) {
        this.registry = registry;
        this.judge = judge;
        this.eyes = eyes;
        this.within = within;
        this.clock = clock;
        this.rosters = rosters;
    }

    Dossier of(Application application, Sight sight) {
        Optional<VerifiedPerson> person = person(application);
        Optional<Completion> completion = completion(application);
        return new Dossier(
                application.id(),
                application.state(),
                application.started(),
                registry.consents().of(application.id()),
                registry.letters()
                        .contact(application.id())
                        .map(address -> sight == Sight.ALL ? address : Masked.address(address))
                        .orElse(""),
                registry.letters().of(application.id()),
                person.map(who -> shown(who, sight)),
                completion,
                FINAL.contains(application.state()) ? Optional.empty() : certificate(application, person),
                person.flatMap(who -> completion.map(told -> match(who, told))),
                waiting(application),
                eyes.first(application.id()),
                application instanceof Application.Decided decided ? Optional.of(decided.decision()) : Optional.empty(),
                person.map(who -> earlier(application, who)).orElse(List.of()),
                registry.applications().history(application.id()));
    }

    private Optional<Dossier.Age> waiting(Application application) {
        return application instanceof Application.Submitted
                ? registry.queue()
                        .submitted(application.id())
                        .map(submitted -> new Dossier.Age(
                                submitted, within.due(submitted), within.standing(submitted, clock.instant())))
                : Optional.empty();
    }

    private static Optional<VerifiedPerson> person(Application application) {
        if (application instanceof Application.Verified verified) {
            return Optional.of(verified.person());
        }
        return application instanceof Application.Filled filled ? Optional.of(filled.person()) : Optional.empty();
    }

    private static Optional<Completion> completion(Application application) {
        return application instanceof Application.Filled filled ? Optional.of(filled.completion()) : Optional.empty();
    }

    private static Dossier.Person shown(VerifiedPerson person, Sight sight) {
        boolean all = sight == Sight.ALL;
        return new Dossier.Person(
                sight == Sight.MASKED ? Masked.name(person.name()) : person.name(),
                all ? person.phone() : Masked.phone(person.phone()),
                all ? person.birthDate() : Masked.birthDate(person.birthDate()),
                person.provider(),
                person.method(),
                person.transactionId(),
                person.at());
    }

    private Optional<CertificateFinding> certificate(Application application, Optional<VerifiedPerson> person) {
        return registry.applications().shown(application.id()).flatMap(shown -> person.map(who -> judged(shown, who)));
    }

    private CertificateFinding judged(ShownCertificates shown, VerifiedPerson person) {
        PeerCertificate peer = Shown.again(shown);
        Told name = name(StatedIdentity.of(peer.leaf()), person.name());
        return judge.judge(peer)
                .fold(
                        accepted -> new CertificateFinding(Optional.empty(), judge.evidence(peer), name),
                        refused -> new CertificateFinding(
                                Optional.of(new Told(refused.reason().code(), refused.facts())),
                                refused.evidence(),
                                name));
    }

    /** A hint: people share names, and certificates write them in their own way. */
    private static Told name(StatedIdentity stated, String verified) {
        if (stated.names().isEmpty()) {
            return new Told("G-397", Map.of());
        }
        boolean same =
                stated.names().stream().anyMatch(name -> RosterEntry.key(name).equals(RosterEntry.key(verified)));
        return new Told(same ? "G-395" : "G-396", Map.of());
    }

    private RosterMatch match(VerifiedPerson person, Completion completion) {
        return rosters.match(new RosterMatching.Applicant(
                completion.agencyCode(),
                person.name(),
                completion.unit(),
                completion.position(),
                completion.staffNumber(),
                completion.desired().toString()));
    }

    private List<Earlier> earlier(Application application, VerifiedPerson person) {
        return registry.applications().ofPerson(person.ciSha256(), MOST_EARLIER + 1).stream()
                .filter(other -> !other.id().equals(application.id()))
                .limit(MOST_EARLIER)
                .map(Dossiers::earlier)
                .toList();
    }

    private static Earlier earlier(Application other) {
        return new Earlier(
                other.id(),
                other.state(),
                other.started(),
                completion(other).map(Completion::agencyCode).orElse(""),
                completion(other).map(Completion::desired),
                other instanceof Application.Decided decided
                        ? decided.decision().reason()
                        : "");
    }
}
