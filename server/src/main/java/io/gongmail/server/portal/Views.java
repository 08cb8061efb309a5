package io.gongmail.server.portal;

import io.gongmail.server.signin.CheckedCase;
import io.gongmail.server.words.Sentence;
import io.gongmail.store.registry.BindingState;
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
    public record Problem(String field, Sentence sentence) {
        static Optional<Sentence> of(List<Problem> problems, String field) {
            return problems.stream()
                    .filter(problem -> problem.field().equals(field))
                    .map(Problem::sentence)
                    .findFirst();
        }
    }

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

    /**
     * Step 3: what is wished for, as it was entered.
     *
     * @param contact where the applicant is to be told how it goes, as it was entered
     * @param told where that is now, masked; empty for nowhere
     */
    public record Details(
            String type,
            String agency,
            String unit,
            String position,
            String staffNumber,
            String address,
            String contact,
            String told,
            List<AgencyName> agencies,
            String reason,
            List<Problem> problems) {
        public Details {
            agencies = List.copyOf(agencies);
            problems = List.copyOf(problems);
        }

        /** What is wrong with that field, if anything. */
        public Optional<Sentence> problem(String field) {
            return Problem.of(problems, field);
        }
    }

    /** Step 3, second half: how the certificate is registered. */
    public record Certificate(Wished wished, List<Problem> problems) {}

    /** What is wished for, to be read. */
    public record Wished(
            String type, String agency, String unit, String position, String staffNumber, String address) {}

    /** Where mail programs connect. */
    public record Setup(String host, int imap, int submission) {}

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

    /** Where an account has no password that counts. */
    public record FirstPassword(String address, int minimum, List<Problem> problems) {
        public Optional<Sentence> problem(String field) {
            return Problem.of(problems, field);
        }
    }

    /** Where the holder of a certificate shows the password. */
    public record Entering(String address, List<Problem> problems) {
        public Optional<Sentence> problem(String field) {
            return Problem.of(problems, field);
        }
    }

    /** After a password was set. */
    public record PasswordSet() {}

    /** After an account was suspended by its holder. */
    public record Suspended(String address) {}

    /**
     * Where an account goes to another agency.
     *
     * @param account its address as it is
     * @param from the agency as it is
     * @param state of what was handed in and is not decided or done; empty where there is a form
     * @param wished what was handed in
     * @param reason why it was given back; empty where it was not
     * @param agency as it was entered, like what follows
     */
    public record AgencyChange(
            String account,
            String from,
            String state,
            Optional<Wished> wished,
            String reason,
            String agency,
            String unit,
            String position,
            String staffNumber,
            String address,
            List<AgencyName> agencies,
            List<Problem> problems) {
        public AgencyChange {
            agencies = List.copyOf(agencies);
            problems = List.copyOf(problems);
        }

        /** What is wrong with that field, if anything. */
        public Optional<Sentence> problem(String field) {
            return Problem.of(problems, field);
        }
    }

    /**
     * An account and what belongs to it.
     *
     * @param room for another certificate beside those
     * @param mayChangeAgency whether the account may go to another agency
     * @param passwordSince a day
     * @param passwordEnds a day; empty for never
     * @param answered whether mail is answered today
     * @param forwarded the addresses it is forwarded to; empty for none
     * @param hasNotices whether its owner writes official notices, or decides on them
     */
    public record Account(
            String address,
            String name,
            String agency,
            List<Bound> certificates,
            boolean room,
            boolean mayChangeAgency,
            List<Open> sessions,
            List<Seen> places,
            String passwordSince,
            String passwordEnds,
            Held held,
            int minimum,
            boolean answered,
            String forwarded,
            boolean hasNotices,
            List<Problem> problems) {
        public Optional<Sentence> problem(String field) {
            return Problem.of(problems, field);
        }

        /**
         * What the account's messages weigh.
         *
         * @param most empty where there is no limit
         */
        public record Held(String octets, String most, long messages, int percent) {
            private static final int NEARLY_FULL = 90;

            /** Whether the owner is to make room. */
            public boolean isNearlyFull() {
                return percent >= NEARLY_FULL;
            }
        }

        /**
         * A certificate of the account.
         *
         * @param issuer may be empty
         * @param days until its end where that is near, else below zero
         * @param overlap until when it goes on where another took its place; empty where none did
         * @param used the day that it last signed in; empty where that is not known
         * @param presented whether it is the one in use here
         */
        public record Bound(
                String id,
                String subject,
                String issuer,
                String serial,
                BindingState state,
                String until,
                long days,
                String overlap,
                String used,
                boolean presented) {
            /** Whether it can be suspended. */
            public boolean opens() {
                return state == BindingState.ACTIVE || state == BindingState.SUPERSEDED;
            }
        }

        /** A session that is open now. */
        public record Open(String listener, String address, String client) {}

        /** From where the account was used. */
        public record Seen(String network, String client, String last, boolean held, String certificate) {}
    }

    /** The account of an agency's system: it has certificates alone. */
    public record SystemAccount(
            String address, String agency, List<Account.Bound> certificates, List<Problem> problems) {}

    /**
     * How an owner's next certificate is registered.
     *
     * @param wanted {@code renew} or {@code add}
     * @param subject of the certificate in use here
     */
    public record NewCertificate(
            String wanted, String address, String subject, String serial, List<Problem> problems) {}

    /** Where the next certificate is presented, and its code typed. */
    public record NewCertificateCode(String link, List<Problem> problems) {
        public Optional<Sentence> problem(String field) {
            return Problem.of(problems, field);
        }
    }

    /** What was presented, to be confirmed by the owner. */
    public record NewCertificateConfirm(String code, String wanted, String address, Shown shown) {}

    /**
     * The next certificate is registered.
     *
     * @param overlap until when the one in use here goes on; empty where it does not
     */
    public record CertificateRegistered(String subject, String serial, String until, String overlap) {}

    /**
     * At the certificate door, with an owner's next certificate.
     *
     * @param token of the hand-over
     * @param shown empty where no certificate was presented
     * @param objection why it cannot be registered
     * @param again this page, to be asked again
     */
    public record PresentOwn(
            String token,
            String address,
            String name,
            Optional<Shown> shown,
            Optional<Sentence> objection,
            String again) {}

    /** The code to be typed where the owner is signed in. */
    public record PresentedOwn(String code, String address) {}

    /** Where somebody without a certificate is verified. */
    public record Lost(List<Problem> problems) {}

    /** What is theirs. */
    public record LostCertificates(List<LostCertificate> certificates, List<Problem> problems) {}

    /** A certificate of an account of theirs. */
    public record LostCertificate(String id, String account, String subject, String serial, BindingState state) {
        /** Whether it can be suspended. */
        public boolean opens() {
            return state == BindingState.ACTIVE || state == BindingState.SUPERSEDED;
        }
    }

    /**
     * Where a browser seals a certificate's file for another device.
     *
     * @param there where the other device fetches it
     * @param largest octets of the file
     * @param scripts of this page, in this order and no other
     */
    public record MoveSend(String address, URI there, int largest, List<String> scripts) {}

    /**
     * Where the other device fetches and opens it.
     *
     * @param scripts of this page, in this order and no other
     */
    public record MoveTake(List<String> scripts) {}
}
