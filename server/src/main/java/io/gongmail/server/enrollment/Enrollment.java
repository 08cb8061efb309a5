package io.gongmail.server.enrollment;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.PolicyOid;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.pki.possession.Proof;
import io.gongmail.pki.possession.Purpose;
import io.gongmail.pki.possession.SignedChallenge;
import io.gongmail.server.enrollment.Eligibility.Filled;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.personal.Masked;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.Applications;
import io.gongmail.store.registry.Completion;
import io.gongmail.store.registry.GivenConsent;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.VerifiedPerson;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/**
 * The applicant's side: consent, verification, completion with a certificate, submission. Thread-safe; calls block. What is
 * under way between two calls (verifications, challenges; at most 1,000 of each) is in memory: after a restart the person
 * asks again.
 */
public final class Enrollment {
    private static final int LONGEST_ADDRESS = 254;

    private final Registry registry;
    private final Rules rules;
    private final Clock clock;
    private final SecureRandom random;
    private final IdentityCheck identity;
    private final Eligibility eligibility;
    private final SignedChallenge proofs;
    private final Agreements agreements;
    private final UnderWay<ApplicationId, Challenge> challenges = new UnderWay<>();

    /**
     * What enrollment goes by.
     *
     * @param host this server's name, as it stands in challenges
     * @param simulatorsAllowed whether results of simulated providers count
     * @param challengeValidity of a challenge
     * @param policies which certificate policies open which type of account
     */
    public record Rules(
            String host,
            boolean simulatorsAllowed,
            Duration challengeValidity,
            Map<AccountType, Set<PolicyOid>> policies) {
        public Rules {
            policies = Map.copyOf(policies);
        }
    }

    /**
     * What the applicant tells of the account wished for.
     *
     * @param unit by which the applicant is looked for in the agency's roster; may be empty
     * @param staffNumber likewise
     */
    public record Wish(
            AccountType type, String agency, String position, String address, String unit, String staffNumber) {
        /** Without unit and staff number. */
        public Wish(AccountType type, String agency, String position, String address) {
            this(type, agency, position, address, "", "");
        }
    }

    /**
     * What the applicant tells where another certificate for an open account of theirs is wished for.
     *
     * @param replaced the id of the binding whose place it takes; empty where the account has one at most
     */
    public record Replacement(String address, String replaced) {}

    /** A certificate that was presented in a TLS handshake, and when. */
    public record Handshake(PeerCertificate certificate, Instant at) {}

    /** A verification under way: its one-time number, and the provider's page where the person goes on. */
    public record Verification(String requestNumber, String transaction, URI page) {}

    public Enrollment(
            Registry registry,
            IdentityProvider provider,
            CertificateJudge judge,
            Rules rules,
            Clock clock,
            SecureRandom random) {
        this.registry = registry;
        this.rules = rules;
        this.clock = clock;
        this.random = random;
        this.identity = new IdentityCheck(provider, rules.simulatorsAllowed(), clock, random);
        this.eligibility = new Eligibility(registry, judge, rules.policies());
        this.proofs = new SignedChallenge(clock);
        this.agreements = new Agreements(registry, clock);
    }

    /** The terms of use and the consent to personal data handling in force. */
    public Terms terms() {
        return agreements.terms();
    }

    public Terms privacy() {
        return agreements.privacy();
    }

    /** Every text in force, those that are required first; the others are agreed to or not, now or later. */
    public List<Terms> texts() {
        return agreements.texts();
    }

    public Application.Draft open() {
        return registry.applications().open();
    }

    /** As it stands now. */
    public Optional<Application> find(ApplicationId id) {
        return registry.applications().find(id);
    }

    /** Takes the consent to both texts, by the versions that were read. */
    public Ruling<Application.Consented> consent(ApplicationId id, String termsVersion, String privacyVersion) {
        if (!terms().version().equals(termsVersion) || !privacy().version().equals(privacyVersion)) {
            return Ruling.refused(
                    "G-304", "version", terms().version() + " and " + privacy().version());
        }
        return consent(id, List.of(termsVersion, privacyVersion));
    }

    /**
     * Takes the consent to texts by the versions that were read: to all that are required, and to those of the others that are
     * among them.
     */
    public Ruling<Application.Consented> consent(ApplicationId id, Collection<String> versions) {
        return in(id, Application.Draft.class).then(draft -> agreements.agree(draft, versions));
    }

    /** What was agreed to with an application and after it; what was withdrawn says since when. */
    public List<GivenConsent> consents(ApplicationId id) {
        return registry.consents().of(id);
    }

    /**
     * Takes the consent to an optional text at a later time.
     *
     * @param version as it was read
     * @param actor {@link io.gongmail.store.registry.Applications#APPLICANT}, or the account that the application became
     * @return all that was agreed to, as it is now
     */
    public Ruling<List<GivenConsent>> giveConsent(ApplicationId id, String version, String actor) {
        return agreements.give(id, version, actor);
    }

    /** Withdraws the consent to an optional text; the required ones hold as long as the account. */
    public Ruling<List<GivenConsent>> withdrawConsent(ApplicationId id, String name, String actor) {
        return agreements.withdraw(id, name, actor);
    }

    /**
     * Where the applicant wants to be told how it goes, since there is no mailbox yet: in the place of what was there.
     *
     * @param address a mail address (RFC 5321 §4.1.2), here or elsewhere; the empty text for nowhere
     * @return the address, masked
     */
    public Ruling<String> contact(ApplicationId id, String address) {
        String stripped = address.strip();
        if (!stripped.isEmpty() && !isMailAddress(stripped)) {
            return Ruling.refused("G-309");
        }
        return found(id).then(application -> {
            registry.letters().contact(id, stripped, Applications.APPLICANT);
            return Ruling.granted(Masked.address(stripped));
        });
    }

    /** Without quoted local parts and address literals, which no provider gives to people. */
    private static boolean isMailAddress(String text) {
        try {
            return text.length() <= LONGEST_ADDRESS
                    && text.matches("[\\x21-\\x7e&&[^\"\\[\\]\\\\]]+")
                    && new MailAddress(text).getDomain().asString().indexOf('.') > 0;
        } catch (AddressException e) {
            return false;
        }
    }

    /** Where the applicant is told how it goes, masked; empty for nowhere. */
    public String contact(ApplicationId id) {
        return registry.letters().contact(id).map(Masked::address).orElse("");
    }

    /** Starts identity verification by {@code method}: {@code mobile} or {@code i-pin}. */
    public Ruling<Verification> beginVerification(ApplicationId id, String method) {
        return in(id, Application.Consented.class).then(consented -> identity.begin(id.toString(), method));
    }

    /** The same; the provider brings the person back to {@code back}. */
    public Ruling<Verification> beginVerification(ApplicationId id, String method, URI back) {
        return in(id, Application.Consented.class).then(consented -> identity.begin(id.toString(), method, back));
    }

    /**
     * Takes the result of the verification begun last, from an applicant whom the provider has brought back; it counts once.
     * That it is the same browser is for the caller to see to.
     */
    public Ruling<Application.Verified> completeVerification(ApplicationId id, IdentityProvider.Returned returned) {
        return in(id, Application.Consented.class)
                .then(consented -> identity.finish(id.toString(), returned)
                        .then(person -> advanced(registry.applications().verify(consented, kept(consented, person)))));
    }

    /** Takes the result of the verification begun last; it counts once. */
    public Ruling<Application.Verified> completeVerification(ApplicationId id) {
        return in(id, Application.Consented.class)
                .then(consented -> identity.finish(id.toString())
                        .then(person -> advanced(registry.applications().verify(consented, kept(consented, person)))));
    }

    /** Telephone number and date of birth only where the consent was to the text in force, which names them. */
    private VerifiedPerson kept(Application.Consented consented, VerifiedPerson person) {
        return consented.consents().privacy().equals(privacy().version()) ? person : person.withoutPhoneAndBirthDate();
    }

    /** Starts identity verification of an active account's owner, as {@link #beginVerification} does of an applicant. */
    public Ruling<Verification> beginOwnerVerification(Address account, String method) {
        return registry.accounts()
                .find(account)
                .filter(found -> found.state() == AccountState.ACTIVE)
                .map(found -> identity.begin(account.toString(), method))
                .orElseGet(() -> Ruling.refused("G-351"));
    }

    /** Takes the result of the one begun last; it counts once. Whether the person is the owner is not decided here. */
    public Ruling<VerifiedPerson> completeOwnerVerification(Address account) {
        return identity.finish(account.toString());
    }

    /**
     * Starts identity verification of somebody who has an account and not its certificate; whose it is shows in the end.
     *
     * @param session a secret of the browser that asks, which {@link #completeHolderVerification} is to bring
     */
    public Ruling<Verification> beginHolderVerification(String session, String method, URI back) {
        return identity.begin("holder " + session, method, back);
    }

    /** Takes its result; it counts once. */
    public Ruling<VerifiedPerson> completeHolderVerification(String session, IdentityProvider.Returned returned) {
        return identity.finish("holder " + session, returned);
    }

    /** Whether the wish can come true as things stand, the certificate aside; it is decided when the application is completed. */
    public Ruling<Wish> possible(Wish wish) {
        return eligibility.possible(wish).then(address -> Ruling.granted(wish));
    }

    /** A challenge for the applicant to sign with the certificate to register; the one before is void. */
    public Ruling<Challenge> challenge(ApplicationId id) {
        return completable(id).then(application -> {
            Challenge challenge = Challenge.fresh(
                    Purpose.REGISTER_CERTIFICATE,
                    id.toString(),
                    rules.host(),
                    clock.instant().plus(rules.challengeValidity()),
                    random);
            challenges.begin(id, challenge);
            return Ruling.granted(challenge);
        });
    }

    /**
     * Completes an application that is verified, or was given back, or anew one that was not handed in yet.
     *
     * @param signed the challenge given last, as CMS SignedData by the certificate to register; it is spent by this call
     */
    public Ruling<Application.Completed> complete(ApplicationId id, Wish wish, byte[] signed) {
        return completable(id)
                .then(application -> signer(id, signed)
                        .then(signer -> eligibility.of(wish, signer))
                        .then(filled -> completed(application, filled)));
    }

    /**
     * The same for a certificate that takes another's place in an account, where the old one cannot sign for it: the person
     * must be the one that the account was opened for, and a reviewer decides.
     */
    public Ruling<Application.Completed> complete(ApplicationId id, Replacement wish, byte[] signed) {
        return completable(id)
                .then(application -> signer(id, signed)
                        .then(signer -> eligibility.of(wish, person(application), signer))
                        .then(filled -> completed(application, filled)));
    }

    /**
     * The same with a certificate that was presented in a TLS handshake, which proved possession of its key. That it was the
     * applicant who presented it is for the caller to see to; it is good for as long as a challenge.
     */
    public Ruling<Application.Completed> complete(ApplicationId id, Wish wish, Handshake presented) {
        return completable(id).then(application -> {
            Instant now = clock.instant();
            return now.isBefore(presented.at()) || now.isAfter(presented.at().plus(rules.challengeValidity()))
                    ? Ruling.refused("G-326")
                    : eligibility.of(wish, presented.certificate()).then(filled -> completed(application, filled));
        });
    }

    private static VerifiedPerson person(Application completable) {
        return completable instanceof Application.Filled filled
                ? filled.person()
                : ((Application.Verified) completable).person();
    }

    /** Who proved possession of the key; the challenge is spent. */
    private Ruling<PeerCertificate> signer(ApplicationId id, byte[] signed) {
        Optional<Challenge> challenge = challenges.take(id);
        if (challenge.isEmpty()) {
            return Ruling.refused("G-321");
        }
        return proofs.verify(signed, challenge.get())
                .fold(
                        proven -> Ruling.granted(proven.signer()),
                        unproven -> unproven.refusal() == Proof.Refusal.EXPIRED
                                ? Ruling.refused("G-321")
                                : Ruling.refused(
                                        "G-322", "why", unproven.refusal().name()));
    }

    private Ruling<Application.Completed> completed(Application application, Filled filled) {
        Applications applications = registry.applications();
        if (application instanceof Application.Returned returned) {
            return advanced(applications.complete(returned, filled.completion(), filled.shown()));
        }
        if (application instanceof Application.Completed completed) {
            return advanced(applications.complete(completed, filled.completion(), filled.shown()));
        }
        return advanced(applications.complete((Application.Verified) application, filled.completion(), filled.shown()));
    }

    /** Hands it in for a decision. */
    public Ruling<Application.Submitted> submit(ApplicationId id) {
        return in(id, Application.Completed.class)
                .then(completed -> advanced(registry.applications().submit(completed)));
    }

    /** For whom the installation vouches, in place of the steps above. */
    Ruling<Completion> completion(Wish wish, PeerCertificate peer) {
        return eligibility.of(wish, peer).then(filled -> Ruling.granted(filled.completion()));
    }

    /** Whether agency, position, address and certificate may be told, or told anew. */
    public static boolean isCompletable(Application application) {
        return application instanceof Application.Verified
                || application instanceof Application.Completed
                || application instanceof Application.Returned;
    }

    private Ruling<Application> completable(ApplicationId id) {
        return found(id)
                .then(application -> isCompletable(application)
                        ? Ruling.granted(application)
                        : Ruling.refused("G-302", "state", application.state().name()));
    }

    private <T extends Application> Ruling<T> in(ApplicationId id, Class<T> state) {
        return in(registry, id, state);
    }

    static <T extends Application> Ruling<T> in(Registry registry, ApplicationId id, Class<T> state) {
        Optional<Application> found = registry.applications().find(id);
        if (found.isEmpty()) {
            return Ruling.refused("G-301");
        }
        return state.isInstance(found.get())
                ? Ruling.granted(state.cast(found.get()))
                : Ruling.refused("G-302", "state", found.get().state().name());
    }

    private Ruling<Application> found(ApplicationId id) {
        return in(registry, id, Application.class);
    }

    static <T> Ruling<T> advanced(Optional<T> advanced) {
        return advanced.<Ruling<T>>map(Ruling::granted).orElseGet(() -> Ruling.refused("G-303"));
    }
}
