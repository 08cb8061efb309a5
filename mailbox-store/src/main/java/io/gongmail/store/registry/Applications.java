package io.gongmail.store.registry;

import io.gongmail.store.db.Database;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The applications. Thread-safe. Each method that takes an application advances it if, and only if, the stored one is
 * still in that state and version, in one transaction with its history row and its audit entry; an empty result says that
 * somebody else advanced it first, and that nothing was changed.
 */
public final class Applications {
    /** Who acts while an application is with its applicant. */
    public static final String APPLICANT = "applicant";

    Applications(Database database, Clock clock, AuditTrail audit) {}

    /** Opens an application. */
    public Application.Draft open() {
        throw new UnsupportedOperationException();
    }

    public Optional<Application> find(ApplicationId id) {
        throw new UnsupportedOperationException();
    }

    /** The application that the account was opened from; empty for seeded accounts. */
    public Optional<Application> ofAccount(Address address) {
        throw new UnsupportedOperationException();
    }

    public List<Application> list(ApplicationFilter filter) {
        throw new UnsupportedOperationException();
    }

    /** Every change of state of an application, the first one first. */
    public List<HistoryEntry> history(ApplicationId id) {
        throw new UnsupportedOperationException();
    }

    public Optional<Application.Consented> consent(Application.Draft draft, Consents consents) {
        throw new UnsupportedOperationException();
    }

    public Optional<Application.Verified> verify(Application.Consented consented, VerifiedPerson person) {
        throw new UnsupportedOperationException();
    }

    public Optional<Application.Completed> complete(Application.Verified verified, Completion completion) {
        throw new UnsupportedOperationException();
    }

    /** Completes again what was given back; the completion before is replaced. */
    public Optional<Application.Completed> complete(Application.Returned returned, Completion completion) {
        throw new UnsupportedOperationException();
    }

    public Optional<Application.Submitted> submit(Application.Completed completed) {
        throw new UnsupportedOperationException();
    }

    /**
     * Approves, and reserves address and certificate. That nobody decides on their own application is for the caller to
     * see to.
     *
     * @param decider the reviewer's address
     */
    public ApproveOutcome approve(Application.Submitted submitted, String decider, String reason) {
        throw new UnsupportedOperationException();
    }

    /** Gives it back to the applicant to be completed again. */
    public Optional<Application.Returned> giveBack(Application.Submitted submitted, String decider, String reason) {
        throw new UnsupportedOperationException();
    }

    /** Decides against it, for ever. */
    public Optional<Application.Rejected> reject(Application.Submitted submitted, String decider, String reason) {
        throw new UnsupportedOperationException();
    }

    /**
     * An application that the installation itself approves at once, for the first administrator and reviewer; its decider
     * is {@link Decision#INSTALLATION}, who also vouches for the name.
     *
     * @param roles what the account gets
     */
    public ApproveOutcome approvedByInstallation(String name, Completion completion, Set<Role> roles) {
        throw new UnsupportedOperationException();
    }
}
