package io.gongmail.server.portal;

import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.Enrollment.Wish;
import io.gongmail.store.registry.Application;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Step 3, second half: the certificate, presented at the certificate door or by signing a challenge.
 *
 * @see HandOvers
 */
final class CertificatePages {
    private final Enrollment enrollment;
    private final Objections objections;
    private final HandOvers handOvers;
    private final Steps steps;
    private final Shows shows;
    private final ByDoor<URI> doors;

    CertificatePages(
            Enrollment enrollment,
            Objections objections,
            HandOvers handOvers,
            Steps steps,
            Shows shows,
            ByDoor<URI> doors) {
        this.enrollment = enrollment;
        this.objections = objections;
        this.handOvers = handOvers;
        this.steps = steps;
        this.shows = shows;
        this.doors = doors;
    }

    /** {@code GET /apply/certificate}. */
    Answer show(Visit visit) {
        return withWish(visit, wish -> page(200, wish, List.of()));
    }

    private Answer page(int status, Wish wish, List<Views.Problem> problems) {
        return new Answer.Shown(status, "certificate", new Views.Certificate(shows.wished(wish), problems));
    }

    /** Of who has said what is wished for, and may complete the application. */
    private Answer withWish(Visit visit, Function<Wish, Answer> answers) {
        Application application = steps.application(visit);
        if (!Enrollment.isCompletable(application)) {
            return Answer.seeOther(Steps.page(application.state()));
        }
        return visit.session()
                .flatMap(session -> session.note(DetailsPages.WISH, Wish.class))
                .map(answers)
                .orElseGet(() -> Answer.seeOther(Steps.DETAILS));
    }

    /** {@code POST /apply/certificate/challenge}: what is to be signed, as a file. */
    Answer challenge(Visit visit) {
        return withWish(
                visit,
                wish -> enrollment
                        .challenge(visit.application())
                        .fold(SignedFiles::file, refused -> page(409, wish, List.of(shows.problem(refused)))));
    }

    /** {@code POST /apply/certificate/signed}: the same, signed. */
    Answer signed(Visit visit) {
        return withWish(
                visit,
                wish -> enrollment
                        .complete(visit.application(), wish, SignedFiles.signed(visit))
                        .fold(
                                completed -> Answer.seeOther(Steps.SUBMIT),
                                refused -> page(422, wish, List.of(shows.problem("signed", refused)))));
    }

    /** {@code POST /apply/certificate/door}: to the certificate door. */
    Answer begin(Visit visit) {
        return withWish(visit, wish -> {
            String number = handOvers.begin(visit.sessionOrNew(), visit.application(), wish);
            return new Answer.SeeOther(doors.atCertificate().resolve("/present?t=" + number));
        });
    }

    /** {@code GET /present}, at the certificate door. */
    Answer present(Visit visit) {
        String number = visit.query("t");
        return handOvers
                .find(number)
                .<Answer>map(begun -> Answer.shown("present", presenting(number, begun, visit)))
                .orElseGet(() -> Answer.refused(410, "G-326"));
    }

    private Views.Present presenting(String number, HandOvers.Begun begun, Visit visit) {
        return new Views.Present(
                number,
                begun.application().toString(),
                shows.wished(begun.wish()),
                visit.presented().map(peer -> Shows.shown(peer.leaf())),
                objections.to(visit.presented()),
                visit.path() + "?t=" + number,
                doors.atPublic().resolve(Steps.CERTIFICATE).toString());
    }

    /** {@code POST /present}: this is the one. */
    Answer choose(Visit visit) {
        String number = visit.field("t");
        Optional<HandOvers.Begun> begun = handOvers.find(number);
        if (begun.isEmpty()) {
            return Answer.refused(410, "G-326");
        }
        if (objections.to(visit.presented()).isPresent()) {
            return new Answer.Shown(409, "present", presenting(number, begun.get(), visit));
        }
        return handOvers
                .present(number, visit.presented().orElseThrow())
                .<Answer>map(
                        back -> new Answer.SeeOther(doors.atPublic().resolve("/apply/certificate/confirm?t=" + back)))
                .orElseGet(() -> Answer.refused(410, "G-326"));
    }

    /** {@code GET /apply/certificate/confirm}, back at the public door. */
    Answer confirm(Visit visit) {
        String number = visit.query("t");
        return handOvers
                .returned(number, visit.sessionOrNew())
                .<Answer>map(brought -> Answer.shown("confirm", confirming(number, brought)))
                .orElseGet(() -> Answer.refused(410, "G-326"));
    }

    private Views.Confirm confirming(String number, HandOvers.Brought brought) {
        return new Views.Confirm(
                number,
                shows.wished(brought.begun().wish()),
                Shows.shown(brought.handshake().certificate().leaf()),
                List.of());
    }

    /** {@code POST /apply/certificate/confirm}. */
    Answer register(Visit visit) {
        Optional<HandOvers.Brought> brought = handOvers.take(visit.field("t"), visit.sessionOrNew());
        if (brought.isEmpty()) {
            return Answer.refused(410, "G-326");
        }
        Wish wish = brought.get().begun().wish();
        return enrollment
                .complete(visit.application(), wish, brought.get().handshake())
                .fold(
                        completed -> Answer.seeOther(Steps.SUBMIT),
                        refused -> page(422, wish, List.of(shows.problem("door", refused))));
    }
}
