package io.gongmail.server.enrollment;

import io.gongmail.server.agency.RosterMatch;
import io.gongmail.server.agency.Told;
import io.gongmail.store.personal.Masked;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.ApplicantLetter;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.Completion;
import io.gongmail.store.registry.Decision;
import io.gongmail.store.registry.FirstApproval;
import io.gongmail.store.registry.GivenConsent;
import io.gongmail.store.registry.HistoryEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is known of an application, each fact with its evidence: what a reviewer decides on, and what the helpdesk
 * looks at. What an application has not come to yet is empty.
 *
 * @param consents what was agreed to, with when and in which version; what was withdrawn says since when
 * @param contact where the applicant is told how it goes, masked unless all is shown; empty for nowhere
 * @param letters what was told there, or is to be, and what became of it
 * @param person who the applicant was verified to be, as far as the one who looks may see
 * @param completion what the applicant tells: agency, unit, position, staff number, address, certificate, and what is asked for
 * @param certificate how the certificate is judged now; empty once the application is decided for good
 * @param roster how the applicant compares with the agency's roster
 * @param waiting since when it waits for a decision; empty where it does not
 * @param first the first approval of two; empty where there is none
 * @param earlier other applications of the same person, the newest first, at most 50
 * @param history every change of state, the first one first
 */
public record Dossier(
        ApplicationId id,
        ApplicationState state,
        Instant started,
        List<GivenConsent> consents,
        String contact,
        List<ApplicantLetter> letters,
        Optional<Person> person,
        Optional<Completion> completion,
        Optional<CertificateFinding> certificate,
        Optional<RosterMatch> roster,
        Optional<Age> waiting,
        Optional<FirstApproval> first,
        Optional<Decision> decision,
        List<Earlier> earlier,
        List<HistoryEntry> history) {
    public Dossier {
        consents = List.copyOf(consents);
        letters = List.copyOf(letters);
        earlier = List.copyOf(earlier);
        history = List.copyOf(history);
    }

    /** How much of a person is shown. */
    public enum Sight {
        /** Name, telephone number and date of birth masked. */
        MASKED,
        /** For a reviewer, who compares names: the name in clear. */
        NAME,
        /** All in clear; to be audited by who asks. */
        ALL
    }

    /**
     * Who an identity provider says the applicant is; masked, or in clear, by {@link Sight}.
     *
     * @param phone empty where it is not known
     * @param birthDate empty where it is not known
     */
    public record Person(
            String name,
            String phone,
            String birthDate,
            String provider,
            String method,
            String transaction,
            Instant verified) {
        /** Masked whatever is shown, as texts end up in logs. */
        @Override
        public String toString() {
            return "Person[" + Masked.name(name) + " by " + provider + ", " + method + "]";
        }
    }

    /**
     * How long it waits.
     *
     * @param submitted when it was handed in last
     * @param due when it is to be decided at the latest
     */
    public record Age(Instant submitted, Instant due, ServiceLevel.Standing standing) {}

    /**
     * The certificate as it is judged now.
     *
     * @param refused why it would not be accepted; empty where it is
     * @param evidence what the verdict rests on, one fact a line as {@code name=value}
     * @param name whether it states the verified name
     */
    public record CertificateFinding(Optional<Told> refused, List<String> evidence, Told name) {
        public CertificateFinding {
            evidence = List.copyOf(evidence);
        }

        public boolean isAccepted() {
            return refused.isEmpty();
        }
    }

    /**
     * Another application of the same person.
     *
     * @param agency empty where it was never completed
     * @param address likewise
     * @param reason of the decision; empty where there is none
     */
    public record Earlier(
            ApplicationId id,
            ApplicationState state,
            Instant started,
            String agency,
            Optional<Address> address,
            String reason) {}
}
