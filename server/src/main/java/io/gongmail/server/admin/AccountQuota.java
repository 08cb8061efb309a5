package io.gongmail.server.admin;

import io.gongmail.server.config.DataSize;
import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.james.core.Username;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Tells what an account's messages weigh and may weigh together; with an option sets that.",
            "What is there stays, also where it is more than the account may have from now on."
        })
final class AccountQuota implements Callable<Integer> {
    private final Commands.Context context;

    @Mixin
    private Report report = new Report();

    @Parameters(paramLabel = "ADDRESS")
    private Address address = Address.of("nobody@invalid");

    @ArgGroup
    private Wanted wanted = new Wanted();

    /** One of these. */
    private static final class Wanted {
        @Option(names = "--size", paramLabel = "SIZE", description = "So much, as in 20 GiB.")
        private @Nullable DataSize size;

        @Option(names = "--unlimited", description = "Without limit.")
        private boolean unlimited;

        @Option(names = "--standard", description = "What the configuration says, as for all.")
        private boolean standard;

        Optional<String> told() {
            return unlimited
                    ? Optional.of("unlimited")
                    : standard
                            ? Optional.of("standard")
                            : Optional.ofNullable(size).map(DataSize::toString);
        }
    }

    AccountQuota(Commands.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Administration services = context.services();
        if (services.registry().accounts().find(address).isEmpty()) {
            return report.couldNot("there is no account " + address);
        }
        Username user = Username.of(address.toString());
        Optional<String> change = wanted.told();
        if (change.isPresent()) {
            set(services.quotas(), user);
            services.registry()
                    .audit()
                    .record(new AuditEvent(
                            "account.quota-set", Commands.ACTOR, address.toString(), Map.of("quota", change.get())));
        }
        report.whole(facts(services.quotas().held(user)));
        return 0;
    }

    private void set(AccountQuotas quotas, Username user) {
        DataSize size = wanted.size;
        if (size != null) {
            quotas.limit(user, size.bytes());
        } else if (wanted.unlimited) {
            quotas.unlimited(user);
        } else {
            quotas.standard(user);
        }
    }

    private Map<String, Object> facts(AccountQuotas.Held held) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("address", address.toString());
        facts.put("messages", held.messages());
        facts.put("octets", held.octets());
        facts.put("most", held.most().isPresent() ? held.most().getAsLong() : "unlimited");
        facts.put("percent", held.percent());
        facts.put("set", held.own() ? "for this account" : "for all");
        return facts;
    }
}
