package io.gongmail.server.admin;

import io.gongmail.store.registry.AgencyUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "unit", mixinStandardHelpOptions = true, description = "The units of an agency, a tree.")
final class AgencyUnitCommands {
    private final Commands.Context context;

    AgencyUnitCommands(Commands.Context context) {
        this.context = context;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists units, each followed by those below it.")
    int list(@Mixin Report report, @Parameters(paramLabel = "CODE") String agency) {
        context.services().registry().units().list(agency).forEach(unit -> report.row(facts(unit)));
        return 0;
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds a unit, or changes it to this.")
    int add(
            @Mixin Report report,
            @Parameters(paramLabel = "CODE") String agency,
            @Parameters(paramLabel = "UNIT") String code,
            @Option(names = "--name", required = true) String name,
            @Option(
                            names = "--above",
                            paramLabel = "UNIT",
                            defaultValue = "",
                            description = "The code of the unit it belongs to; the top by default.")
                    String above) {
        AgencyUnit unit = new AgencyUnit(code, name, above);
        context.services().registry().units().put(agency, unit, Commands.ACTOR);
        report.whole(facts(unit));
        return 0;
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes a unit with none below it.")
    int remove(
            @Mixin Report report,
            @Parameters(paramLabel = "CODE") String agency,
            @Parameters(paramLabel = "UNIT") String code) {
        return context.services().registry().units().remove(agency, code, Commands.ACTOR)
                ? report.done(code + " is removed")
                : report.couldNot("there is no unit " + code);
    }

    private static Map<String, Object> facts(AgencyUnit unit) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("code", unit.code());
        facts.put("name", unit.name());
        facts.put("above", unit.above());
        return facts;
    }
}
