package io.gongmail.server.admin;

import io.gongmail.pki.CertificateKeys;
import io.gongmail.server.enrollment.Certificates;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.Bindings;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "binding",
        mixinStandardHelpOptions = true,
        description = "Links between certificates and accounts. Changes act at once, on open sessions too.")
final class BindingCommands {
    private final Commands.Context context;

    BindingCommands(Commands.Context context) {
        this.context = context;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description =
                    "Lists the bindings of an account, suspended, replaced and revoked ones too, the oldest first.")
    int list(@Mixin Report report, @Parameters(paramLabel = "ADDRESS|ID") String whose) {
        return shown(report, whose);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows the binding of an id, or those of an account.")
    int show(@Mixin Report report, @Parameters(paramLabel = "ADDRESS|ID") String whose) {
        return shown(report, whose);
    }

    private int shown(Report report, String whose) {
        List<Binding> found = bindings(whose);
        found.stream().map(Facts::of).forEach(report::thing);
        return found.isEmpty() ? report.couldNot("no binding of " + whose) : 0;
    }

    @Command(
            name = "renew",
            mixinStandardHelpOptions = true,
            description = {
                "Puts a new certificate in the place of an active one of one's own account, by signing the server's one-time",
                "challenge with both. The keys stay here. The old one goes on for [enrollment] overlap."
            })
    int renew(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS") Address address,
            @Mixin SigningOptions signing,
            @Mixin NewKeyOptions fresh) {
        return registered(report);
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Puts a new certificate beside an active one of one's own account, as for another device, by signing the",
                "server's one-time challenge with both. [enrollment] says how many an account may have."
            })
    int add(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS") Address address,
            @Mixin SigningOptions signing,
            @Mixin NewKeyOptions fresh) {
        return registered(report);
    }

    private int registered(Report report) {
        return report.told(
                context.services().words(),
                context.services()
                        .certificates()
                        .register(
                                context.input().getOrDefault("nonce", ""),
                                context.octets("signed"),
                                context.octets("signed-new")),
                binding -> report.whole(Facts.of(binding)));
    }

    @Command(
            name = "challenge",
            mixinStandardHelpOptions = true,
            description = "A challenge to sign for 'binding renew' and 'binding add'.")
    int challenge(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS") Address address,
            @Option(names = "--to", required = true, description = "${COMPLETION-CANDIDATES}.")
                    Certificates.Wanted wanted,
            @Option(
                            names = "--certificate",
                            required = true,
                            paramLabel = "SHA256",
                            description = "Of the new certificate, in hexadecimal.")
                    String certificate) {
        return report.told(
                context.services().words(),
                context.services().certificates().challenge(wanted, address, certificate.toLowerCase(Locale.ROOT)),
                challenge -> report.whole(Map.of("challenge", challenge.text())));
    }

    private interface Change {
        Optional<Binding> of(UUID id, String actor, String reason);
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Revokes for ever.")
    int revoke(
            @Mixin Report report,
            @Mixin WhoseBindings whose,
            @Option(names = "--reason", defaultValue = "revoked by the administrator") String reason)
            throws CertificateException {
        return change(report, whose, reason, context.services().certificates()::revoke);
    }

    @Command(
            name = "suspend",
            mixinStandardHelpOptions = true,
            description = "Suspends until resumed; a lost card by --certificate, whosever it is.")
    int suspend(
            @Mixin Report report,
            @Mixin WhoseBindings whose,
            @Option(names = "--reason", defaultValue = "suspended by the administrator") String reason)
            throws CertificateException {
        return change(report, whose, reason, context.services().certificates()::suspend);
    }

    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Makes suspended ones what they were: active, or replaced and in their overlap.")
    int resume(
            @Mixin Report report,
            @Mixin WhoseBindings whose,
            @Option(names = "--reason", defaultValue = "resumed by the administrator") String reason)
            throws CertificateException {
        return change(report, whose, reason, context.services().certificates()::resume);
    }

    private int change(Report report, WhoseBindings whose, String reason, Change change) throws CertificateException {
        int changed = 0;
        for (Binding binding : bindings(whose)) {
            Optional<Binding> now = change.of(binding.id(), Commands.ACTOR, reason);
            if (now.isPresent()) {
                changed++;
                report.thing(Facts.of(now.get()));
            }
        }
        return changed == 0 ? report.couldNot("no binding of " + whose.told() + " is in a state for that") : 0;
    }

    private List<Binding> bindings(WhoseBindings whose) throws CertificateException {
        if (whose.certificate().isEmpty()) {
            return bindings(whose.whose());
        }
        Bindings all = context.services().registry().bindings();
        return all.ofCertificate(sha256(whose.certificate())).stream().toList();
    }

    private String sha256(String named) throws CertificateException {
        if (isSha256(named)) {
            return named.toLowerCase(Locale.ROOT);
        }
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(context.octets("certificate")));
        return CertificateKeys.of(certificate).certificateSha256();
    }

    static boolean isSha256(String text) {
        return text.matches("[0-9A-Fa-f]{64}");
    }

    private List<Binding> bindings(String whose) {
        if (whose.contains("@")) {
            return Address.parse(whose)
                    .map(address -> context.services().registry().bindings().of(address))
                    .orElse(List.of());
        }
        try {
            return context.services().registry().bindings().find(UUID.fromString(whose)).stream()
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
