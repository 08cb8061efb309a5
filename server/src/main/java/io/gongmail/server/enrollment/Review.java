package io.gongmail.server.enrollment;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.PolicyOid;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import io.gongmail.store.registry.ShownCertificates;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The reviewer's side. Only an active account with the role REVIEWER decides, and nobody on an application of their own: not
 * one for their address, by their certificate or its key, or of the person that they were verified to be. Thread-safe;
 * calls block.
 */
public final class Review {
    private static final int LONGEST_REASON = 500;
    private final Registry registry;
    private final Eligibility eligibility;
    private final Words words;
    private final Dossiers dossiers;

    /** @param policies which certificate policies open which type of account */
    public Review(Registry registry, CertificateJudge judge, Map<AccountType, Set<PolicyOid>> policies, Words words) {
        this.registry = registry;
        this.eligibility = new Eligibility(registry, judge, policies);
        this.words = words;
        this.dossiers = new Dossiers(registry, judge);
    }

    /**
     * Everything that is known of an application, for a reviewer: the name in clear, to be compared. Nobody looks at their own
     * that way.
     */
    public Outcome<Dossier> dossier(ApplicationId id, Address reviewer) {
        return isReviewer(reviewer)
                .then(account -> Enrollment.in(registry, id, Application.class))
                .then(application -> application instanceof Application.Filled filled && isTheirOwn(filled, reviewer)
                        ? Outcome.refused("G-342")
                        : Outcome.done(dossiers.of(application, Dossier.Sight.NAME)));
    }

    /** The same for administration; what is shown in clear is for the caller to audit. */
    public Outcome<Dossier> dossier(ApplicationId id, Dossier.Sight sight) {
        return Enrollment.in(registry, id, Application.class)
                .then(application -> Outcome.done(dossiers.of(application, sight)));
    }

    /**
     * Approves; provisioning comes next. The certificate is judged again: one that is good no longer sends the application
     * back to the applicant with the reason in words (G-346), and where that cannot be said now, nothing is decided.
     *
     * @param reason may be empty
     */
    public Outcome<Application.Approved> approve(ApplicationId id, Address reviewer, String reason) {
        return mayDecide(id, reviewer, reason)
                .then(submitted -> judgedAgain(submitted, reviewer))
                .then(submitted -> registry.applications()
                        .approve(submitted, reviewer.toString(), reason)
                        .fold(Outcome::done, Outcome::stopped));
    }

    private Outcome<Application.Submitted> judgedAgain(Application.Submitted submitted, Address reviewer) {
        Optional<ShownCertificates> shown = registry.applications().shown(submitted.id());
        if (shown.isEmpty()) {
            return sentBack(submitted, reviewer, words.sentence("G-325"));
        }
        return eligibility
                .judged(submitted.completion().type(), Shown.again(shown.get()))
                .fold(fitting -> Outcome.done(submitted), refused -> {
                    Sentence why = words.sentence(refused.code(), refused.facts());
                    return why.temporary()
                            ? new Outcome.Refused<>(refused.code(), refused.facts())
                            : sentBack(submitted, reviewer, why);
                });
    }

    private Outcome<Application.Submitted> sentBack(Application.Submitted submitted, Address reviewer, Sentence why) {
        String reason = why.text() + " / " + why.koreanText();
        return Enrollment.advanced(registry.applications()
                        .giveBack(
                                submitted,
                                reviewer.toString(),
                                reason.substring(0, Math.min(reason.length(), LONGEST_REASON))))
                .then(returned -> new Outcome.Refused<>(
                        "G-346",
                        Map.of(
                                "why", why.english() + ", " + why.code(),
                                "whyKorean", why.korean() + " " + why.code())));
    }

    /** Gives it back to the applicant, who reads the reason and completes it again. */
    public Outcome<Application.Returned> giveBack(ApplicationId id, Address reviewer, String reason) {
        return withReason(
                id,
                reviewer,
                reason,
                submitted -> registry.applications().giveBack(submitted, reviewer.toString(), reason));
    }

    /** Decides against it, for ever. */
    public Outcome<Application.Rejected> reject(ApplicationId id, Address reviewer, String reason) {
        return withReason(
                id,
                reviewer,
                reason,
                submitted -> registry.applications().reject(submitted, reviewer.toString(), reason));
    }

    private <T> Outcome<T> withReason(
            ApplicationId id, Address reviewer, String reason, Function<Application.Submitted, Optional<T>> decide) {
        if (reason.isBlank()) {
            return Outcome.refused("G-343");
        }
        return mayDecide(id, reviewer, reason).then(submitted -> Enrollment.advanced(decide.apply(submitted)));
    }

    private Outcome<Application.Submitted> mayDecide(ApplicationId id, Address reviewer, String reason) {
        if (reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            return Outcome.refused("G-334", "why", "reason: one line of at most " + LONGEST_REASON + " characters");
        }
        return isReviewer(reviewer)
                .then(account -> Enrollment.in(registry, id, Application.Submitted.class))
                .then(submitted ->
                        isTheirOwn(submitted, reviewer) ? Outcome.refused("G-342") : Outcome.done(submitted));
    }

    private Outcome<Account> isReviewer(Address address) {
        return registry.accounts()
                .find(address)
                .filter(account -> account.state() == AccountState.ACTIVE
                        && account.roles().contains(Role.REVIEWER))
                .<Outcome<Account>>map(Outcome::done)
                .orElseGet(() -> Outcome.refused("G-341"));
    }

    private boolean isTheirOwn(Application.Filled submitted, Address reviewer) {
        CertificateKey shown = submitted.completion().key();
        return submitted.completion().desired().equals(reviewer)
                || registry.bindings().of(reviewer).stream()
                        .anyMatch(binding -> binding.key().equals(shown)
                                || binding.key().spkiSha256().equals(shown.spkiSha256()))
                || registry.applications()
                        .ofAccount(reviewer)
                        .flatMap(Review::ci)
                        .filter(submitted.person().ciSha256()::equals)
                        .isPresent();
    }

    /** Of the person an account was opened for; empty where the installation vouched. */
    private static Optional<String> ci(Application application) {
        return application instanceof Application.Provisioned provisioned
                ? Optional.of(provisioned.person().ciSha256()).filter(ci -> !ci.isEmpty())
                : Optional.empty();
    }
}
