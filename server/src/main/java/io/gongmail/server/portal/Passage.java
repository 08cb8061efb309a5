package io.gongmail.server.portal;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.server.signin.CertificateHolder;
import io.gongmail.store.registry.Role;
import io.javalin.http.Context;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in: every request of every route passes all of these checks, in this order, and the first that objects answers.
 * A fault anywhere is told by a number alone, which stands in the log beside what happened. Thread-safe.
 */
final class Passage {
    private static final Logger LOG = LoggerFactory.getLogger(Passage.class);

    /** Each is in memory several times over until it is answered. */
    private static final int LARGE_AT_ONCE = 2;

    private final ByDoor<URI> addresses;
    private final Set<String> ofDomains;
    private final ByDoor<Sessions> sessions;
    private final Rates rates;
    private final Rates attempts;
    private final Forms forms;
    private final Holders holders;
    private final Entrance entrance;
    private final Writing writing;
    private final SecureRandom random;
    private final Semaphore large = new Semaphore(LARGE_AT_ONCE);
    private final List<Check> checks = List.of(this::comesToItsDoor, this::comesToOurName, this::isNotTooOften);
    private final List<Check> readingChecks = List.of(this::isWellFormed, this::isFromOurPage, this::mayBeUsed);

    private interface Check {
        /** An answer that says why not; empty where it may go on. */
        Optional<Answer> objects(Route route, Visit visit, Context request);
    }

    /** @param ofDomains the names that programs make of a mail domain's, in small letters */
    Passage(
            ByDoor<URI> addresses,
            Set<String> ofDomains,
            ByDoor<Sessions> sessions,
            Rates rates,
            Rates attempts,
            Forms forms,
            Holders holders,
            Entrance entrance,
            Writing writing,
            SecureRandom random) {
        this.addresses = addresses;
        this.ofDomains = Set.copyOf(ofDomains);
        this.sessions = sessions;
        this.rates = rates;
        this.attempts = attempts;
        this.forms = forms;
        this.holders = holders;
        this.entrance = entrance;
        this.writing = writing;
        this.random = random;
    }

    /** Answers a request of {@code route}. */
    void pass(Route route, Context request) {
        Visit visit = visit(request);
        Answer answer;
        try {
            answer = answer(route, visit, request);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            answer = fault(route, e);
        }
        try {
            writing.write(answer, visit, request);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            writing.write(fault(route, e), visit, request);
        }
    }

    /** Answers what no route is there for, or what Javalin refuses by itself. */
    void refuse(Context request, int status) {
        writing.write(Answer.refused(status, status == 404 ? "G-921" : "G-925"), visit(request), request);
    }

    /** Answers a fault outside of the routes, or while a fault was told: by a line, which needs nothing. */
    static void fault(Context request, Throwable fault) {
        LOG.error("a request failed outside of its route", fault);
        request.status(500).contentType("text/plain").result("G-903\n");
    }

    private Answer fault(Route route, Throwable fault) {
        byte[] octets = new byte[4];
        random.nextBytes(octets);
        String number = HexFormat.of().formatHex(octets);
        LOG.error("fault {} at {} {}", number, route.method(), route.path(), fault);
        return new Answer.Refused(500, "G-903", Map.of("number", number));
    }

    private Visit visit(Context request) {
        Door door = request.attribute(Doorways.DOOR) instanceof Door told ? told : Door.PUBLIC;
        Visit visit = new Visit(
                door,
                request.path(),
                request.pathParamMap(),
                request.queryParamMap(),
                Writing.from(request),
                String.valueOf(request.header("Accept-Encoding")).contains("gzip"),
                presented(request),
                sessions.at(door),
                attempts);
        Language.of(String.valueOf(request.cookie(Writing.LANGUAGE_COOKIE))).ifPresent(visit::speak);
        Language.of(visit.query("lang")).ifPresent(visit::speak);
        return visit;
    }

    private static Optional<PeerCertificate> presented(Context request) {
        return request.attribute(Doorways.PRESENTED) instanceof Optional<?> told
                ? told.map(PeerCertificate.class::cast)
                : Optional.empty();
    }

    private Answer answer(Route route, Visit visit, Context request) {
        return objection(checks, route, visit, request)
                .orElseGet(() -> forms.isLarge(route.takes(), request)
                        ? large(route, visit, request)
                        : read(route, visit, request));
    }

    private static Optional<Answer> objection(List<Check> checks, Route route, Visit visit, Context request) {
        for (Check check : checks) {
            Optional<Answer> objection = check.objects(route, visit, request);
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    /** So many at once, and nothing is read of who may not use the route. */
    private Answer large(Route route, Visit visit, Context request) {
        bringsSession(visit, request);
        Optional<Answer> objection = mayBeUsed(route, visit, request);
        if (objection.isPresent()) {
            return objection.get();
        }
        if (!large.tryAcquire()) {
            return Answer.refused(503, "G-929");
        }
        try {
            return read(route, visit, request);
        } finally {
            large.release();
        }
    }

    private Answer read(Route route, Visit visit, Context request) {
        return objection(readingChecks, route, visit, request)
                .orElseGet(() -> route.answers().apply(visit));
    }

    private static void bringsSession(Visit visit, Context request) {
        visit.bringsSession(
                Optional.ofNullable(request.cookie(visit.door().cookie())).orElse(""));
    }

    private Optional<Answer> comesToItsDoor(Route route, Visit visit, Context request) {
        if (route.doors().contains(visit.door())) {
            return Optional.empty();
        }
        // A page of the certificate door was asked for where no certificate can be: the way is shown. Forms are not
        // carried.
        return route.takes() == Takes.NOTHING && route.doors().contains(Door.CERTIFICATE)
                ? Optional.of(new Answer.SeeOther(addresses.at(Door.CERTIFICATE).resolve(visit.path())))
                : Optional.of(Answer.refused(404, "G-921"));
    }

    /** A page of ours is under no other name, whatever name leads here. */
    private Optional<Answer> comesToOurName(Route route, Visit visit, Context request) {
        String host = String.valueOf(request.header("Host"));
        return addresses.at(visit.door()).getAuthority().equalsIgnoreCase(host)
                        || (route.byDomains() && ofDomains.contains(name(host)))
                ? Optional.empty()
                : Optional.of(Answer.refused(421, "G-925"));
    }

    /** Without port. */
    private static String name(String host) {
        int colon = host.lastIndexOf(':');
        return (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    private Optional<Answer> isNotTooOften(Route route, Visit visit, Context request) {
        return rates.take(visit.from()) ? Optional.empty() : Optional.of(Answer.refused(429, "G-924"));
    }

    private Optional<Answer> isWellFormed(Route route, Visit visit, Context request) {
        return route.takes() == Takes.NOTHING ? Optional.empty() : forms.read(route.takes(), visit, request);
    }

    /** What changes something comes from a form that this session was given (OWASP: synchronizer token), by no other page. */
    private Optional<Answer> isFromOurPage(Route route, Visit visit, Context request) {
        bringsSession(visit, request);
        if (route.takes() == Takes.NOTHING || route.takes() == Takes.DOCUMENT) {
            return Optional.empty();
        }
        String origin = request.header("Origin");
        String site = request.header("Sec-Fetch-Site");
        boolean ours = (origin == null || origin.equals(Headers.origin(addresses.at(visit.door()))))
                && (site == null || site.equals("same-origin"));
        boolean known = visit.session()
                .filter(session -> MessageDigest.isEqual(
                        session.token().getBytes(StandardCharsets.US_ASCII),
                        visit.field(Forms.TOKEN).getBytes(StandardCharsets.UTF_8)))
                .isPresent();
        return ours && known ? Optional.empty() : Optional.of(Answer.refused(403, "G-923"));
    }

    private Optional<Answer> mayBeUsed(Route route, Visit visit, Context request) {
        return switch (route.who()) {
            case ANYONE -> Optional.empty();
            case APPLICANT ->
                visit.session().flatMap(Session::application).isPresent()
                        ? Optional.empty()
                        : Optional.of(Answer.refused(403, "G-926"));
            case OWNER -> isOwner(visit);
            case SIGNED_IN -> isOwner(visit).or(() -> isSignedIn(route, visit));
            case REVIEWER -> isOwner(visit).or(() -> has(visit, Role.REVIEWER));
            case ADMINISTRATOR -> isOwner(visit).or(() -> has(visit, Role.ADMINISTRATOR));
            case HELPDESK -> isOwner(visit).or(() -> has(visit, Role.HELPDESK));
        };
    }

    /** Asked anew with each request: what is suspended or revoked now opens nothing now. */
    private Optional<Answer> isOwner(Visit visit) {
        if (visit.presented().isEmpty()) {
            return Optional.of(Answer.refused(403, "G-101"));
        }
        CertificateHolder holder = holders.of(visit.presented().get());
        visit.isOf(holder);
        return holder.fold(
                owner -> Optional.<Answer>empty(),
                stranger -> Optional.of(Answer.refused(403, "G-201")),
                refused -> Optional.of(new Answer.Refused(
                        refused.reason().isTemporary() ? 503 : 403,
                        refused.reason().code(),
                        refused.facts())));
    }

    private Optional<Answer> isSignedIn(Route route, Visit visit) {
        if (entrance.isIn(visit)) {
            return Optional.empty();
        }
        return Optional.of(
                route.takes() == Takes.NOTHING ? Answer.seeOther(AccountPages.ACCOUNT) : Answer.refused(403, "G-927"));
    }

    private static Optional<Answer> has(Visit visit, Role role) {
        boolean has = visit.holder()
                .filter(CertificateHolder.Owner.class::isInstance)
                .map(CertificateHolder.Owner.class::cast)
                .filter(owner -> owner.account().roles().contains(role))
                .isPresent();
        return has ? Optional.empty() : Optional.of(Answer.refused(403, "G-922"));
    }
}
