package io.gongmail.server.portal;

import io.gongmail.server.signin.CheckedCase;
import io.gongmail.server.words.Sentence;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What pages show, one record for each template. Values; texts are as they were entered or told, for templates to escape. */
public final class Views {
    private Views() {}

    /** The front page: words alone. */
    public record Front() {}

    /**
     * The self-check.
     *
     * @param wrong what is; empty where nothing is
     * @param rows one for each thing that was looked at
     * @param refused what mail programs with this certificate were told last
     * @param withoutCertificate what those were told that presented none
     * @param helpdesk whether it is shown to the helpdesk, with its evidence
     */
    public record Check(
            CheckedCase checked,
            Optional<Sentence> wrong,
            List<Row> rows,
            List<Told> refused,
            List<Told> withoutCertificate,
            boolean helpdesk) {
        /** How it stands with one thing. */
        public record Row(CheckedCase.Area area, CheckedCase.State state) {}

        /** What a mail program was told. */
        public record Told(Instant at, String listener, Sentence sentence) {}
    }

    /**
     * Where the helpdesk asks for a case.
     *
     * @param number as it was typed; empty at first
     */
    public record CaseWanted(String number) {}

    /**
     * What is wrong.
     *
     * @param number of a fault of ours, as it stands in the log; empty for others
     */
    public record Wrong(Sentence sentence, String number, int status) {}

    /**
     * What is wrong with a form, or with a step.
     *
     * @param field the id of the field it is about; empty where it is about no one field
     */
    public record Problem(String field, Sentence sentence) {}

    /** A text to be agreed to, by its name. */
    public record Text(String name, String version, List<String> paragraphs) {}

    /** Step 1: what must be agreed to, and what may be. */
    public record Consent(List<Text> required, List<Text> optional, List<Problem> problems) {}

    /** What an application is gone on with later. */
    public record Number(String number, String secret, String link) {}

    /** Step 2: how to be verified. */
    public record Identity(List<Problem> problems) {}

    /** The way to the provider's page. */
    public record Leaving(URI page, String host) {}

    /** Of an agency, as it is chosen. */
    public record AgencyName(String code, String name, String domains) {}

    /** Step 3: what is wished for, as it was entered. */
    public record Details(
            String type,
            String agency,
            String position,
            String address,
            List<AgencyName> agencies,
            String reason,
            List<Problem> problems) {
        public Details {
            agencies = List.copyOf(agencies);
            problems = List.copyOf(problems);
        }

        /** What is wrong with that field, if anything. */
        public Optional<Sentence> problem(String field) {
            return problems.stream()
                    .filter(problem -> problem.field().equals(field))
                    .map(Problem::sentence)
                    .findFirst();
        }
    }

    /** Step 3, second half: how the certificate is registered. */
    public record Certificate(Wished wished, List<Problem> problems) {}

    /** What is wished for, to be read. */
    public record Wished(String type, String agency, String position, String address) {}

    /** A certificate, to be read. */
    public record Shown(String holder, String issuer, String serial, String until) {}

    /**
     * At the certificate door: what was presented there, and for what.
     *
     * @param token of the hand-over
     * @param shown empty where no certificate was presented
     * @param objection why it cannot be registered
     * @param again this page, to be asked again
     */
    public record Present(
            String token,
            String number,
            Wished wished,
            Optional<Shown> shown,
            Optional<Sentence> objection,
            String again,
            String back) {}

    /** Back at the public door: what was presented, to be confirmed. */
    public record Confirm(String token, Wished wished, Shown shown, List<Problem> problems) {}

    /** Step 4: everything, to be looked over and submitted. */
    public record Submit(
            String number, String name, String method, Wished wished, Shown shown, List<Problem> problems) {}

    /** One change of an application, to be read. */
    public record Event(String state, String at) {}

    /**
     * Where an application stands.
     *
     * @param state as the application's, in capitals
     * @param next the page where the applicant goes on; empty where there is nothing to do
     * @param reason a reviewer's; may be empty
     * @param address opened or wished for; may be empty
     */
    public record Status(
            String number,
            String secret,
            String state,
            int step,
            String next,
            String reason,
            String address,
            int days,
            List<Event> events) {}

    /** Goes on with an application from elsewhere. */
    public record Resume(String number, String secret, List<Problem> problems) {}
}
