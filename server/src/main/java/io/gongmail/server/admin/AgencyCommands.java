package io.gongmail.server.admin;

import io.gongmail.server.words.Ruling;
import io.gongmail.store.registry.Agency;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "agency",
        mixinStandardHelpOptions = true,
        description = "Organisations, their mail domains, units and staff.")
final class AgencyCommands {
    private final Commands.Context context;

    AgencyCommands(Commands.Context context) {
        this.context = context;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists agencies by code.")
    int list(
            @Mixin Report report,
            @Option(names = "--after", paramLabel = "CODE", defaultValue = "", description = "Those after it.")
                    String after) {
        context.services().registry().agencies().list(after, 1_000).stream()
                .map(Facts::of)
                .forEach(report::row);
        return 0;
    }

    @Command(
            name = "search",
            mixinStandardHelpOptions = true,
            description = "Agencies whose code or name holds a text; those that begin with it first.")
    int search(
            @Mixin Report report,
            @Parameters(paramLabel = "TEXT") String text,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "At most so many, up to 100.")
                    int limit) {
        context.services().registry().agencies().search(text, Math.max(1, Math.min(limit, 100))).stream()
                .map(Facts::of)
                .forEach(report::row);
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows an agency.")
    int show(@Mixin Report report, @Parameters(paramLabel = "CODE") String code) {
        Optional<Agency> agency = context.services().registry().agencies().find(code);
        agency.map(found -> {
                    Map<String, Object> facts = new LinkedHashMap<>(Facts.of(found));
                    facts.putAll(AgencyQuota.facts(context.services(), code));
                    return facts;
                })
                .ifPresent(report::whole);
        return agency.isPresent() ? 0 : report.couldNot(context.services().words(), "G-331", Map.of());
    }

    @Command(
            name = "signing-key",
            mixinStandardHelpOptions = true,
            description = {
                "Shows which certificate signs an agency's notices now, or why none does. Its key is given to the server as a file in",
                "the folder that [notice] signing-keys names."
            })
    int signingKey(@Mixin Report report, @Parameters(paramLabel = "CODE") String code) {
        if (context.services().registry().agencies().find(code).isEmpty()) {
            return report.couldNot(context.services().words(), "G-331", Map.of());
        }
        return report.told(
                context.services().words(),
                context.services()
                        .noticeSigning()
                        .standing(code)
                        .then(found ->
                                found.map(Ruling::granted).orElseGet(() -> Ruling.refused("G-965", "agency", code))),
                certificate -> report.whole(signer(code, certificate)));
    }

    private static Map<String, Object> signer(String agency, X509Certificate certificate) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("agency", agency);
        facts.put("subject", CertificateFacts.name(certificate));
        facts.put("issuer", certificate.getIssuerX500Principal().getName());
        facts.put("serial", certificate.getSerialNumber().toString(16));
        facts.put("notAfter", certificate.getNotAfter().toInstant().toString());
        return facts;
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds an agency, or changes it to this.")
    int add(
            @Mixin Report report,
            @Parameters(paramLabel = "CODE") String code,
            @Option(names = "--name", required = true) String name,
            @Option(names = "--domain", required = true, split = ",", description = "One or more mail domains.")
                    List<String> domains) {
        Agency agency = new Agency(code, name, Set.copyOf(domains));
        context.services().registry().agencies().put(agency, Commands.ACTOR);
        report.whole(Facts.of(agency));
        return 0;
    }
}
