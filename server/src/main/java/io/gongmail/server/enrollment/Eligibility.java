package io.gongmail.server.enrollment;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.Verdict;
import io.gongmail.server.enrollment.Enrollment.Replacement;
import io.gongmail.server.enrollment.Enrollment.Wish;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.Aim;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.Completion;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.ReservedNames;
import io.gongmail.store.registry.ShownCertificates;
import io.gongmail.store.registry.VerifiedPerson;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Whether a wish and a certificate fit each other, the agency, and what is still free. Thread-safe; calls block. */
final class Eligibility {
    private final Registry registry;
    private final CertificateJudge judge;
    private final Map<AccountType, Set<PolicyOid>> policies;

    Eligibility(Registry registry, CertificateJudge judge, Map<AccountType, Set<PolicyOid>> policies) {
        this.registry = registry;
        this.judge = judge;
        this.policies = policies;
    }

    /**
     * A certificate that is good, that its holder has shown, and that an account may be bound to.
     *
     * @param shown the certificate, and what was sent along above it
     */
    record Fitting(PeerCertificate shown, Verdict.Accepted verdict) {
        X509Certificate certificate() {
            return shown.leaf();
        }

        String subject() {
            return certificate().getSubjectX500Principal().getName();
        }

        Instant notAfter() {
            return certificate().getNotAfter().toInstant();
        }
    }

    /** What an application is completed with. */
    record Filled(Completion completion, ShownCertificates shown) {}

    /** Whether a certificate is good, of a kind that opens accounts of that type, and nobody's yet. */
    Ruling<Fitting> fit(AccountType type, PeerCertificate peer) {
        return judged(type, peer)
                .then(fitting ->
                        registry.bindings().find(fitting.verdict().key()).isPresent()
                                ? Ruling.refused("G-324")
                                : Ruling.granted(fitting));
    }

    /** Whether a certificate is good, and of a kind that opens accounts of that type. */
    Ruling<Fitting> judged(AccountType type, PeerCertificate peer) {
        return judge.judge(peer)
                .fold(
                        accepted -> Collections.disjoint(policies.getOrDefault(type, Set.of()), accepted.policies())
                                ? Ruling.refused("G-323")
                                : Ruling.granted(new Fitting(peer, accepted)),
                        refused -> new Ruling.Refused<>(refused.reason().code(), refused.facts()));
    }

    /** The facts of both, where they may become an application's. */
    Ruling<Filled> of(Wish wish, PeerCertificate peer) {
        return fit(wish.type(), peer).then(fitting -> of(wish, fitting));
    }

    private Ruling<Filled> of(Wish wish, Fitting fitting) {
        return possible(wish).then(address -> filled(wish, address, fitting, new Aim.NewAccount()));
    }

    /** The address wished for, where the agency has it and nobody else. */
    Ruling<Address> possible(Wish wish) {
        Optional<Agency> agency = registry.agencies().find(wish.agency());
        if (agency.isEmpty()) {
            return Ruling.refused("G-331");
        }
        Optional<Address> address = Address.parse(wish.address());
        if (address.isEmpty() || !agency.get().domains().contains(address.get().domain())) {
            return Ruling.refused(
                    "G-332",
                    "domains",
                    String.join(", ", new TreeSet<>(agency.get().domains())));
        }
        if (ReservedNames.contain(address.get())) {
            return Ruling.refused("G-335");
        }
        if (registry.accounts().find(address.get()).isPresent()) {
            return Ruling.refused("G-333");
        }
        return Ruling.granted(address.get());
    }

    /**
     * The facts of a certificate that is to take another's place in an account, by who was verified to be the person that the
     * account was opened for.
     */
    Ruling<Filled> of(Replacement wish, VerifiedPerson person, PeerCertificate peer) {
        Optional<Account> account = Address.parse(wish.address())
                .flatMap(registry.accounts()::find)
                .filter(found -> found.state() == AccountState.ACTIVE)
                .filter(found -> isOpenedFor(person, found.address()));
        if (account.isEmpty()) {
            return Ruling.refused("G-355");
        }
        return fit(account.get().type(), peer)
                .then(fitting -> replaced(wish.replaced(), account.get().address())
                        .then(replaced -> filled(
                                new Wish(account.get().type(), account.get().agency(), "", wish.address()),
                                account.get().address(),
                                fitting,
                                new Aim.NewCertificate(replaced))));
    }

    /** By the CI, and never where the installation vouched or somebody was seeded. */
    private boolean isOpenedFor(VerifiedPerson person, Address account) {
        return registry.applications()
                .ofAccount(account)
                .filter(Application.Provisioned.class::isInstance)
                .map(Application.Provisioned.class::cast)
                .map(opened -> opened.person().ciSha256())
                .filter(ci -> !ci.isEmpty() && ci.equals(person.ciSha256()))
                .isPresent();
    }

    /** The one that is named; where none is, the only one there is; none where there is none. */
    private Ruling<Optional<UUID>> replaced(String named, Address account) {
        List<Binding> standing = registry.bindings().standing(account);
        if (named.isEmpty() && standing.size() <= 1) {
            return Ruling.granted(standing.stream().map(Binding::id).findFirst());
        }
        return standing.stream()
                .map(Binding::id)
                .filter(id -> id.toString().equals(named))
                .findFirst()
                .<Ruling<Optional<UUID>>>map(id -> Ruling.granted(Optional.of(id)))
                .orElseGet(() -> Ruling.refused(
                        "G-356",
                        "bindings",
                        standing.stream()
                                .map(binding -> binding.id().toString())
                                .collect(Collectors.joining(", "))));
    }

    static Ruling<Filled> filled(Wish wish, Address address, Fitting fitting, Aim aim) {
        Set<String> dotted = new TreeSet<>();
        fitting.verdict().policies().forEach(policy -> dotted.add(policy.dotted()));
        try {
            Completion completion = new Completion(
                    wish.type(),
                    wish.agency(),
                    wish.position(),
                    address,
                    fitting.verdict().key(),
                    fitting.subject(),
                    fitting.notAfter(),
                    dotted,
                    aim,
                    wish.unit(),
                    wish.staffNumber());
            return Ruling.granted(new Filled(completion, Shown.kept(fitting.shown())));
        } catch (IllegalArgumentException e) {
            return Ruling.refused("G-334", "why", String.valueOf(e.getMessage()));
        }
    }
}
