package io.gongmail.server.admin;

import io.gongmail.pki.PeerCertificate;
import io.gongmail.pki.possession.Challenge;
import io.gongmail.server.enrollment.Enrollment;
import io.gongmail.server.session.EndReason;
import io.gongmail.server.signin.PasswordOutcome;
import io.gongmail.server.signin.Passwords;
import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.AccountState;
import io.gongmail.store.registry.AccountType;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Application;
import io.gongmail.store.registry.ApplicationId;
import io.gongmail.store.registry.GivenConsent;
import io.gongmail.store.registry.Role;
import io.gongmail.store.registry.StoredPassword;
import io.gongmail.store.registry.VerifiedPerson;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "account", mixinStandardHelpOptions = true, description = "Accounts of people.")
final class AccountCommands {
    private final Commands.Context context;

    AccountCommands(Commands.Context context) {
        this.context = context;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists accounts by address.")
    int list(
            @Mixin Report report,
            @Option(names = "--after", paramLabel = "ADDRESS", defaultValue = "", description = "Those after it.")
                    String after,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many.")
                    int limit) {
        context.services().registry().accounts().list(after, Math.max(1, Math.min(limit, 1_000))).stream()
                .map(Facts::of)
                .forEach(report::row);
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows an account.")
    int show(@Mixin Report report, @Parameters(paramLabel = "ADDRESS") Address address) {
        Optional<Account> account = context.services().registry().accounts().find(address);
        if (account.isEmpty()) {
            return report.couldNot("there is no account " + address);
        }
        Map<String, Object> facts = new LinkedHashMap<>(Facts.of(account.get()));
        Optional<StoredPassword> password =
                context.services().registry().accounts().password(address);
        facts.put("password", password.isPresent() ? "set" : "not set");
        password.ifPresent(stored -> {
            facts.put("passwordSet", stored.since().toString());
            context.services()
                    .passwords()
                    .policy()
                    .end(stored.since())
                    .ifPresent(end -> facts.put("passwordEnds", end.toString()));
        });
        context.services()
                .registry()
                .dormancy()
                .lastSign(address)
                .ifPresent(last -> facts.put("lastSignOfLife", last.toString()));
        facts.putAll(Facts.ofLife(context.services().registry(), address));
        report.whole(facts);
        return 0;
    }

    @Command(
            name = "first-administrator",
            mixinStandardHelpOptions = true,
            description = "Opens the account of the first administrator or reviewer, with their certificate.")
    int firstAdministrator(
            @Mixin Report report,
            @Option(names = "--certificate", required = true, paramLabel = "FILE", description = "PEM or DER.")
                    String certificate,
            @Option(names = "--name", required = true, description = "The real name.") String name,
            @Option(names = "--address", required = true, description = "The address wished for.") Address address,
            @Option(names = "--agency", required = true, paramLabel = "CODE", description = "The agency's code.")
                    String agency,
            @Option(names = "--position", defaultValue = "", description = "The position.") String position,
            @Option(
                            names = "--role",
                            split = ",",
                            defaultValue = "administrator,reviewer",
                            description = "One or both of ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
                    List<Role> roles)
            throws CertificateException {
        List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(context.octets("certificate")))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
        if (chain.isEmpty()) {
            return report.couldNot(certificate + ": holds no certificate");
        }
        Set<Role> asked = EnumSet.copyOf(roles);
        return report.told(
                context.services().words(),
                context.services()
                        .firstAdministrator()
                        .open(
                                name,
                                new Enrollment.Wish(AccountType.OFFICIAL, agency, position, address.toString()),
                                PeerCertificate.of(chain),
                                asked),
                account -> report.whole(Facts.of(account)));
    }

    @Command(name = "grant", mixinStandardHelpOptions = true, description = "Gives an account a role.")
    int grant(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--role", required = true, description = "${COMPLETION-CANDIDATES}.") Role role) {
        return changed(
                report,
                context.services().registry().accounts().grant(address, role, Commands.ACTOR),
                "has it, is closed, or there is none: " + address);
    }

    @Command(name = "withdraw", mixinStandardHelpOptions = true, description = "Takes a role from an account.")
    int withdraw(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--role", required = true, description = "${COMPLETION-CANDIDATES}.") Role role) {
        return changed(
                report,
                context.services().registry().accounts().withdraw(address, role, Commands.ACTOR),
                "has it not, is closed, or there is none: " + address);
    }

    @Command(
            name = "suspend",
            mixinStandardHelpOptions = true,
            description = "Suspends an account; its sessions end at once.")
    int suspend(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--reason", required = true) String reason) {
        return changed(
                report,
                context.services().registry().accounts().suspend(address, Commands.ACTOR, reason),
                "not active, or there is none: " + address);
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Makes a suspended account active.")
    int resume(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--reason", required = true) String reason) {
        return changed(
                report,
                context.services().registry().accounts().resume(address, Commands.ACTOR, reason),
                "not suspended, or there is none: " + address);
    }

    @Command(
            name = "close",
            mixinStandardHelpOptions = true,
            description = "Closes an account for ever; its sessions end at once.")
    int close(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--reason", required = true) String reason) {
        return changed(
                report,
                context.services().registry().accounts().close(address, Commands.ACTOR, reason),
                "closed already, or there is none: " + address);
    }

    @Command(
            name = "consent",
            mixinStandardHelpOptions = true,
            description = "What the holder has agreed to; gives or withdraws what is optional, in the holder's name.")
    int consent(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(
                            names = "--give",
                            paramLabel = "VERSION",
                            defaultValue = "",
                            description = "As 'application terms' tells it.")
                    String version,
            @Option(names = "--withdraw", paramLabel = "TEXT", defaultValue = "", description = "By its name.")
                    String name) {
        Optional<ApplicationId> id =
                context.services().registry().applications().ofAccount(address).map(Application::id);
        if (id.isEmpty()) {
            return report.couldNot("no account " + address + " that was applied for");
        }
        Enrollment enrollment = context.services().enrollment();
        Ruling<List<GivenConsent>> outcome = Ruling.granted(enrollment.consents(id.get()));
        if (!version.isEmpty()) {
            outcome = enrollment.giveConsent(id.get(), version, Commands.ACTOR);
        } else if (!name.isEmpty()) {
            outcome = enrollment.withdrawConsent(id.get(), name, Commands.ACTOR);
        }
        return report.told(
                context.services().words(),
                outcome,
                all -> all.forEach(consent -> report.row(DossierFacts.of(consent))));
    }

    @Command(
            name = "consented",
            mixinStandardHelpOptions = true,
            description = "Lists active accounts whose holders agree to an optional text, such as news.")
    int consented(
            @Mixin Report report,
            @Parameters(paramLabel = "TEXT") String name,
            @Option(names = "--after", paramLabel = "ADDRESS", defaultValue = "", description = "Those after it.")
                    String after,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "1000", description = "At most so many.")
                    int limit) {
        context.services().registry().consents().accounts(name, after, Math.max(1, Math.min(limit, 1_000))).stream()
                .map(account -> Map.of("address", account.toString()))
                .forEach(report::row);
        return 0;
    }

    @Command(
            name = "password",
            mixinStandardHelpOptions = true,
            description = {
                "Sets the password of one's own account by signing the server's one-time challenge.",
                "Where there is one that has not ended, it is needed as well.",
                "The key stays here; the password is read from the console, or from --password-file (- is standard input)."
            })
    int password(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS") Address address,
            @Mixin SigningOptions signing,
            @Option(names = "--password-file", paramLabel = "FILE", defaultValue = "", description = "Its first line.")
                    String passwordFile,
            @Option(
                            names = "--present-password-file",
                            paramLabel = "FILE",
                            defaultValue = "",
                            description = "The present password: its first line.")
                    String presentFile) {
        Passwords passwords = context.services().passwords();
        String nonce = context.input().getOrDefault("nonce", "");
        char[] present = context.input().getOrDefault("present", "").toCharArray();
        char[] password = context.input().getOrDefault("password", "").toCharArray();
        PasswordOutcome outcome = present.length == 0
                ? passwords.set(nonce, context.octets("signed"), password)
                : passwords.change(nonce, context.octets("signed"), present, password);
        return told(report, address, outcome);
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Starts identity verification of the account's owner and tells the provider's page;",
                "with --finish takes its result, which counts for half an hour and one 'account reset-password'."
            })
    int verify(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--method", defaultValue = "mobile", description = "mobile or i-pin.") String method,
            @Option(names = "--finish") boolean finish) {
        Enrollment enrollment = context.services().enrollment();
        if (!finish) {
            return report.told(
                    context.services().words(),
                    enrollment.beginOwnerVerification(address, method),
                    verification -> report.whole(Facts.of(verification)));
        }
        return enrollment
                .completeOwnerVerification(address)
                .fold(
                        person -> verified(report, address, person),
                        refused -> report.couldNot(context.services().words(), refused.code(), refused.facts()));
    }

    private int verified(Report report, Address address, VerifiedPerson person) {
        Optional<PasswordOutcome.Refused> refused =
                context.services().passwords().verified(address, person);
        return refused.isPresent()
                ? report.couldNot(
                        context.services().words(),
                        refused.get().code(),
                        refused.get().facts())
                : report.done("the owner of " + address + " is verified");
    }

    @Command(
            name = "reset-password",
            mixinStandardHelpOptions = true,
            description = {
                "Sets a password in place of a forgotten one, after 'account verify', by signing a challenge.",
                "The key stays here; the password is read from the console, or from --password-file (- is standard input)."
            })
    int resetPassword(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS") Address address,
            @Mixin SigningOptions signing,
            @Option(names = "--password-file", paramLabel = "FILE", defaultValue = "", description = "Its first line.")
                    String passwordFile) {
        return told(
                report,
                address,
                context.services()
                        .passwords()
                        .reset(
                                context.input().getOrDefault("nonce", ""),
                                context.octets("signed"),
                                context.input().getOrDefault("password", "").toCharArray()));
    }

    @Command(
            name = "clear-password",
            mixinStandardHelpOptions = true,
            description = {
                "Takes a forgotten password away where the owner cannot be verified, as of an account opened by hand:",
                "the certificate alone sets the next one. Be sure of who asks. For others: 'account verify'."
            })
    int clearPassword(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--reason", required = true) String reason) {
        Optional<PasswordOutcome.Refused> refused =
                context.services().passwords().clear(address, Commands.ACTOR, reason);
        return refused.isPresent()
                ? report.couldNot(
                        context.services().words(),
                        refused.get().code(),
                        refused.get().facts())
                : report.done("password of " + address + " is taken away");
    }

    private int told(Report report, Address address, PasswordOutcome outcome) {
        return outcome.fold(
                set -> report.done("password of " + address + " is set"),
                refused -> report.couldNot(context.services().words(), refused.code(), refused.facts()));
    }

    @Command(
            name = "challenge",
            mixinStandardHelpOptions = true,
            description = "A challenge to sign for 'account password'.")
    int challenge(@Mixin Report report, @Parameters(paramLabel = "ADDRESS") Address address) {
        Challenge challenge = context.services().passwords().challenge(address);
        report.whole(Map.of("challenge", challenge.text()));
        return 0;
    }

    private int changed(Report report, Optional<Account> account, String otherwise) {
        if (account.isEmpty()) {
            return report.couldNot(otherwise);
        }
        if (account.get().state() != AccountState.ACTIVE) {
            context.services().sessions().endAccount(account.get().address(), EndReason.ACCOUNT_CLOSED);
        }
        report.whole(Facts.of(account.get()));
        return 0;
    }
}
