package io.gongmail.server.enrollment;

import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Consents;
import io.gongmail.store.registry.GivenConsent;
import io.gongmail.store.registry.Registry;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The texts in force, and what people agree to of them. Thread-safe; calls block. */
final class Agreements {
    private final Registry registry;
    private final Clock clock;
    private final Terms terms = Terms.ofUse();
    private final Terms privacy = Terms.ofPersonalData();
    private final List<Terms> texts = List.of(terms, privacy, Terms.ofServiceNews());

    Agreements(Registry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    Terms terms() {
        return terms;
    }

    Terms privacy() {
        return privacy;
    }

    List<Terms> texts() {
        return texts;
    }

    /** With an application: to every text that is required, and to those of the others that are among {@code versions}. */
    Ruling<Application.Consented> agree(Application.Draft draft, Collection<String> versions) {
        Set<String> read = Set.copyOf(versions);
        boolean allInForce =
                texts.stream().map(Terms::version).collect(Collectors.toSet()).containsAll(read);
        boolean everyRequired = texts.stream().filter(Terms::required).allMatch(text -> read.contains(text.version()));
        if (!allInForce || !everyRequired) {
            return Ruling.refused("G-304", "version", terms.version() + " and " + privacy.version());
        }
        return Enrollment.advanced(registry.applications()
                .consent(
                        draft,
                        new Consents(terms.version(), privacy.version(), clock.instant()),
                        texts.stream()
                                .filter(text -> read.contains(text.version()))
                                .map(Terms::kept)
                                .toList()));
    }

    /** To an optional text, later on; by the version that was read. */
    Ruling<List<GivenConsent>> give(ApplicationId id, String version, String actor) {
        Optional<Terms> text = texts.stream()
                .filter(one -> !one.required() && one.version().equals(version))
                .findFirst();
        if (text.isEmpty()) {
            return Ruling.refused("G-306", "version", optional());
        }
        return underWay(id).then(application -> {
            registry.consents().give(id, text.get().kept(), actor);
            return Ruling.granted(registry.consents().of(id));
        });
    }

    /** What was agreed to and is not needed, in whatever version. */
    Ruling<List<GivenConsent>> withdraw(ApplicationId id, String name, String actor) {
        if (texts.stream().anyMatch(one -> one.required() && one.name().equals(name))) {
            return Ruling.refused("G-305");
        }
        return Enrollment.in(registry, id, Application.class).then(application -> {
            registry.consents().withdraw(id, name, actor);
            return Ruling.granted(registry.consents().of(id));
        });
    }

    private String optional() {
        return texts.stream()
                .filter(text -> !text.required())
                .map(Terms::version)
                .collect(Collectors.joining(", "));
    }

    /** One whose applicant has agreed to what is required, and was not rejected. */
    private Ruling<Application> underWay(ApplicationId id) {
        return Enrollment.in(registry, id, Application.class)
                .then(application -> application.state() == ApplicationState.DRAFT
                                || application.state() == ApplicationState.REJECTED
                        ? Ruling.refused("G-302", "state", application.state().name())
                        : Ruling.granted(application));
    }
}
