package io.gongmail.server.portal;

import io.gongmail.server.enrollment.ServiceLevel;
import io.gongmail.server.words.Sentence;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What reviewers' pages show. Values. */
public final class ReviewViews {
    private ReviewViews() {}

    /**
     * What waits for a decision.
     *
     * @param next the id after which the next page begins; empty where this is the last
     */
    public record Queue(Filter filter, List<Waiting> waiting, String next) {
        /** The address of the page that goes on after this one. */
        public String nextPage() {
            return "/review?state=" + filter.state() + "&type=" + filter.type() + "&agency="
                    + URLEncoder.encode(filter.agency(), StandardCharsets.UTF_8) + "&hours=" + filter.hours()
                    + "&after=" + next;
        }
    }

    /**
     * What a queue is narrowed down to; empty texts mean all.
     *
     * @param hours that an application has waited at least
     */
    public record Filter(String state, String type, String agency, int hours) {}

    /** One application that waits. */
    public record Waiting(
            String id,
            String state,
            String type,
            String agency,
            String name,
            String address,
            boolean asksForCertificate,
            boolean changesAgency,
            String submitted,
            String due,
            Optional<ServiceLevel.Standing> standing,
            boolean approvedOnce) {}

    /** One application with every fact and its evidence. */
    public record Application(
            String id,
            String state,
            Optional<Person> person,
            Optional<Told> told,
            Optional<Certificate> certificate,
            Optional<Roster> roster,
            Optional<Age> age,
            Optional<Event> first,
            List<Consent> consents,
            List<Earlier> earlier,
            List<Event> history,
            boolean waits,
            boolean needsTwo,
            String reason,
            List<Views.Problem> problems) {
        public Optional<Sentence> problem(String field) {
            return Views.Problem.of(problems, field);
        }
    }

    /** Who the applicant was verified to be. */
    public record Person(
            String name,
            String phone,
            String birthDate,
            String method,
            String provider,
            String transaction,
            String at) {}

    /** What the applicant tells. */
    public record Told(
            String type,
            String agency,
            String unit,
            String position,
            String staffNumber,
            String address,
            boolean asksForCertificate,
            String goesFrom) {}

    /**
     * How the certificate is judged now.
     *
     * @param refused empty where it is accepted
     */
    public record Certificate(Views.Shown shown, Optional<Sentence> refused, Sentence name, List<String> evidence) {}

    /**
     * How the applicant compares with the roster.
     *
     * @param match {@code exact}, {@code near} or {@code none}
     */
    public record Roster(String match, List<Sentence> evidence, List<Listed> people) {}

    /** Somebody of the roster. */
    public record Listed(String name, String unit, String position, List<Sentence> agrees, List<Sentence> differs) {}

    /** How long it waits. */
    public record Age(String submitted, String due, ServiceLevel.Standing standing) {}

    /** What somebody did. */
    public record Event(String what, String who, String at, String reason) {}

    /** What was agreed to. */
    public record Consent(String name, String version, boolean required, String given, String withdrawn) {}

    /** Another application of the same person. */
    public record Earlier(String id, String state, String at, String address, String reason) {}

    /** Where an agency's list is handed in. */
    public record ListToHandIn(String agency, List<Views.AgencyName> agencies, List<Views.Problem> problems) {
        public Optional<Sentence> problem(String field) {
            return Views.Problem.of(problems, field);
        }
    }

    /**
     * What becomes of an agency's list.
     *
     * @param good how many lines are approved, or would be
     * @param done whether it was done, or was tried
     */
    public record ListHandedIn(String agency, List<ListLine> lines, int good, boolean done) {}

    /**
     * What becomes of one line.
     *
     * @param application may be empty
     * @param result {@code APPROVED}, {@code FIRST_APPROVAL} or {@code STOPPED}
     */
    public record ListLine(int number, String application, String result, Optional<Sentence> why) {}

    /** What came of a decision. */
    public record Decided(String id, String what, String address, Optional<Sentence> trouble) {}

    /**
     * An account that is looked for.
     *
     * @param address as it was entered, like what follows the account
     */
    public record Accounts(
            String address, Optional<Looked> account, String to, String reason, List<Views.Problem> problems) {
        public Accounts {
            problems = List.copyOf(problems);
        }

        public Optional<Sentence> problem(String field) {
            return Views.Problem.of(problems, field);
        }
    }

    /**
     * An account as its agency's reviewers see it.
     *
     * @param lastSign a day; empty where it is not active
     * @param closed a day; empty where it is not closed
     * @param mayResume whether it is suspended
     * @param mayHandOn whether it is closed and has its mailbox
     * @param size what its mailbox weighs
     * @param handing what was asked for and waits
     */
    public record Looked(
            String address,
            String name,
            String agency,
            String state,
            String opened,
            String lastSign,
            String closed,
            boolean mayResume,
            boolean mayHandOn,
            String size,
            Optional<Handing> handing) {}

    /**
     * That a mailbox is to be handed on.
     *
     * @param at when that was asked for, to be read
     * @param asked the same, as a form brings it back
     * @param room what the recipient may still take; empty without limit
     */
    public record Handing(String recipient, String asker, String at, long asked, String reason, String room) {}
}
