package io.gongmail.pki.path;

import static io.gongmail.pki.path.Structure.name;

import io.gongmail.pki.RefusalReason;
import io.gongmail.pki.Verdict.Refused;
import io.gongmail.pki.revocation.CrlFiles;
import io.gongmail.pki.revocation.Patience;
import io.gongmail.pki.revocation.Revocation;
import io.gongmail.pki.revocation.Standing;
import io.gongmail.pki.revocation.Standing.Good;
import io.gongmail.pki.revocation.Standing.Revoked;
import io.gongmail.pki.revocation.Standing.Unavailable;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks for the status of each certificate of one path. Hard fail: one that nobody can tell of is a refusal. */
final class RevocationCheck {
    private final Revocation revocation;
    private final Patience patience;
    /** The lists that spoke: the newest of each scope, and what was added to them since. */
    private final List<X509CRL> consulted = new ArrayList<>();

    private final List<String> otherWords = new ArrayList<>();
    /** Whether every word came from a list, none from a responder or by grace. */
    private boolean byLists = true;

    private Instant until = Instant.MAX;

    RevocationCheck(Revocation revocation, Patience patience) {
        this.revocation = revocation;
        this.patience = patience;
    }

    /** The instant up to which what was heard may be relied on. */
    Instant until() {
        return until;
    }

    /** Each list that spoke: whose it is, which, from when, until when; and what others said. */
    List<String> evidence() {
        return Stream.concat(
                        consulted.stream().distinct().map(list -> "crl=" + CrlFiles.told(list)), otherWords.stream())
                .toList();
    }

    /**
     * The instant up to which looking at the same lists again finds the same: the first nextUpdate of those that spoke, since a
     * delta that has ended lifts no hold. {@code Instant.MIN} where not all was said by lists.
     */
    Instant steadyUntil(Instant now) {
        return byLists ? earliestEnd(consulted, now) : Instant.MIN;
    }

    /** The earliest nextUpdate of those of {@code lists} that are fresh. */
    static Instant earliestEnd(Collection<X509CRL> lists, Instant now) {
        return lists.stream()
                .filter(list -> !now.isBefore(list.getThisUpdate().toInstant()))
                .map(X509CRL::getNextUpdate)
                .filter(Objects::nonNull)
                .map(Date::toInstant)
                .filter(now::isBefore)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    /** Lets the lists come to hand that the certificates name. */
    void demand(PathFinder.Path path) {
        for (int position = 0; position < path.certificates().size(); position++) {
            revocation.demand(path.certificates().get(position), path.issuerOf(position), patience);
        }
    }

    Optional<Refused> refusal(PathFinder.Path path, Instant now) {
        Optional<Refused> silence = Optional.empty();
        // From the top, so that nobody is asked at an address that a revoked issuer wrote.
        for (int position = path.certificates().size() - 1; position >= 0; position--) {
            X509Certificate issuer = path.issuerOf(position);
            Standing standing =
                    revocation.of(path.certificates().get(position), issuer, now, patience.part(position + 1));
            if (standing instanceof Revoked revoked) {
                return Optional.of(refused(revoked, position == 0));
            }
            // "Revoked" below is final, where "unavailable" may pass.
            silence = silence.or(() -> standing.fold(
                    this::heard,
                    revoked -> Optional.empty(),
                    unavailable -> Optional.of(refused(unavailable, issuer))));
        }
        return silence;
    }

    /**
     * Where a list that spoke is signed by SHA-1 or older: what it revokes is heard, and that it names nothing proves nothing,
     * since another list of the same digest may be made (RFC 6194 §3.1).
     */
    Optional<Refused> weaklySigned() {
        List<String> weak = consulted.stream()
                .distinct()
                .filter(list -> Structure.isWeak(list.getSigAlgOID()))
                .flatMap(
                        list -> Stream.of("crl=" + CrlFiles.told(list), "crlSignatureAlgorithm=" + list.getSigAlgOID()))
                .toList();
        return weak.isEmpty() ? Optional.empty() : Optional.of(new Refused(RefusalReason.REVOCATION_UNAVAILABLE, weak));
    }

    private Optional<Refused> heard(Good good) {
        consulted.addAll(good.lists());
        if (good.lists().isEmpty()) {
            byLists = false;
            otherWords.addAll(good.evidence());
        }
        if (good.until().isBefore(until)) {
            until = good.until();
        }
        return Optional.empty();
    }

    private static Refused refused(Revoked revoked, boolean endEntity) {
        RefusalReason reason = RefusalReason.PATH_INVALID;
        if (endEntity) {
            reason = revoked.onHold() ? RefusalReason.SUSPENDED : RefusalReason.REVOKED;
        }
        return new Refused(reason, revoked.evidence());
    }

    private static Refused refused(Unavailable unavailable, X509Certificate issuer) {
        List<String> evidence = new ArrayList<>(unavailable.evidence());
        if (evidence.stream().noneMatch(line -> line.startsWith("issuer="))) {
            evidence.add(0, "issuer=" + name(issuer));
        }
        return new Refused(
                unavailable.stale() ? RefusalReason.REVOCATION_STALE : RefusalReason.REVOCATION_UNAVAILABLE, evidence);
    }
}
