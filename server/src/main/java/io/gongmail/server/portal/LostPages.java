package io.gongmail.server.portal;

import io.gongmail.server.enrollment.Certificates;
import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.IdentityProvider.Returned;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.VerifiedPerson;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where a lost or stolen certificate is suspended by who has no certificate at hand: identity verification is enough for
 * that, and for nothing else. No address is asked for, so that nobody learns whose there are.
 */
final class LostPages {
    private static final String LOST = "/lost";
    private static final String UNDER_WAY = "lost.request";
    private static final String PAGE = "lost.page";
    private static final String PERSON = "lost.person";

    private final Enrollment enrollment;
    private final Certificates certificates;
    private final Registry registry;
    private final Shows shows;
    private final URI back;

    LostPages(Enrollment enrollment, Certificates certificates, Registry registry, Shows shows, URI publicDoor) {
        this.enrollment = enrollment;
        this.certificates = certificates;
        this.registry = registry;
        this.shows = shows;
        this.back = publicDoor.resolve("/lost/return");
    }

    List<Route> routes() {
        return List.of(
                Route.page(LOST, Door.PUBLIC, Who.ANYONE, visit -> page(200, List.of())),
                Route.form(LOST, Door.PUBLIC, Who.ANYONE, this::begin),
                Route.page("/lost/go", Door.PUBLIC, Who.ANYONE, LostPages::leave),
                Route.page("/lost/return", Door.PUBLIC, Who.ANYONE, this::comeBack),
                Route.page("/lost/certificates", Door.PUBLIC, Who.ANYONE, visit -> show(visit, List.of())),
                Route.form("/lost/certificates", Door.PUBLIC, Who.ANYONE, this::suspend));
    }

    private static Answer page(int status, List<Views.Problem> problems) {
        return new Answer.Shown(status, "lost", new Views.Lost(problems));
    }

    /** {@code POST /lost}: asks the provider, who costs money. */
    private Answer begin(Visit visit) {
        if (!visit.mayAttempt()) {
            return Answer.refused(429, "G-924");
        }
        Session session = visit.sessionOrNew();
        return enrollment
                .beginHolderVerification(session.token(), visit.field("method"), back)
                .fold(
                        begun -> {
                            session.note(UNDER_WAY, begun.requestNumber());
                            session.note(PAGE, begun.page());
                            return Answer.seeOther("/lost/go");
                        },
                        refused -> page(422, List.of(shows.problem("method-mobile", refused))));
    }

    private static Answer leave(Visit visit) {
        return visit.session()
                .flatMap(session -> session.note(PAGE, URI.class))
                .<Answer>map(to -> Answer.shown("lost-go", new Views.Leaving(to, String.valueOf(to.getHost()))))
                .orElseGet(() -> Answer.seeOther(LOST));
    }

    /** {@code GET /lost/return}: by the provider's page, to the browser that was sent there. */
    private Answer comeBack(Visit visit) {
        Returned returned =
                new Returned(visit.query("requestNumber"), visit.query("transaction"), visit.query("signature"));
        Optional<Session> session = visit.session()
                .filter(own -> own.note(UNDER_WAY, String.class)
                        .filter(returned.requestNumber()::equals)
                        .isPresent());
        if (session.isEmpty()) {
            return page(409, List.of(shows.problem("method-mobile", "G-313")));
        }
        return enrollment
                .completeHolderVerification(session.get().token(), returned)
                .fold(
                        person -> {
                            session.get().take(UNDER_WAY, String.class);
                            session.get().take(PAGE, URI.class);
                            session.get().note(PERSON, person);
                            return Answer.seeOther("/lost/certificates");
                        },
                        refused -> page(409, List.of(shows.problem("method-mobile", refused))));
    }

    private Answer show(Visit visit, List<Views.Problem> problems) {
        Optional<VerifiedPerson> person = person(visit);
        if (person.isEmpty()) {
            return Answer.seeOther(LOST);
        }
        List<Views.LostCertificate> standing = certificates.of(person.get()).stream()
                .flatMap(account -> registry.bindings().of(account.address()).stream()
                        .filter(binding -> binding.state() != BindingState.REVOKED)
                        .map(binding -> shown(account, binding)))
                .toList();
        return new Answer.Shown(
                problems.isEmpty() ? 200 : 422, "lost-certificates", new Views.LostCertificates(standing, problems));
    }

    private static Views.LostCertificate shown(Account account, Binding binding) {
        return new Views.LostCertificate(
                binding.id().toString(),
                account.address().toString(),
                binding.subject(),
                binding.key().serial().toString(16),
                binding.state());
    }

    private Answer suspend(Visit visit) {
        Optional<VerifiedPerson> person = person(visit);
        if (person.isEmpty()) {
            return Answer.seeOther(LOST);
        }
        return Ids.read(visit.field("id"))
                .flatMap(id -> certificates.suspendLost(person.get(), id))
                .map(suspended -> Answer.seeOther("/lost/certificates"))
                .orElseGet(() -> show(visit, List.of(shows.problem("", "G-252"))));
    }

    private static Optional<VerifiedPerson> person(Visit visit) {
        return visit.session().flatMap(session -> session.note(PERSON, VerifiedPerson.class));
    }
}
