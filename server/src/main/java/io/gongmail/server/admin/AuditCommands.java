package io.gongmail.server.admin;

import io.gongmail.store.registry.AuditEntry;
import io.gongmail.store.registry.AuditTrail;
import java.util.List;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "What happened, chained so that tampering shows.")
final class AuditCommands {
    private final Commands.Context context;

    AuditCommands(Commands.Context context) {
        this.context = context;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists entries; the last 50 if not told.")
    int list(
            @Mixin Report report,
            @Option(names = "--from", paramLabel = "NUMBER", defaultValue = "0", description = "From this one on.")
                    long from,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many.")
                    int limit) {
        AuditTrail audit = context.services().registry().audit();
        int most = Math.max(1, Math.min(limit, 10_000));
        long first = from > 0 ? from : Math.max(1, audit.lastNumber() - most + 1);
        audit.list(first, most).stream().map(Facts::of).forEach(report::row);
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows one entry.")
    int show(@Mixin Report report, @Parameters(paramLabel = "NUMBER") long number) {
        List<AuditEntry> found = context.services().registry().audit().list(number, 1);
        if (found.isEmpty() || found.get(0).number() != number) {
            return report.couldNot("there is no entry " + number);
        }
        report.whole(Facts.of(found.get(0)));
        return 0;
    }

    @Command(name = "verify", mixinStandardHelpOptions = true, description = "Checks the whole chain.")
    int verify(@Mixin Report report) {
        OptionalLong broken = context.services().registry().audit().verify();
        return broken.isEmpty()
                ? report.done("the chain is whole")
                : report.couldNot("the chain is broken at entry " + broken.getAsLong());
    }
}
