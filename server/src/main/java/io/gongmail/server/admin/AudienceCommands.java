package io.gongmail.server.admin;

import io.gongmail.server.notice.audience.Audience;
import io.gongmail.server.notice.audience.Audiences;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Registry;
import io.gongmail.store.registry.SavedAudience;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "audience",
        mixinStandardHelpOptions = true,
        description = {
            "Whom notices may be addressed to. An expression is put together of",
            "all, agency:CODE, unit:CODE/UNIT (with those below it), role:NAME (reviewer, administrator, helpdesk, official,",
            "representative), position:TEXT or position:\"TEXT\", list:NAME, names of saved audiences and single addresses,",
            "by & (in both), | or + (in one of them), - (not in) and parentheses: moe & teachers - retired. An agency addresses its",
            "own people, what is its own, and what it was granted; and any set within one of these."
        })
final class AudienceCommands {
    private static final int AT_ONCE = 1_000;

    private final Commands.Context context;

    AudienceCommands(Commands.Context context) {
        this.context = context;
    }

    private Registry registry() {
        return context.services().registry();
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the audiences that are saved.")
    int list(
            @Mixin Report report,
            @Option(
                            names = "--agency",
                            paramLabel = "CODE",
                            defaultValue = "",
                            description = "Those alone that the agency may address.")
                    String agency) {
        registry().audiences().list("", AT_ONCE).stream()
                .filter(saved -> agency.isEmpty() || registry().audienceGrants().may(agency, saved.name()))
                .forEach(saved -> report.row(facts(saved)));
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one, and who may address it.")
    int show(@Mixin Report report, @Parameters(paramLabel = "NAME") String name) {
        Optional<SavedAudience> saved = registry().audiences().find(name);
        if (saved.isEmpty()) {
            return report.couldNot(context.services().words(), "G-933", Map.of("name", name));
        }
        Map<String, Object> facts = facts(saved.get());
        facts.put("granted", registry().audienceGrants().of(name));
        facts.put("saved", saved.get().saved().toString());
        facts.put("by", saved.get().savedBy());
        if (saved.get().expression().isEmpty()) {
            facts.put(
                    "members",
                    registry().audiences().members(name).stream()
                            .map(Address::toString)
                            .toList());
        }
        report.whole(facts);
        return 0;
    }

    @Command(
            name = "save",
            mixinStandardHelpOptions = true,
            description = {
                "Saves what a name means, an expression or a list of addresses, and tells how many are in it now. Mail for",
                "notice+NAME@ a domain served here is for them then; who may address it stays as it was."
            })
    int save(
            @Mixin Report report,
            @Parameters(index = "0", paramLabel = "NAME") String name,
            @Parameters(index = "1", paramLabel = "EXPRESSION", arity = "0..1", defaultValue = "") String expression,
            @Option(
                            names = "--list",
                            paramLabel = "FILE",
                            defaultValue = "",
                            description = "Addresses, one a line; in the place of an expression.")
                    String list,
            @Option(
                            names = "--agency",
                            paramLabel = "CODE",
                            defaultValue = "",
                            description = "Whose it is; the installation's by default.")
                    String agency) {
        Audiences audiences = context.services().audiences();
        if (expression.isEmpty() == list.isEmpty()) {
            return report.couldNot("one of EXPRESSION and --list");
        }
        if (!list.isEmpty()) {
            List<Address> members = addresses();
            audiences.save(name, agency, members, Commands.ACTOR);
            return report.done(name + " is saved, with " + members.size());
        }
        return report.told(
                context.services().words(),
                audiences.save(name, agency, expression, Commands.ACTOR),
                audience -> report.done(name + " is saved, with " + audience.size()));
    }

    private List<Address> addresses() {
        List<Address> addresses = new ArrayList<>();
        int number = 0;
        for (String line : new String(context.packed("list"), StandardCharsets.UTF_8).split("\r?\n", -1)) {
            number++;
            if (!line.isBlank()) {
                int which = number;
                addresses.add(Address.parse(line.strip())
                        .orElseThrow(() -> new IllegalArgumentException("line " + which + " is not an address")));
            }
        }
        return addresses;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Forgets what a name means.")
    int remove(@Mixin Report report, @Parameters(paramLabel = "NAME") String name) {
        return registry().audiences().remove(name, Commands.ACTOR)
                ? report.done(name + " is removed")
                : report.couldNot(context.services().words(), "G-933", Map.of("name", name));
    }

    @Command(name = "grant", mixinStandardHelpOptions = true, description = "Lets an agency address it.")
    int grant(
            @Mixin Report report,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "CODE", description = "Of the agency.") String agency) {
        return report.done(
                registry().audienceGrants().give(name, agency, Commands.ACTOR)
                        ? agency + " may address " + name
                        : agency + " may address " + name + " already");
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Lets an agency address it no more.")
    int revoke(
            @Mixin Report report,
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "CODE", description = "Of the agency.") String agency) {
        return registry().audienceGrants().withdraw(name, agency, Commands.ACTOR)
                ? report.done(agency + " may address " + name + " no more")
                : report.couldNot(agency + " was not granted " + name);
    }

    @Command(
            name = "size",
            mixinStandardHelpOptions = true,
            description = "Tells how many are in an audience now, before anything is sent to them.")
    int size(
            @Mixin Report report,
            @Parameters(paramLabel = "EXPRESSION") String expression,
            @Option(
                            names = "--agency",
                            paramLabel = "CODE",
                            defaultValue = "",
                            description = "Who is to address it, if it may.")
                    String agency,
            @Option(names = "--members", description = "And who they are.") boolean members) {
        Audiences audiences = context.services().audiences();
        return report.told(
                context.services().words(),
                agency.isEmpty() ? audiences.resolved(expression) : audiences.resolved(expression, agency),
                audience -> told(report, audience, members));
    }

    private static void told(Report report, Audience audience, boolean members) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("expression", audience.expression());
        facts.put("size", audience.size());
        if (members) {
            facts.put(
                    "members",
                    audience.members().stream().map(Address::toString).toList());
        }
        report.whole(facts);
    }

    private static Map<String, Object> facts(SavedAudience saved) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", saved.name());
        facts.put("agency", saved.agency());
        facts.put("expression", saved.expression().orElse(""));
        return facts;
    }
}
