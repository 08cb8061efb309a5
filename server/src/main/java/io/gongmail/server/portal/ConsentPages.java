package io.gongmail.server.portal;

import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.ResumeSecrets;
import io.gongmail.server.enrollment.Terms;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Step 1: the terms and the consents. With them an application begins, and its number and secret are told. */
final class ConsentPages {
    private final Enrollment enrollment;
    private final ResumeSecrets secrets;
    private final Shows shows;
    private final URI publicDoor;

    ConsentPages(Enrollment enrollment, ResumeSecrets secrets, Shows shows, URI publicDoor) {
        this.enrollment = enrollment;
        this.secrets = secrets;
        this.shows = shows;
        this.publicDoor = publicDoor;
    }

    /** {@code GET /apply}. */
    Answer show(Visit visit) {
        return visit.session()
                .flatMap(Session::application)
                .flatMap(enrollment::find)
                .map(Application::state)
                .<Answer>map(state -> Answer.seeOther(Steps.page(state)))
                .orElseGet(() -> page(200, List.of()));
    }

    /** {@code POST /apply/consent}. Nothing is stored of who does not agree to what is required. */
    Answer agree(Visit visit) {
        List<Terms> agreed = enrollment.texts().stream()
                .filter(text -> visit.field(text.name()).equals(text.version()))
                .toList();
        Optional<Terms> missing = enrollment.texts().stream()
                .filter(text -> text.required() && !agreed.contains(text))
                .findFirst();
        if (missing.isPresent()) {
            return page(422, List.of(shows.problem(missing.get().name(), "G-308")));
        }
        if (!visit.mayAttempt()) {
            return Answer.refused(429, "G-924");
        }
        ApplicationId id = enrollment.open().id();
        return enrollment
                .consent(id, agreed.stream().map(Terms::version).toList())
                .fold(
                        consented -> {
                            visit.entitle(id);
                            return Answer.seeOther("/apply/number");
                        },
                        refused -> page(409, List.of(shows.problem(refused))));
    }

    private Answer page(int status, List<Views.Problem> problems) {
        Map<Boolean, List<Views.Text>> texts = enrollment.texts().stream()
                .collect(Collectors.partitioningBy(
                        Terms::required, Collectors.mapping(Shows::text, Collectors.toList())));
        return new Answer.Shown(
                status,
                "consent",
                new Views.Consent(texts.getOrDefault(true, List.of()), texts.getOrDefault(false, List.of()), problems));
    }

    /** {@code GET /apply/number}. */
    Answer number(Visit visit) {
        ApplicationId id = visit.application();
        String secret = secrets.secretOf(id);
        String link =
                publicDoor.resolve("/status?number=" + id + "&secret=" + secret).toString();
        return Answer.shown("number", new Views.Number(id.toString(), secret, link));
    }
}
