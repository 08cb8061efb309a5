package io.gongmail.server.admin;

import io.gongmail.server.agency.ListEncoding;
import io.gongmail.server.agency.Listed;
import io.gongmail.server.enrollment.BulkApproval;
import io.gongmail.server.enrollment.Dossier;
import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.enrollment.Review;
import io.gongmail.server.words.Ruling;
import io.gongmail.server.words.Words;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationFilter;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.ApplicationState;
import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.QueueFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "application",
        mixinStandardHelpOptions = true,
        description = {
            "Requests for accounts: open, consent, verify, complete, submit; then approve, return or reject. For another",
            "certificate of an account that is open: renew in place of complete."
        })
final class ApplicationCommands {
    private final Commands.Context context;

    ApplicationCommands(Commands.Context context) {
        this.context = context;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists applications, the oldest first.")
    int list(
            @Mixin Report report,
            @Option(names = "--state", split = ",", description = "In one of these: ${COMPLETION-CANDIDATES}.")
                    List<ApplicationState> states,
            @Option(names = "--agency", paramLabel = "CODE", defaultValue = "") String agency,
            @Option(names = "--after", paramLabel = "ID", defaultValue = "", description = "Those after it.")
                    String after,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many.")
                    int limit) {
        context
                .services()
                .registry()
                .applications()
                .list(new ApplicationFilter(
                        states == null ? Set.of() : Set.copyOf(states),
                        agency,
                        after,
                        Math.max(1, Math.min(limit, 1_000))))
                .stream()
                .map(Facts::of)
                .forEach(report::row);
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "Shows an application with the evidence for each of its facts: how the certificate is judged now, how the applicant",
                "compares with the agency's roster, earlier applications of the same person, and its history."
            })
    int show(
            @Mixin Report report,
            @Parameters(paramLabel = "ID") ApplicationId id,
            @Option(
                            names = "--unmasked",
                            description = "Name, telephone number and date of birth in clear; the audit trail says so.")
                    boolean unmasked) {
        Dossier.Sight sight = unmasked ? Dossier.Sight.ALL : Dossier.Sight.MASKED;
        return report.told(
                context.services().words(), context.services().review().dossier(id, sight), dossier -> {
                    if (unmasked && dossier.person().isPresent()) {
                        context.services()
                                .registry()
                                .audit()
                                .record(new AuditEvent("personal-data.shown", Commands.ACTOR, id.toString()));
                    }
                    report.whole(new DossierFacts(context.services().words()).of(dossier));
                });
    }

    @Command(name = "open", mixinStandardHelpOptions = true, description = "Opens an application and tells its id.")
    int open(@Mixin Report report) {
        report.whole(Facts.of(context.services().enrollment().open()));
        return 0;
    }

    @Command(name = "terms", mixinStandardHelpOptions = true, description = "The texts to consent to.")
    int terms(@Mixin Report report) {
        Enrollment enrollment = context.services().enrollment();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("terms", enrollment.terms().version());
        facts.put("privacy", enrollment.privacy().version());
        enrollment.texts().stream()
                .filter(text -> !text.required())
                .forEach(text -> facts.put(text.name(), text.version()));
        enrollment.texts().forEach(text -> facts.put(text.name() + "Text", text.text()));
        report.whole(facts);
        return 0;
    }

    @Command(name = "consent", mixinStandardHelpOptions = true, description = "Consents to the texts, by version.")
    int consent(
            @Mixin Report report,
            @Parameters(paramLabel = "ID") ApplicationId id,
            @Option(names = "--terms", required = true, paramLabel = "VERSION") String terms,
            @Option(names = "--privacy", required = true, paramLabel = "VERSION") String privacy,
            @Option(
                            names = "--optional",
                            split = ",",
                            paramLabel = "VERSION",
                            description = "Of texts that are not required.")
                    List<String> optional) {
        List<String> versions = new ArrayList<>(List.of(terms, privacy));
        versions.addAll(optional == null ? List.of() : optional);
        return told(report, context.services().enrollment().consent(id, versions));
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Starts identity verification and tells the provider's page;",
                "with --finish takes its result."
            })
    int verify(
            @Mixin Report report,
            @Parameters(paramLabel = "ID") ApplicationId id,
            @Option(names = "--method", defaultValue = "mobile", description = "mobile or i-pin.") String method,
            @Option(names = "--finish") boolean finish) {
        if (finish) {
            return told(report, context.services().enrollment().completeVerification(id));
        }
        return report.told(
                context.services().words(),
                context.services().enrollment().beginVerification(id, method),
                verification -> report.whole(Facts.of(verification)));
    }

    @Command(
            name = "contact",
            mixinStandardHelpOptions = true,
            description = "Sets the mail address where the applicant is told how it goes; without one, removes it.")
    int contact(
            @Mixin Report report,
            @Parameters(index = "0", paramLabel = "ID") ApplicationId id,
            @Parameters(index = "1", arity = "0..1", paramLabel = "ADDRESS", defaultValue = "") String address) {
        return report.told(
                context.services().words(),
                context.services().enrollment().contact(id, address),
                masked -> report.done(masked.isEmpty() ? "removed" : masked));
    }

    @Command(name = "challenge", mixinStandardHelpOptions = true, description = "A challenge to sign for 'complete'.")
    int challenge(@Mixin Report report, @Parameters(paramLabel = "ID") ApplicationId id) {
        return report.told(
                context.services().words(),
                context.services().enrollment().challenge(id),
                challenge -> report.whole(Map.of("challenge", challenge.text())));
    }

    @Command(
            name = "complete",
            mixinStandardHelpOptions = true,
            description = "Adds agency, address and certificate; signs the challenge here, the key does not leave.")
    int complete(
            @Mixin Report report,
            @Parameters(paramLabel = "ID") ApplicationId id,
            @Mixin SigningOptions signing,
            @Option(names = "--type", defaultValue = "official", description = "${COMPLETION-CANDIDATES}.")
                    AccountType type,
            @Option(names = "--agency", required = true, paramLabel = "CODE") String agency,
            @Option(names = "--position", defaultValue = "") String position,
            @Option(names = "--unit", defaultValue = "", description = "The unit's name.") String unit,
            @Option(names = "--staff-number", defaultValue = "") String staffNumber,
            @Option(names = "--address", required = true, paramLabel = "ADDRESS") String address) {
        Enrollment.Wish wish = new Enrollment.Wish(type, agency, position, address, unit, staffNumber);
        return told(report, context.services().enrollment().complete(id, wish, context.octets("signed")));
    }

    @Command(
            name = "renew",
            mixinStandardHelpOptions = true,
            description = {
                "In place of 'complete': asks for another certificate for an open account of the person who was verified, where",
                "the old one cannot sign for it ('binding renew'): it ended, is lost, or names its holder otherwise."
            })
    int renew(
            @Mixin Report report,
            @Parameters(paramLabel = "ID") ApplicationId id,
            @Mixin SigningOptions signing,
            @Option(names = "--address", required = true, paramLabel = "ADDRESS", description = "The account's.")
                    String address,
            @Option(
                            names = "--replaces",
                            paramLabel = "ID",
                            defaultValue = "",
                            description = "The binding whose place it takes, where the account has several.")
                    String replaced) {
        return told(
                report,
                context.services()
                        .enrollment()
                        .complete(id, new Enrollment.Replacement(address, replaced), context.octets("signed")));
    }

    @Command(name = "submit", mixinStandardHelpOptions = true, description = "Hands it in for a decision.")
    int submit(@Mixin Report report, @Parameters(paramLabel = "ID") ApplicationId id) {
        return told(report, context.services().enrollment().submit(id));
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = "Approves, in the name of a reviewer, and opens the account.")
    int approve(
            @Mixin Report report,
            @Parameters(paramLabel = "ID") ApplicationId id,
            @Option(names = "--by", required = true, paramLabel = "ADDRESS", description = "The reviewer.") Address by,
            @Option(names = "--reason", defaultValue = "") String reason) {
        Words words = context.services().words();
        return context.services()
                .review()
                .approve(id, by, reason)
                .then(context.services().provisioning()::provision)
                .fold(
                        account -> {
                            report.whole(Facts.of(account));
                            return 0;
                        },
                        // The first approval of two is what was asked for.
                        refused -> refused.code().equals("G-347")
                                ? report.done(words.sentence("G-347").both())
                                : report.couldNot(words, refused.code(), refused.facts()));
    }

    @Command(
            name = "approve-list",
            mixinStandardHelpOptions = true,
            description = {
                "Approves what an agency's list (CSV) names, each apart. Its first line names its columns: application",
                "(신청번호), staff-number (사번) or name (성명). Exits 1 when one was stopped."
            })
    int approveList(
            @Mixin Report report,
            @Parameters(paramLabel = "FILE") String file,
            @Option(names = "--agency", required = true, paramLabel = "CODE") String agency,
            @Option(names = "--by", required = true, paramLabel = "ADDRESS", description = "The reviewer.") Address by,
            @Option(names = "--reason", defaultValue = "") String reason,
            @Option(names = "--dry-run", description = "Tells what would happen, and why not; changes nothing.")
                    boolean dryRun,
            @Option(
                            names = "--encoding",
                            defaultValue = "detect",
                            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
                    ListEncoding encoding) {
        BulkApproval approvals = context.services().bulkApproval();
        byte[] octets = context.packed("list");
        Words words = context.services().words();
        Listed<List<BulkApproval.Line>> lines = dryRun
                ? approvals.tried(agency, octets, encoding, by)
                : approvals.done(agency, octets, encoding, by, reason);
        int read = report.told(words, lines, all -> all.forEach(line -> report.row(facts(words, line))));
        return read == 0 && lines.fold(ApplicationCommands::isAnyStopped, faulty -> true) ? 1 : read;
    }

    private static boolean isAnyStopped(List<BulkApproval.Line> lines) {
        return lines.stream().anyMatch(line -> line.result() == BulkApproval.Result.STOPPED);
    }

    private static Map<String, Object> facts(Words words, BulkApproval.Line line) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("line", line.number());
        facts.put("result", line.result().name());
        facts.put("application", line.application().map(ApplicationId::toString).orElse(""));
        facts.put(
                "why",
                line.why()
                        .map(told -> words.sentence(told.code(), told.facts()).text())
                        .orElse(""));
        return facts;
    }

    @Command(
            name = "queue",
            mixinStandardHelpOptions = true,
            description =
                    "Lists what waits for a decision, longest first, and whether it is in time, due soon or late.")
    int queue(
            @Mixin Report report,
            @Option(names = "--state", split = ",", description = "In one of these; default: SUBMITTED.")
                    List<ApplicationState> states,
            @Option(names = "--agency", paramLabel = "CODE", defaultValue = "") String agency,
            @Option(names = "--type", split = ",", description = "For one of these: ${COMPLETION-CANDIDATES}.")
                    List<AccountType> types,
            @Option(
                            names = "--waiting-hours",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "Those that have waited so long, or longer.")
                    int hours,
            @Option(names = "--after", paramLabel = "ID", defaultValue = "", description = "Those after it.")
                    String after,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many.")
                    int limit) {
        Review review = context.services().review();
        QueueFilter filter = new QueueFilter(
                states == null ? Set.of() : Set.copyOf(states),
                agency,
                types == null ? Set.of() : Set.copyOf(types),
                review.waitingSince(Duration.ofHours(Math.max(0, hours))),
                after,
                Math.max(1, Math.min(limit, 1_000)));
        review.queue(filter, Dossier.Sight.MASKED).forEach(entry -> report.row(DossierFacts.of(entry)));
        return 0;
    }

    @Command(
            name = "provision",
            mixinStandardHelpOptions = true,
            description = "Opens the accounts of all that are approved and were not provisioned for a fault.")
    int provision(@Mixin Report report) {
        return report.done(context.services().provisioning().resume() + " provisioned");
    }

    @Command(name = "return", mixinStandardHelpOptions = true, description = "Gives it back to be completed again.")
    int giveBack(
            @Mixin Report report,
            @Parameters(paramLabel = "ID") ApplicationId id,
            @Option(names = "--by", required = true, paramLabel = "ADDRESS", description = "The reviewer.") Address by,
            @Option(names = "--reason", required = true) String reason) {
        return told(report, context.services().review().giveBack(id, by, reason));
    }

    @Command(name = "reject", mixinStandardHelpOptions = true, description = "Decides against it, for ever.")
    int reject(
            @Mixin Report report,
            @Parameters(paramLabel = "ID") ApplicationId id,
            @Option(names = "--by", required = true, paramLabel = "ADDRESS", description = "The reviewer.") Address by,
            @Option(names = "--reason", required = true) String reason) {
        return told(report, context.services().review().reject(id, by, reason));
    }

    private <T extends Application> int told(Report report, Ruling<T> outcome) {
        return report.told(context.services().words(), outcome, application -> report.whole(Facts.of(application)));
    }
}
