package io.gongmail.store.registry;

import java.time.Instant;
import java.util.Set;

/**
 * A request for an account, for another certificate of one, or that one goes to another agency, with the facts it has so far. A value is what was read at one
 * time: {@link Applications} advances it only if the stored one is still in that state and version.
 */
public sealed interface Application {
    ApplicationId id();

    /** Counts the changes of state; each success makes it one more. */
    int version();

    /** When it was opened. */
    Instant started();

    ApplicationState state();

    /** One that has everything a decision is made on. */
    sealed interface Filled extends Application permits Completed, Submitted, Decided {
        Consents consents();

        VerifiedPerson person();

        Completion completion();
    }

    /** One that was decided on, once or several times; the last decision counts. */
    sealed interface Decided extends Filled permits Approved, Returned, Rejected, Provisioned {
        Decision decision();
    }

    /** Opened, nothing in it yet. */
    record Draft(ApplicationId id, int version, Instant started) implements Application {
        @Override
        public ApplicationState state() {
            return ApplicationState.DRAFT;
        }
    }

    /** The terms and the handling of personal data are agreed to. */
    record Consented(ApplicationId id, int version, Instant started, Consents consents) implements Application {
        @Override
        public ApplicationState state() {
            return ApplicationState.CONSENTED;
        }
    }

    /** An identity provider has told the real name. */
    record Verified(ApplicationId id, int version, Instant started, Consents consents, VerifiedPerson person)
            implements Application {
        @Override
        public ApplicationState state() {
            return ApplicationState.VERIFIED;
        }
    }

    /** Agency, position, desired address and certificate are there; the applicant may still look before submitting. */
    record Completed(
            ApplicationId id,
            int version,
            Instant started,
            Consents consents,
            VerifiedPerson person,
            Completion completion)
            implements Filled {
        @Override
        public ApplicationState state() {
            return ApplicationState.COMPLETED;
        }
    }

    /** Waits for a decision. */
    record Submitted(
            ApplicationId id,
            int version,
            Instant started,
            Consents consents,
            VerifiedPerson person,
            Completion completion)
            implements Filled {
        @Override
        public ApplicationState state() {
            return ApplicationState.SUBMITTED;
        }
    }

    /**
     * Decided in favour: the only value an account is opened from, or a certificate bound from where it asks for one. Its
     * certificate and new address are reserved for it.
     *
     * @param roles what the account gets at once; none unless the installation decided
     */
    record Approved(
            ApplicationId id,
            int version,
            Instant started,
            Consents consents,
            VerifiedPerson person,
            Completion completion,
            Decision decision,
            Set<Role> roles)
            implements Decided {
        public Approved {
            roles = Set.copyOf(roles);
        }

        @Override
        public ApplicationState state() {
            return ApplicationState.APPROVED;
        }
    }

    /** Given back to be completed again, with the reason. */
    record Returned(
            ApplicationId id,
            int version,
            Instant started,
            Consents consents,
            VerifiedPerson person,
            Completion completion,
            Decision decision)
            implements Decided {
        @Override
        public ApplicationState state() {
            return ApplicationState.RETURNED;
        }
    }

    /** Decided against; final. */
    record Rejected(
            ApplicationId id,
            int version,
            Instant started,
            Consents consents,
            VerifiedPerson person,
            Completion completion,
            Decision decision)
            implements Decided {
        @Override
        public ApplicationState state() {
            return ApplicationState.REJECTED;
        }
    }

    /** The account is open, or the certificate bound; final. */
    record Provisioned(
            ApplicationId id,
            int version,
            Instant started,
            Consents consents,
            VerifiedPerson person,
            Completion completion,
            Decision decision,
            Set<Role> roles)
            implements Decided {
        public Provisioned {
            roles = Set.copyOf(roles);
        }

        @Override
        public ApplicationState state() {
            return ApplicationState.PROVISIONED;
        }
    }
}
