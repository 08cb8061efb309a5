package io.gongmail.server.enrollment;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.gpki.StatedIdentity;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.Purpose;
import io.gongmail.pki.possession.SignedChallenge;
import io.gongmail.server.enrollment.Eligibility.Fitting;
import io.gongmail.server.enrollment.Enrollment.Handshake;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.session.LiveSessions;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.BindOutcome;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.Candidate;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.VerifiedPerson;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What becomes of the certificates of open accounts: who holds an active one puts another in its place or beside it, by
 * signing one challenge with both; and they are suspended, resumed and revoked. Open sessions follow at once. Thread-safe;
 * calls block.
 */
public final class Certificates {
    private final Registry registry;
    private final CertificateJudge judge;
    private final Eligibility eligibility;
    private final LiveSessions sessions;
    private final Rules rules;
    private final Clock clock;
    private final SecureRandom random;
    private final SignedChallenge proofs;
    private final UnderWay<String, Challenge> challenges = new UnderWay<>();
    private final UnderWay<UUID, Challenge> forShown = new UnderWay<>();

    /**
     * What certificates go by.
     *
     * @param host this server's name, as it stands in challenges
     * @param challengeValidity of a challenge
     * @param overlap for how long a replaced certificate goes on; zero: not at all
     * @param most certificates of one account, by its type; active and suspended ones count, replaced ones do not
     * @param policies which certificate policies open which type of account
     */
    public record Rules(
            String host,
            Duration challengeValidity,
            Duration overlap,
            Map<AccountType, Integer> most,
            Map<AccountType, Set<PolicyOid>> policies) {
        public Rules {
            most = Map.copyOf(most);
            policies = Map.copyOf(policies);
        }
    }

    public Certificates(
            Registry registry,
            CertificateJudge judge,
            LiveSessions sessions,
            Rules rules,
            Clock clock,
            SecureRandom random) {
        this.registry = registry;
        this.judge = judge;
        this.eligibility = new Eligibility(registry, judge, rules.policies());
        this.sessions = sessions;
        this.rules = rules;
        this.clock = clock;
        this.random = random;
        this.proofs = new SignedChallenge(clock);
    }

    /** What a challenge's signers want. */
    public enum Wanted {
        /** The new certificate takes the place of the one that signs, which goes on for the overlap. */
        RENEW(Purpose.REPLACE_CERTIFICATE),
        /** The new certificate stands beside the one that signs, as for another device. */
        ADD(Purpose.ADD_CERTIFICATE);

        private final Purpose purpose;

        Wanted(Purpose purpose) {
            this.purpose = purpose;
        }
    }

    /**
     * A challenge that an active certificate and the new one are to sign. Whether there is such an account is not told here.
     *
     * @param certificateSha256 of the new certificate, in lower-case hexadecimal: the only one that it can be used for
     */
    public Ruling<Challenge> challenge(Wanted wanted, Address account, String certificateSha256) {
        if (!certificateSha256.matches("[0-9a-f]{64}")) {
            return Ruling.refused("G-334", "why", "certificate: its SHA-256 in 64 hexadecimal digits");
        }
        Challenge challenge = Challenge.fresh(
                wanted.purpose,
                account + " " + certificateSha256,
                rules.host(),
                clock.instant().plus(rules.challengeValidity()),
                random);
        challenges.begin(challenge.nonce(), challenge);
        return Ruling.granted(challenge);
    }

    /**
     * Binds the new certificate as the challenge says.
     *
     * @param nonce the challenge's one-time number; the challenge is spent by this call, whatever comes of it
     * @param byActive the challenge, signed with an active certificate of the account (CMS SignedData)
     * @param byNew the same, signed with the new one
     */
    public Ruling<Binding> register(String nonce, byte[] byActive, byte[] byNew) {
        Optional<Challenge> taken = challenges.take(nonce);
        if (taken.isEmpty() || taken.get().isOver(clock.instant())) {
            return Ruling.refused("G-321");
        }
        Challenge challenge = taken.get();
        String[] subject = challenge.subject().split(" ", 2);
        Address account = Address.of(subject[0]);
        return active(account, byActive, challenge)
                .then(holder -> proven(byNew, challenge, "G-322")
                        .then(peer -> eligibility.fit(holder.account().type(), peer))
                        .then(fitting -> isMeant(fitting, subject[1])
                                ? Ruling.granted(fitting)
                                : Ruling.refused("G-322", "why", "OTHER_CERTIFICATE"))
                        .then(fitting -> sameHolder(holder, fitting))
                        .then(fitting -> bound(challenge.purpose(), holder, fitting)));
    }

    /**
     * Binds the new certificate where both were presented to the certificate door. A handshake there proves a key as a signed
     * challenge does: its holder has just signed over random numbers of ours and this server's own certificate
     * (CertificateVerify, RFC 8446 §4.4.3), and none is resumed. What it does not say is what for. So the caller has that
     * from the holder of the old one, who has shown the account's password too, has seen the new one and confirmed it, in
     * a session bound to the old one.
     *
     * @param byActive an active certificate, presented now
     * @param byNew the new one, presented no longer ago than a challenge is good
     */
    public Ruling<Binding> register(Wanted wanted, Handshake byActive, Handshake byNew) {
        return shown(byActive)
                .then(holder -> isOfNow(byNew)
                        ? fitting(holder, byNew.certificate()).then(fitting -> bound(wanted.purpose, holder, fitting))
                        : Ruling.refused("G-326"));
    }

    /**
     * A challenge for the new certificate alone, where the active one was presented to the certificate door; the last one
     * asked for with that certificate counts. Its subject is the account's address and the SHA-256 of the active one.
     */
    public Ruling<Challenge> challenge(Wanted wanted, Handshake byActive) {
        return shown(byActive).then(holder -> {
            Challenge challenge = Challenge.fresh(
                    wanted.purpose,
                    holder.account().address() + " " + holder.binding().key().certificateSha256(),
                    rules.host(),
                    clock.instant().plus(rules.challengeValidity()),
                    random);
            forShown.begin(holder.binding().id(), challenge);
            return Ruling.granted(challenge);
        });
    }

    /**
     * Binds the new certificate as that challenge says; the challenge is spent by this call, whatever comes of it.
     *
     * @param byNew the challenge, signed with the new certificate (CMS SignedData)
     */
    public Ruling<Binding> register(Handshake byActive, byte[] byNew) {
        return shown(byActive).then(holder -> {
            Optional<Challenge> taken = forShown.take(holder.binding().id());
            if (taken.isEmpty() || taken.get().isOver(clock.instant())) {
                return Ruling.refused("G-321");
            }
            Challenge challenge = taken.get();
            return proven(byNew, challenge, "G-322")
                    .then(peer -> fitting(holder, peer))
                    .then(fitting -> bound(challenge.purpose(), holder, fitting));
        });
    }

    private boolean isOfNow(Handshake handshake) {
        Instant now = clock.instant();
        return !now.isBefore(handshake.at()) && !now.isAfter(handshake.at().plus(rules.challengeValidity()));
    }

    private Ruling<Holder> shown(Handshake byActive) {
        return isOfNow(byActive) ? holder(byActive.certificate()) : Ruling.refused("G-326");
    }

    private Ruling<Fitting> fitting(Holder holder, PeerCertificate fresh) {
        return eligibility.fit(holder.account().type(), fresh).then(fitting -> sameHolder(holder, fitting));
    }

    /** Who has shown to hold an account's active certificate. */
    private record Holder(Account account, Binding binding, PeerCertificate shown) {}

    /** Nothing of why is told to who has not shown it, but for the certificate's own faults. */
    private Ruling<Holder> active(Address address, byte[] signed, Challenge challenge) {
        return proven(signed, challenge, "G-352")
                .then(this::holder)
                .then(holder ->
                        holder.account().address().equals(address) ? Ruling.granted(holder) : Ruling.refused("G-352"));
    }

    private Ruling<Holder> holder(PeerCertificate peer) {
        return judge.judge(peer)
                .fold(
                        accepted -> registry.bindings()
                                .active(accepted.key())
                                .flatMap(binding -> registry.accounts()
                                        .find(binding.account())
                                        .map(account -> new Holder(account, binding, peer)))
                                .<Ruling<Holder>>map(Ruling::granted)
                                .orElseGet(() -> Ruling.refused("G-352")),
                        refused -> new Ruling.Refused<>(refused.reason().code(), refused.facts()));
    }

    private Ruling<PeerCertificate> proven(byte[] signed, Challenge challenge, String otherwise) {
        return proofs.verify(signed, challenge)
                .fold(
                        proven -> Ruling.granted(proven.signer()),
                        unproven -> Ruling.refused(
                                otherwise, "why", unproven.refusal().name()));
    }

    private static boolean isMeant(Fitting fitting, String sha256) {
        return fitting.verdict().key().certificateSha256().equals(sha256);
    }

    /** As far as the certificates say; who holds the old one's key has signed for the new one besides. */
    private static Ruling<Fitting> sameHolder(Holder holder, Fitting fitting) {
        StatedIdentity old = StatedIdentity.of(holder.shown().leaf());
        StatedIdentity fresh = StatedIdentity.of(fitting.certificate());
        Optional<String> difference = switch (holder.account().type()) {
            case OFFICIAL -> old.differsAsPerson(fresh);
            case AGENCY_REPRESENTATIVE, AGENCY_RELAY -> old.differsAsAgency(fresh);
        };
        return difference
                .<Ruling<Fitting>>map(why -> Ruling.refused("G-354", "why", why))
                .orElseGet(() -> Ruling.granted(fitting));
    }

    private Ruling<Binding> bound(Purpose purpose, Holder holder, Fitting fitting) {
        Candidate candidate;
        try {
            candidate = new Candidate(fitting.verdict().key(), fitting.subject(), fitting.notAfter());
        } catch (IllegalArgumentException e) {
            return Ruling.refused("G-334", "why", String.valueOf(e.getMessage()));
        }
        Address account = holder.account().address();
        BindOutcome outcome = purpose == Purpose.REPLACE_CERTIFICATE
                ? registry.bindings()
                        .replace(
                                holder.binding().id(),
                                candidate,
                                rules.overlap(),
                                account.toString(),
                                "renewed by its holder")
                : registry.bindings()
                        .add(
                                account,
                                candidate,
                                most(holder.account()),
                                account.toString(),
                                "added by the account's holder");
        return told(outcome);
    }

    /** For provisioning: binds what was approved, or tells that it was before. */
    Ruling<Binding> bind(Application.Approved approved) {
        return told(registry.bindings().bind(approved, rules.overlap()));
    }

    private Ruling<Binding> told(BindOutcome outcome) {
        return outcome.fold(
                bound -> {
                    bound.superseded().forEach(old -> sessions.limitBinding(old.id(), old.until()));
                    return Ruling.granted(bound.binding());
                },
                Stopped::by);
    }

    /** Whether the account may have another certificate beside those it has. */
    public boolean hasRoom(Account account) {
        long standing = registry.bindings().standing(account.address()).stream()
                .filter(binding -> binding.notAfter().isAfter(clock.instant()))
                .count();
        return standing < most(account);
    }

    private int most(Account account) {
        return rules.most().getOrDefault(account.type(), 1);
    }

    /** What an account's holder may do to a certificate of that account. */
    public enum Change {
        SUSPEND,
        REVOKE
    }

    /** The holder's own doing; empty when it is no certificate of the account, or of no state for that. */
    public Optional<Binding> byHolder(Address account, UUID binding, Change change) {
        return registry.bindings()
                .find(binding)
                .filter(found -> found.account().equals(account))
                .flatMap(found -> switch (change) {
                    case SUSPEND -> suspend(binding, account.toString(), "suspended by the account's holder");
                    case REVOKE -> revoke(binding, account.toString(), "retired by the account's holder");
                });
    }

    /** For so long who was verified may suspend certificates of theirs. */
    private static final Duration VERIFIED = Duration.ofMinutes(30);

    private static final int MOST_APPLICATIONS = 50;

    /** The open accounts that {@code person} has applied for; none for who was verified too long ago. */
    public List<Account> of(VerifiedPerson person) {
        if (clock.instant().isAfter(person.at().plus(VERIFIED))) {
            return List.of();
        }
        return registry.applications().ofPerson(person.ciSha256(), MOST_APPLICATIONS).stream()
                .filter(Application.Provisioned.class::isInstance)
                .map(application ->
                        ((Application.Provisioned) application).completion().desired())
                .distinct()
                .flatMap(address -> registry.accounts().find(address).stream())
                .filter(account -> account.state() == AccountState.ACTIVE)
                .toList();
    }

    /** A lost or stolen one, by who has an account and was verified to be themselves; empty when it is none of theirs. */
    public Optional<Binding> suspendLost(VerifiedPerson person, UUID binding) {
        return of(person).stream()
                .flatMap(account -> registry.bindings().of(account.address()).stream())
                .filter(found -> found.id().equals(binding))
                .findFirst()
                .flatMap(found ->
                        suspend(found.id(), found.account().toString(), "lost or stolen, by identity verification"));
    }

    /** Suspends an active or replaced one; empty when it is neither, or there is none. */
    public Optional<Binding> suspend(UUID binding, String actor, String reason) {
        return ended(registry.bindings().suspend(binding, actor, reason));
    }

    /** Makes a suspended one what it was; empty when it is not suspended, or there is none. */
    public Optional<Binding> resume(UUID binding, String actor, String reason) {
        return registry.bindings().resume(binding, actor, reason);
    }

    /** Revokes for ever; empty when it is revoked, or there is none. */
    public Optional<Binding> revoke(UUID binding, String actor, String reason) {
        return ended(registry.bindings().revoke(binding, actor, reason));
    }

    private Optional<Binding> ended(Optional<Binding> changed) {
        changed.ifPresent(binding -> sessions.endBinding(binding.id(), EndReason.BINDING_CLOSED));
        return changed;
    }
}
