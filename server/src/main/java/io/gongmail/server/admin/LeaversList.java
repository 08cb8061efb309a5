package io.gongmail.server.admin;

import io.gongmail.server.agency.ListEncoding;
import io.gongmail.server.agency.Listed;
import io.gongmail.server.enrollment.Leavers;
import io.gongmail.server.words.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Suspends or closes the accounts that an agency's list (CSV) names, each apart; their sessions end at once. Its first",
            "line names the column: address (메일). Exits 1 when one was stopped."
        })
final class LeaversList implements Callable<Integer> {
    private final Commands.Context context;
    private final Leavers.Wanted wanted;

    @Mixin
    private Report report = new Report();

    @Parameters(paramLabel = "FILE")
    private String file = "";

    @Option(names = "--agency", required = true, paramLabel = "CODE")
    private String agency = "";

    @Option(names = "--reason", required = true)
    private String reason = "";

    @Option(names = "--dry-run", description = "Tells what would happen, and why not; changes nothing.")
    private boolean dryRun;

    @Option(
            names = "--encoding",
            defaultValue = "detect",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private ListEncoding encoding = ListEncoding.DETECT;

    LeaversList(Commands.Context context, Leavers.Wanted wanted) {
        this.context = context;
        this.wanted = wanted;
    }

    @Override
    public Integer call() {
        Leavers leavers = context.services().leavers();
        byte[] octets = context.packed("list");
        Words words = context.services().words();
        Listed<List<Leavers.Line>> lines = dryRun
                ? leavers.tried(wanted, agency, octets, encoding)
                : leavers.done(wanted, agency, octets, encoding, Commands.ACTOR, reason);
        int read = report.told(words, lines, all -> all.forEach(line -> report.row(facts(words, line))));
        boolean anyStopped =
                lines.fold(all -> all.stream().anyMatch(line -> line.stopped().isPresent()), faulty -> true);
        return read == 0 && anyStopped ? 1 : read;
    }

    private Map<String, Object> facts(Words words, Leavers.Line line) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("line", line.number());
        facts.put("result", line.stopped().isPresent() ? "STOPPED" : wanted.name());
        facts.put("address", line.address());
        facts.put(
                "why",
                line.stopped()
                        .map(told -> words.sentence(told.code(), told.facts()).text())
                        .orElse(""));
        return facts;
    }
}
