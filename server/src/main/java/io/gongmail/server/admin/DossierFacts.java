package io.gongmail.server.admin;

import io.gongmail.server.agency.RosterMatch;
import io.gongmail.server.agency.Told;
import io.gongmail.server.enrollment.Dossier;
import io.gongmail.server.enrollment.QueueEntry;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Aim;
import io.gongmail.store.registry.Completion;
import io.gongmail.store.registry.FirstApproval;
import io.gongmail.store.registry.GivenConsent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What {@code application show} tells; names are part of the face that scripts use. */
final class DossierFacts {
    private final Words words;

    DossierFacts(Words words) {
        this.words = words;
    }

    Map<String, Object> of(Dossier dossier) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", dossier.id().toString());
        facts.put("state", dossier.state().name());
        facts.put("started", dossier.started().toString());
        facts.put(
                "consents", dossier.consents().stream().map(DossierFacts::told).toList());
        facts.put("contact", dossier.contact());
        facts.put(
                "letters",
                dossier.letters().stream()
                        .map(letter -> letter.step() + " of " + letter.written() + ", " + letter.state() + " since "
                                + letter.since())
                        .toList());
        dossier.person().ifPresent(person -> {
            facts.put("name", person.name());
            facts.put("phone", person.phone());
            facts.put("birthDate", person.birthDate());
            facts.put("verifiedBy", person.provider() + ", " + person.method() + ", " + person.transaction());
            facts.put("verified", person.verified().toString());
        });
        dossier.completion().ifPresent(completion -> put(facts, completion));
        dossier.certificate().ifPresent(certificate -> {
            facts.put("verdict", certificate.refused().map(this::told).orElse("accepted"));
            facts.put("verdictEvidence", certificate.evidence());
            facts.put("nameInCertificate", told(certificate.name()));
        });
        dossier.roster().ifPresent(match -> put(facts, match));
        dossier.waiting().ifPresent(age -> {
            facts.put("submitted", age.submitted().toString());
            facts.put("due", age.due().toString());
            facts.put("standing", age.standing().name());
        });
        dossier.first().ifPresent(first -> facts.put("firstApproval", told(first)));
        dossier.decision().ifPresent(decision -> {
            facts.put("decider", decision.decider());
            facts.put("decided", decision.at().toString());
            facts.put("reason", decision.reason());
        });
        facts.put(
                "earlier",
                dossier.earlier().stream()
                        .map(other -> other.id() + " " + other.state() + " of " + other.started()
                                + other.address()
                                        .map(Address::toString)
                                        .map(address -> " for " + address)
                                        .orElse("")
                                + (other.reason().isEmpty() ? "" : ": " + other.reason()))
                        .toList());
        facts.put(
                "history",
                dossier.history().stream()
                        .map(entry -> entry.at() + " " + entry.from() + " to " + entry.to() + " by " + entry.actor()
                                + (entry.reason().isEmpty() ? "" : ": " + entry.reason()))
                        .toList());
        return facts;
    }

    static Map<String, Object> of(GivenConsent consent) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("text", consent.name());
        facts.put("version", consent.version());
        facts.put("required", consent.required());
        facts.put("given", consent.given().toString());
        facts.put("withdrawn", consent.withdrawn().map(Instant::toString).orElse(""));
        return facts;
    }

    private static String told(GivenConsent consent) {
        return consent.name() + " " + consent.version() + (consent.required() ? "" : " (optional)") + " at "
                + consent.given()
                + consent.withdrawn().map(until -> ", until " + until).orElse("");
    }

    private static String told(FirstApproval first) {
        return first.reviewer() + " at " + first.at() + (first.reason().isEmpty() ? "" : ": " + first.reason());
    }

    static Map<String, Object> of(QueueEntry entry) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", entry.id().toString());
        facts.put("state", entry.state().name());
        facts.put("standing", entry.standing().map(Enum::name).orElse(""));
        facts.put("submitted", entry.submitted().toString());
        facts.put("due", entry.due().toString());
        facts.put("type", entry.type().name());
        facts.put("agency", entry.agency());
        facts.put("name", entry.name());
        facts.put("address", entry.address().toString());
        facts.put(
                "asks",
                entry.changesAgency()
                        ? "a change of agency"
                        : entry.asksForCertificate() ? "a certificate" : "an account");
        facts.put("firstApproval", entry.first().map(DossierFacts::told).orElse(""));
        return facts;
    }

    private static void put(Map<String, Object> facts, Completion completion) {
        facts.put("type", completion.type().name());
        facts.put("agency", completion.agencyCode());
        facts.put("unit", completion.unit());
        facts.put("position", completion.position());
        facts.put("staffNumber", completion.staffNumber());
        facts.put("address", completion.desired().toString());
        facts.put("certificate", completion.subject());
        facts.put("serial", completion.key().serial().toString(16));
        facts.put("notAfter", completion.notAfter().toString());
        if (completion.aim() instanceof Aim.NewAgency change) {
            facts.put("account", change.account().toString());
        }
        if (completion.aim() instanceof Aim.NewCertificate aim) {
            facts.put("asks", "a certificate");
            facts.put("replaces", aim.replaced().map(UUID::toString).orElse("none"));
        } else {
            facts.put("asks", "an account");
        }
    }

    private void put(Map<String, Object> facts, RosterMatch match) {
        facts.put("roster", match.fold(exact -> "exact", near -> "near", none -> "none"));
        facts.put("rosterEvidence", told(match.evidence()));
        facts.put(
                "rosterPeople",
                match
                        .<List<RosterMatch.Likely>>fold(
                                exact -> List.of(exact.person()), RosterMatch.Near::people, none -> List.of())
                        .stream()
                        .map(person ->
                                person.entry().name() + ", " + person.entry().unit() + ", "
                                        + person.entry().position() + ": agrees " + told(person.agrees()) + ", differs "
                                        + told(person.differs()))
                        .toList());
    }

    private List<String> told(List<Told> all) {
        return all.stream().map(this::told).toList();
    }

    private String told(Told told) {
        Sentence sentence = words.sentence(told.code(), told.facts());
        return sentence.english() + " (" + told.code() + ")";
    }
}
