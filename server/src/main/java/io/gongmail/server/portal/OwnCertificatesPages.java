package io.gongmail.server.portal;

import io.gongmail.server.enrollment.Certificates;
import io.gongmail.server.enrollment.Certificates.Wanted;
import io.gongmail.server.enrollment.Enrollment.Handshake;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.Registry;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An owner's next certificate: in the place of the one in use here, or beside it, presented at this door in a window of its own
 * or shown by signing a challenge. The one in use here is proven by the handshake of each request.
 *
 * @see CodedHandOvers
 */
final class OwnCertificatesPages {
    private static final String NEW = "/account/certificates/new";
    private static final String CODE = NEW + "/code";
    private static final String NUMBER = "certificate.number";

    private final Certificates certificates;
    private final Registry registry;
    private final CodedHandOvers handOvers;
    private final Objections objections;
    private final Shows shows;
    private final URI certificateDoor;
    private final Clock clock;

    OwnCertificatesPages(
            Certificates certificates,
            Registry registry,
            CodedHandOvers handOvers,
            Objections objections,
            Shows shows,
            URI certificateDoor,
            Clock clock) {
        this.certificates = certificates;
        this.registry = registry;
        this.handOvers = handOvers;
        this.objections = objections;
        this.shows = shows;
        this.certificateDoor = certificateDoor;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.page(NEW, Door.CERTIFICATE, Who.SIGNED_IN, this::choice),
                Route.form(NEW + "/door", Door.CERTIFICATE, Who.SIGNED_IN, this::begin),
                Route.page(CODE, Door.CERTIFICATE, Who.SIGNED_IN, visit -> waits(visit, List.of())),
                Route.form(CODE, Door.CERTIFICATE, Who.SIGNED_IN, this::typed),
                Route.form(NEW + "/confirm", Door.CERTIFICATE, Who.SIGNED_IN, this::confirmed),
                Route.form(NEW + "/challenge", Door.CERTIFICATE, Who.SIGNED_IN, this::challenge),
                Route.upload(NEW + "/signed", Door.CERTIFICATE, Who.SIGNED_IN, this::signed),
                Route.page("/present/own", Door.CERTIFICATE, Who.ANYONE, this::present),
                Route.form("/present/own", Door.CERTIFICATE, Who.ANYONE, this::choose));
    }

    private static Wanted wanted(String text) {
        return text.equals("add") ? Wanted.ADD : Wanted.RENEW;
    }

    /** As it stands in forms and in keys of texts. */
    private static String word(Wanted wanted) {
        return wanted.name().toLowerCase(Locale.ROOT);
    }

    /** {@code GET /account/certificates/new?for=renew|add}: what cannot be is said before anything is done for it. */
    private Answer choice(Visit visit) {
        Wanted wanted = wanted(visit.query("for"));
        return wanted == Wanted.ADD && !certificates.hasRoom(visit.owner().account())
                ? page(visit, wanted, shows.problem("", "G-353"))
                : page(visit, wanted);
    }

    private Answer page(Visit visit, Wanted wanted, Views.Problem... problems) {
        return new Answer.Shown(
                problems.length == 0 ? 200 : 422,
                "new-certificate",
                new Views.NewCertificate(
                        word(wanted),
                        address(visit),
                        visit.owner().binding().subject(),
                        visit.owner().binding().key().serial().toString(16),
                        List.of(problems)));
    }

    private static String address(Visit visit) {
        return visit.owner().account().address().toString();
    }

    /** {@code POST …/door}: the number that the new certificate is presented with. */
    private Answer begin(Visit visit) {
        Wanted wanted = wanted(visit.field("for"));
        visit.sessionOrNew().note(NUMBER, handOvers.begin(visit.owner().binding(), wanted));
        return Answer.seeOther(CODE);
    }

    /** {@code GET …/code}: where to present it, and where its code is typed. */
    private Answer waits(Visit visit, List<Views.Problem> problems) {
        return visit.session()
                .flatMap(session -> session.note(NUMBER, String.class))
                .<Answer>map(number -> new Answer.Shown(
                        problems.isEmpty() ? 200 : 422,
                        "new-certificate-code",
                        new Views.NewCertificateCode(
                                certificateDoor
                                        .resolve("/present/own?t=" + number)
                                        .toString(),
                                problems)))
                .orElseGet(() -> Answer.seeOther(NEW));
    }

    /** {@code POST …/code}: what was presented, to be looked at. */
    private Answer typed(Visit visit) {
        if (!visit.mayAttempt()) {
            return Answer.refused(429, "G-924");
        }
        String code = visit.field("code");
        return handOvers
                .typed(visit.owner().binding().id(), code)
                .<Answer>map(brought -> Answer.shown(
                        "new-certificate-confirm",
                        new Views.NewCertificateConfirm(
                                code,
                                word(brought.begun().wanted()),
                                address(visit),
                                Shows.shown(brought.handshake().certificate().leaf()))))
                .orElseGet(() -> waits(visit, List.of(shows.problem("code", "G-254"))));
    }

    /** {@code POST …/confirm}. */
    private Answer confirmed(Visit visit) {
        if (!visit.mayAttempt()) {
            return Answer.refused(429, "G-924");
        }
        return handOvers
                .take(visit.owner().binding().id(), visit.field("code"))
                .map(brought -> registered(
                        visit,
                        brought.begun().wanted(),
                        "door",
                        certificates.register(brought.begun().wanted(), shown(visit), brought.handshake())))
                .orElseGet(() -> waits(visit, List.of(shows.problem("code", "G-254"))));
    }

    /** The certificate of this request's own handshake. */
    private Handshake shown(Visit visit) {
        return new Handshake(visit.presented().orElseThrow(), clock.instant());
    }

    /** {@code POST …/challenge}: what the new certificate is to sign, as a file. */
    private Answer challenge(Visit visit) {
        Wanted wanted = wanted(visit.field("for"));
        return certificates
                .challenge(wanted, shown(visit))
                .fold(SignedFiles::file, refused -> page(visit, wanted, shows.problem("", refused)));
    }

    /** {@code POST …/signed}: the same, signed. */
    private Answer signed(Visit visit) {
        return registered(
                visit,
                wanted(visit.field("for")),
                "signed",
                certificates.register(shown(visit), SignedFiles.signed(visit)));
    }

    private Answer registered(Visit visit, Wanted wanted, String field, Ruling<Binding> outcome) {
        return outcome.fold(
                bound -> {
                    Optional<Instant> overlap = registry.bindings()
                            .find(visit.owner().binding().id())
                            .filter(old -> old.opens(clock.instant()))
                            .map(Binding::until);
                    return Answer.shown(
                            "certificate-registered",
                            new Views.CertificateRegistered(
                                    bound.subject(),
                                    bound.key().serial().toString(16),
                                    Shows.day(bound.notAfter()),
                                    overlap.map(Shows::minute).orElse("")));
                },
                refused -> page(visit, wanted, shows.problem(field, refused)));
    }

    /** {@code GET /present/own}, with the new certificate. */
    private Answer present(Visit visit) {
        String number = visit.query("t");
        return handOvers
                .find(number)
                .map(begun -> presenting(200, number, begun, visit))
                .orElseGet(() -> Answer.refused(410, "G-326"));
    }

    private Answer presenting(int status, String number, CodedHandOvers.Begun begun, Visit visit) {
        String name =
                registry.accounts().find(begun.account()).map(Account::name).orElse("");
        return new Answer.Shown(
                status,
                "present-own",
                new Views.PresentOwn(
                        number,
                        begun.account().toString(),
                        name,
                        visit.presented().map(peer -> Shows.shown(peer.leaf())),
                        objections.to(visit.presented()),
                        visit.path() + "?t=" + number));
    }

    /** {@code POST /present/own}: this is the one. */
    private Answer choose(Visit visit) {
        String number = visit.field("t");
        Optional<CodedHandOvers.Begun> begun = handOvers.find(number);
        if (begun.isEmpty()) {
            return Answer.refused(410, "G-326");
        }
        if (objections.to(visit.presented()).isPresent()) {
            return presenting(409, number, begun.get(), visit);
        }
        return handOvers
                .present(number, visit.presented().orElseThrow())
                .<Answer>map(code -> Answer.shown(
                        "present-own-code",
                        new Views.PresentedOwn(code, begun.get().account().toString())))
                .orElseGet(() -> Answer.refused(410, "G-326"));
    }
}
