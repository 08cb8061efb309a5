package io.gongmail.server.portal;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.Enrollment.Wish;
import io.gongmail.server.signin.CertificateHolder;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Application;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Step 3, second half: the certificate, presented at the certificate door or by signing a challenge.
 *
 * @see HandOvers
 */
final class CertificatePages {
    private final Enrollment enrollment;
    private final Holders holders;
    private final HandOvers handOvers;
    private final Steps steps;
    private final Shows shows;
    private final Words words;
    private final ByDoor<URI> doors;

    CertificatePages(
            Enrollment enrollment,
            Holders holders,
            HandOvers handOvers,
            Steps steps,
            Shows shows,
            Words words,
            ByDoor<URI> doors) {
        this.enrollment = enrollment;
        this.holders = holders;
        this.handOvers = handOvers;
        this.steps = steps;
        this.shows = shows;
        this.words = words;
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
                        .fold(
                                challenge -> new Answer.Octets(
                                        "text/plain; charset=utf-8",
                                        challenge.text().getBytes(StandardCharsets.UTF_8),
                                        Map.of("Content-Disposition", "attachment; filename=\"challenge.txt\"")),
                                refused -> page(409, wish, List.of(shows.problem(refused)))));
    }

    /** {@code POST /apply/certificate/signed}: the same, signed. */
    Answer signed(Visit visit) {
        return withWish(visit, wish -> {
            byte[] signed = visit.file("signed").orElseGet(() -> new byte[0]);
            return enrollment
                    .complete(visit.application(), wish, der(signed))
                    .fold(
                            completed -> Answer.seeOther(Steps.SUBMIT),
                            refused -> page(422, wish, List.of(shows.problem("signed", refused))));
        });
    }

    /** CMS as it is, or in PEM as openssl writes it too. */
    private static byte[] der(byte[] signed) {
        String text = new String(signed, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("-----BEGIN ")) {
            return signed;
        }
        try {
            return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z0-9 #]+-----", ""));
        } catch (IllegalArgumentException e) {
            return signed;
        }
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
                objection(visit.presented()),
                visit.path() + "?t=" + number,
                doors.atPublic().resolve(Steps.CERTIFICATE).toString());
    }

    /** What is wrong with it in itself; whether it fits the application is found when it is completed. */
    private Optional<Sentence> objection(Optional<PeerCertificate> presented) {
        if (presented.isEmpty()) {
            return Optional.of(words.sentence("G-101"));
        }
        CertificateHolder holder = holders.of(presented.get());
        return holder.fold(
                owner -> Optional.of(words.sentence("G-324")),
                stranger -> Optional.empty(),
                refused -> Optional.of(words.sentence(refused)));
    }

    /** {@code POST /present}: this is the one. */
    Answer choose(Visit visit) {
        String number = visit.field("t");
        Optional<HandOvers.Begun> begun = handOvers.find(number);
        if (begun.isEmpty()) {
            return Answer.refused(410, "G-326");
        }
        if (objection(visit.presented()).isPresent()) {
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
