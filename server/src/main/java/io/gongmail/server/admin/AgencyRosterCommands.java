package io.gongmail.server.admin;

import io.gongmail.server.agency.ListEncoding;
import io.gongmail.server.agency.Listed;
import io.gongmail.server.agency.RosterImport;
import io.gongmail.store.registry.Agency;
import io.gongmail.store.registry.RosterChange;
import io.gongmail.store.registry.RosterEntry;
import io.gongmail.store.registry.Rosters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "roster", mixinStandardHelpOptions = true, description = "The staff of an agency, as it tells.")
final class AgencyRosterCommands {
    private final Commands.Context context;

    AgencyRosterCommands(Commands.Context context) {
        this.context = context;
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "Puts a list (CSV) in the place of the agency's roster. Its first line names its columns: name (성명), unit",
                "(부서), position (직위), staff-number (사번), mail (메일); all but the name may be missing. Where the agency has",
                "units, each unit must be one of them. With any fault nothing is changed."
            })
    int bring(
            @Mixin Report report,
            @Parameters(index = "0", paramLabel = "CODE") String code,
            @Parameters(index = "1", paramLabel = "FILE") String file,
            @Option(names = "--dry-run", description = "Tells what would change, and changes nothing.") boolean dryRun,
            @Option(
                            names = "--encoding",
                            defaultValue = "detect",
                            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
                    ListEncoding encoding) {
        Optional<Agency> agency = context.services().registry().agencies().find(code);
        if (agency.isEmpty()) {
            return report.couldNot(context.services().words(), "G-331", Map.of());
        }
        RosterImport rosters = context.services().rosterImport();
        byte[] octets = context.packed("list");
        Listed<RosterChange> outcome = dryRun
                ? rosters.tried(agency.get(), octets, encoding)
                : rosters.done(agency.get(), octets, encoding, Commands.ACTOR);
        return report.told(context.services().words(), outcome, change -> tell(report, change, dryRun));
    }

    private static void tell(Report report, RosterChange change, boolean dryRun) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("changes", dryRun ? "none yet" : "done");
        facts.put("size", change.size());
        facts.put("added", change.addedCount());
        facts.put("changed", change.changedCount());
        facts.put("gone", change.goneCount());
        report.whole(facts);
        tell(report, "added", change.added());
        tell(report, "changed", change.changed());
        tell(report, "gone", change.gone());
    }

    private static void tell(Report report, String what, List<RosterEntry> some) {
        some.forEach(entry -> {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("change", what);
            facts.putAll(facts(entry));
            report.row(facts);
        });
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the roster in the order of the import.")
    int list(
            @Mixin Report report,
            @Parameters(paramLabel = "CODE") String code,
            @Option(names = "--after", paramLabel = "N", defaultValue = "0", description = "Those after so many.")
                    int after,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many.")
                    int limit) {
        context.services()
                .registry()
                .rosters()
                .list(code, Math.max(0, after), Math.max(1, Math.min(limit, 1_000)))
                .forEach(entry -> report.row(facts(entry)));
        return 0;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "How many the roster has and since when; with a name or a staff number, who is meant by it.")
    int show(
            @Mixin Report report,
            @Parameters(index = "0", paramLabel = "CODE") String code,
            @Parameters(index = "1", arity = "0..1", paramLabel = "NAME|NUMBER", defaultValue = "") String whom) {
        Rosters rosters = context.services().registry().rosters();
        Optional<Rosters.Standing> standing = rosters.standing(code);
        if (standing.isEmpty()) {
            return report.couldNot("there is no roster of agency " + code);
        }
        if (whom.isEmpty()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("agency", code);
            facts.put("size", standing.get().size());
            facts.put("since", standing.get().at().toString());
            report.whole(facts);
            return 0;
        }
        List<RosterEntry> found = rosters.named(code, whom);
        found.forEach(entry -> report.row(facts(entry)));
        Optional<RosterEntry> numbered = rosters.ofStaffNumber(code, whom);
        numbered.ifPresent(entry -> report.row(facts(entry)));
        return found.isEmpty() && numbered.isEmpty() ? report.couldNot("nobody is meant by " + whom) : 0;
    }

    private static Map<String, Object> facts(RosterEntry entry) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", entry.name());
        facts.put("unit", entry.unit());
        facts.put("position", entry.position());
        facts.put("staffNumber", entry.staffNumber());
        facts.put("mail", entry.mail());
        return facts;
    }
}
