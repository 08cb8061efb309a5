package io.gongmail.server.admin;

import io.gongmail.server.config.DataSize;
import io.gongmail.store.registry.Agencies;
import io.gongmail.store.registry.Agency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Tells what the mailboxes of all an agency's accounts weigh and may weigh together; with an option sets that.",
            "An agency that is at its limit takes no mail, whatever room an account has; within a minute it may go beyond."
        })
final class AgencyQuota implements Callable<Integer> {
    private final Commands.Context context;

    @Mixin
    private Report report = new Report();

    @Parameters(paramLabel = "CODE")
    private String code = "";

    @ArgGroup
    private Wanted wanted = new Wanted();

    /** One of these. */
    private static final class Wanted {
        @Option(names = "--size", paramLabel = "SIZE", description = "So much, as in 500 GiB.")
        private @Nullable DataSize size;

        @Option(names = "--none", description = "Without limit.")
        private boolean none;
    }

    AgencyQuota(Commands.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Administration services = context.services();
        Agencies agencies = services.registry().agencies();
        Optional<Agency> agency = agencies.find(code);
        if (agency.isEmpty()) {
            return report.couldNot(services.words(), "G-331", Map.of());
        }
        DataSize size = wanted.size;
        if (size != null || wanted.none) {
            agencies.limit(code, size == null ? OptionalLong.empty() : OptionalLong.of(size.bytes()), Commands.ACTOR);
            services.quotas().shared().changed();
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("code", code);
        facts.putAll(facts(services, code));
        report.whole(facts);
        return 0;
    }

    /** What an agency's accounts hold and may hold. */
    static Map<String, Object> facts(Administration services, String code) {
        long octets = services.quotas().shared().octets(code);
        OptionalLong most = services.registry().agencies().quota(code);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("octets", octets);
        facts.put("most", most.isPresent() ? most.getAsLong() : "unlimited");
        return facts;
    }
}
