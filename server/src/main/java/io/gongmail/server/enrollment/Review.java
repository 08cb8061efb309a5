package io.gongmail.server.enrollment;

import io.gongmail.pki.CertificateKey;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.Role;
import java.util.Optional;
import java.util.function.Function;

/**
 * The reviewer's side. Only an active account with the role REVIEWER decides, and nobody on an application of their own: not
 * one for their address, by their certificate or its key, or of the person that they were verified to be. Thread-safe;
 * calls block.
 */
public final class Review {
    private static final int LONGEST_REASON = 500;
    private final Registry registry;

    public Review(Registry registry) {
        this.registry = registry;
    }

    /** Approves; provisioning comes next. The reason may be empty. */
    public Outcome<Application.Approved> approve(ApplicationId id, Address reviewer, String reason) {
        return mayDecide(id, reviewer, reason)
                .then(submitted -> registry.applications()
                        .approve(submitted, reviewer.toString(), reason)
                        .fold(Outcome::done, Outcome::stopped));
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
        Optional<Account> account = registry.accounts().find(reviewer);
        if (account.isEmpty()
                || account.get().state() != AccountState.ACTIVE
                || !account.get().roles().contains(Role.REVIEWER)) {
            return Outcome.refused("G-341");
        }
        return Enrollment.in(registry, id, Application.Submitted.class)
                .then(submitted ->
                        isTheirOwn(submitted, reviewer) ? Outcome.refused("G-342") : Outcome.done(submitted));
    }

    private boolean isTheirOwn(Application.Submitted submitted, Address reviewer) {
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
