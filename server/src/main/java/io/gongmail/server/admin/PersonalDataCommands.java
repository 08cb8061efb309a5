package io.gongmail.server.admin;

import io.gongmail.store.registry.AuditEvent;
import io.gongmail.store.registry.PersonalRecords;
import io.gongmail.store.registry.Retention;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "personal-data",
        mixinStandardHelpOptions = true,
        description = "The keys that personal data of applicants is sealed with.")
final class PersonalDataCommands {
    private final Commands.Context context;

    PersonalDataCommands(Commands.Context context) {
        this.context = context;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "The key file, the key that seals, and how many applications are sealed with each.")
    int show(@Mixin Report report) {
        PersonalKeyFile keys = context.services().personalKeys();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", keys.file().toString());
        facts.put("sealsBy", keys.sealsBy());
        facts.put("sealedWith", context.services().registry().personal().counts());
        report.whole(facts);
        return 0;
    }

    @Command(
            name = "rotate-key",
            mixinStandardHelpOptions = true,
            description = {
                "Makes another key and seals everything with it, while the server runs. The keys before stay in the file: a",
                "backup from before needs them. Keep a new copy of the file."
            })
    int rotate(@Mixin Report report) throws IOException {
        PersonalKeyFile keys = context.services().personalKeys();
        audit("personal-data.rotation-started", Map.of("key", Integer.toString(keys.sealsBy())));
        PersonalRecords.Rewriting rewriting = keys.rotate();
        audit(
                "personal-data.key-rotated",
                Map.of(
                        "key", Integer.toString(keys.sealsBy()),
                        "rewritten", Long.toString(rewriting.rewritten()),
                        "unreadable", Long.toString(rewriting.unreadable())));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("sealsBy", keys.sealsBy());
        facts.put("rewritten", rewriting.rewritten());
        facts.put("unreadable", rewriting.unreadable());
        report.whole(facts);
        return 0;
    }

    @Command(
            name = "drop-unused",
            mixinStandardHelpOptions = true,
            description = {
                "Drops the keys that nothing is sealed with any more from the file. What was sealed with them in an older",
                "backup opens only by a copy of the file that has them."
            })
    int dropUnused(@Mixin Report report) throws IOException {
        Set<Integer> dropped = context.services().personalKeys().dropUnused();
        audit("personal-data.keys-dropped", Map.of("keys", dropped.toString()));
        return report.done("dropped " + dropped);
    }

    @Command(
            name = "erase-refused",
            mixinStandardHelpOptions = true,
            description = {
                "Erases the personal data of applications that were refused so many days ago or more, as [enrollment]",
                "refused-kept has it done each hour. What was decided when and by whom stays."
            })
    int eraseRefused(
            @Mixin Report report,
            @Option(names = "--days", required = true, paramLabel = "N", description = "At least 1.") int days,
            @Option(names = "--dry-run", description = "Tells how many there are.") boolean dryRun) {
        Retention retention = context.services().registry().retention();
        Duration kept = Duration.ofDays(Math.max(1, days));
        return dryRun
                ? report.done(retention.refused(kept) + " would be erased")
                : report.done(retention.eraseRefused(kept, Commands.ACTOR) + " erased");
    }

    private void audit(String code, Map<String, String> facts) {
        context.services().registry().audit().record(new AuditEvent(code, Commands.ACTOR, "personal-data", facts));
    }
}
