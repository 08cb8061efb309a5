package io.gongmail.server.enrollment;

import io.gongmail.pki.CertificateJudge;
import io.gongmail.pki.CertificateKey;
import io.gongmail.pki.PolicyOid;
import io.gongmail.server.agency.RosterMatching;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Aim;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.Completion;
import io.gongmail.store.registry.FirstApproval;
import io.gongmail.store.registry.QueueFilter;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.ShownCertificates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The reviewer's side. Only an active account with the role REVIEWER decides, and nobody on an application of their own: not
 * one for their address, by their certificate or its key, or of the person that they were verified to be. That an account goes
 * to another agency is for that agency's reviewers alone. Thread-safe; calls block.
 */
public final class Review {
    private static final int LONGEST_REASON = 500;
    private final Registry registry;
    private final Eligibility eligibility;
    private final Words words;
    private final FourEyes eyes;
    private final Waiting queue;
    private final Dossiers dossiers;

    /**
     * @param policies which certificate policies open which type of account
     * @param within how soon applications are to be decided
     */
    public Review(
            Registry registry,
            CertificateJudge judge,
            Map<AccountType, Set<PolicyOid>> policies,
            RosterMatching rosters,
            ServiceLevel within,
            Words words,
            Clock clock) {
        this.registry = registry;
        this.eligibility = new Eligibility(registry, judge, policies);
        this.words = words;
        this.eyes = new FourEyes(registry);
        this.queue = new Waiting(registry, eyes, within, clock);
        this.dossiers = new Dossiers(registry, judge, rosters, eyes, within, clock);
    }

    /**
     * Everything that is known of an application, for a reviewer: the name in clear, to be compared. Nobody looks at their own
     * that way.
     */
    public Ruling<Dossier> dossier(ApplicationId id, Address reviewer) {
        return isReviewer(reviewer)
                .then(account -> Enrollment.in(registry, id, Application.class))
                .then(application -> application instanceof Application.Filled filled && isTheirOwn(filled, reviewer)
                        ? Ruling.refused("G-342")
                        : Ruling.granted(dossiers.of(application, Dossier.Sight.NAME)));
    }

    /** The same for administration; what is shown in clear is for the caller to audit. */
    public Ruling<Dossier> dossier(ApplicationId id, Dossier.Sight sight) {
        return Enrollment.in(registry, id, Application.class)
                .then(application -> Ruling.granted(dossiers.of(application, sight)));
    }

    /**
     * Approves; provisioning comes next. The certificate is judged again: one that is good no longer sends the application
     * back to the applicant with the reason in words (G-346), and where that cannot be said now, nothing is decided.
     *
     * @param reason may be empty
     */
    public Ruling<Application.Approved> approve(ApplicationId id, Address reviewer, String reason) {
        return mayDecide(id, reviewer, reason)
                .then(submitted -> judgedAgain(submitted, reviewer))
                .then(submitted -> isEnough(submitted, reviewer)
                        .then(enough -> enough
                                ? registry.applications()
                                        .approve(submitted, reviewer.toString(), reason)
                                        .fold(Ruling::granted, Stopped::by)
                                : Enrollment.advanced(registry.queue().approveFirst(submitted, reviewer, reason))
                                        .then(recorded -> Ruling.refused("G-347"))));
    }

    /**
     * Whether the approval of {@code reviewer} decides: alone, or with the first one of two that holds. What changes after this
     * look is noticed by the application's version.
     */
    private Ruling<Boolean> isEnough(Application.Submitted submitted, Address reviewer) {
        if (!submitted.completion().type().needsTwoReviewers()) {
            return Ruling.granted(true);
        }
        Optional<FirstApproval> first = eyes.first(submitted.id());
        return first.filter(given -> eyes.areOfOne(given.reviewer(), reviewer)).isPresent()
                ? Ruling.refused("G-348")
                : Ruling.granted(first.isPresent());
    }

    /**
     * What {@link #approve} would say now, and why; nothing is changed.
     *
     * @return done, where it would be approved; G-347, where it would be the first approval of two
     */
    public Ruling<Application.Submitted> tried(ApplicationId id, Address reviewer) {
        return mayDecide(id, reviewer, "")
                .then(this::judged)
                .then(submitted -> registry.queue()
                        .obstacle(submitted)
                        .<Ruling<Application.Submitted>>map(Stopped::by)
                        .orElseGet(() -> Ruling.granted(submitted)))
                .then(submitted -> isEnough(submitted, reviewer)
                        .then(enough -> enough ? Ruling.granted(submitted) : Ruling.refused("G-347")));
    }

    /** As {@link #judgedAgain} does, without sending it back. */
    private Ruling<Application.Submitted> judged(Application.Submitted submitted) {
        return registry.applications()
                .shown(submitted.id())
                .map(shown -> eligibility
                        .judged(submitted.completion().type(), Shown.again(shown))
                        .then(fitting -> Ruling.granted(submitted)))
                .orElseGet(() -> Ruling.refused("G-325"));
    }

    /**
     * What was handed in, the one that waits longest first, for a reviewer to choose from.
     *
     * @param filter by state, agency, type of account and age, page by page
     */
    public Ruling<List<QueueEntry>> queue(QueueFilter filter, Address reviewer) {
        return isReviewer(reviewer).then(account -> Ruling.granted(queue(filter, Dossier.Sight.NAME)));
    }

    /** The same for administration. */
    public List<QueueEntry> queue(QueueFilter filter, Dossier.Sight sight) {
        return queue.list(filter, sight);
    }

    /** The instant that those handed in by then have waited {@code age} and longer, for a filter. */
    public Instant waitingSince(Duration age) {
        return queue.waitingSince(age);
    }

    private Ruling<Application.Submitted> judgedAgain(Application.Submitted submitted, Address reviewer) {
        Optional<ShownCertificates> shown = registry.applications().shown(submitted.id());
        if (shown.isEmpty()) {
            return sentBack(submitted, reviewer, words.sentence("G-325"));
        }
        return eligibility
                .judged(submitted.completion().type(), Shown.again(shown.get()))
                .fold(fitting -> Ruling.granted(submitted), refused -> {
                    Sentence why = words.sentence(refused.code(), refused.facts());
                    return why.temporary()
                            ? new Ruling.Refused<>(refused.code(), refused.facts())
                            : sentBack(submitted, reviewer, why);
                });
    }

    private Ruling<Application.Submitted> sentBack(Application.Submitted submitted, Address reviewer, Sentence why) {
        String reason = why.text() + " / " + why.koreanText();
        return Enrollment.advanced(registry.applications()
                        .giveBack(
                                submitted,
                                reviewer.toString(),
                                reason.substring(0, Math.min(reason.length(), LONGEST_REASON))))
                .then(returned -> new Ruling.Refused<>(
                        "G-346",
                        Map.of(
                                "why", why.english() + ", " + why.code(),
                                "whyKorean", why.korean() + " " + why.code())));
    }

    /** Gives it back to the applicant, who reads the reason and completes it again. */
    public Ruling<Application.Returned> giveBack(ApplicationId id, Address reviewer, String reason) {
        return withReason(
                id,
                reviewer,
                reason,
                submitted -> registry.applications().giveBack(submitted, reviewer.toString(), reason));
    }

    /** Decides against it, for ever. */
    public Ruling<Application.Rejected> reject(ApplicationId id, Address reviewer, String reason) {
        return withReason(
                id,
                reviewer,
                reason,
                submitted -> registry.applications().reject(submitted, reviewer.toString(), reason));
    }

    private <T> Ruling<T> withReason(
            ApplicationId id, Address reviewer, String reason, Function<Application.Submitted, Optional<T>> decide) {
        if (reason.isBlank()) {
            return Ruling.refused("G-343");
        }
        return mayDecide(id, reviewer, reason).then(submitted -> Enrollment.advanced(decide.apply(submitted)));
    }

    private Ruling<Application.Submitted> mayDecide(ApplicationId id, Address reviewer, String reason) {
        if (reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            return Ruling.refused("G-334", "why", "reason: one line of at most " + LONGEST_REASON + " characters");
        }
        return isReviewer(reviewer)
                .then(account -> Enrollment.in(registry, id, Application.Submitted.class))
                .then(submitted ->
                        isTheirOwn(submitted, reviewer) ? Ruling.refused("G-342") : Ruling.granted(submitted))
                .then(submitted -> isTheirs(submitted, reviewer) ? Ruling.granted(submitted) : Ruling.refused("G-349"));
    }

    /** Whom an agency takes in, nobody else decides. */
    private boolean isTheirs(Application.Submitted submitted, Address reviewer) {
        Completion completion = submitted.completion();
        return !(completion.aim() instanceof Aim.NewAgency)
                || eyes.reviewer(reviewer)
                        .filter(account -> account.agency().equals(completion.agencyCode()))
                        .isPresent();
    }

    private Ruling<Account> isReviewer(Address address) {
        return eyes.reviewer(address).<Ruling<Account>>map(Ruling::granted).orElseGet(() -> Ruling.refused("G-341"));
    }

    private boolean isTheirOwn(Application.Filled submitted, Address reviewer) {
        CertificateKey shown = submitted.completion().key();
        return submitted.completion().desired().equals(reviewer)
                || submitted.completion().account().equals(reviewer)
                || registry.bindings().of(reviewer).stream()
                        .anyMatch(binding -> binding.key().equals(shown)
                                || binding.key().spkiSha256().equals(shown.spkiSha256()))
                || eyes.ci(reviewer)
                        .filter(submitted.person().ciSha256()::equals)
                        .isPresent();
    }
}
