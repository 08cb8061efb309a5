package io.gongmail.server.admin;

import io.gongmail.server.session.EndReason;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Binding;
import io.gongmail.store.registry.BindingState;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
            aliases = "show",
            mixinStandardHelpOptions = true,
            description = "Lists the bindings of an account, or shows the one of an id.")
    int list(@Mixin Report report, @Parameters(paramLabel = "ADDRESS|ID") String whose) {
        List<Binding> bindings = bindings(whose);
        bindings.stream().map(Facts::of).forEach(report::whole);
        return bindings.isEmpty() ? report.couldNot("no binding of " + whose) : 0;
    }

    private interface Change {
        Optional<Binding> of(UUID id, String actor, String reason);
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "Revokes for ever.")
    int revoke(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS|ID") String whose,
            @Option(names = "--reason", defaultValue = "revoked by the administrator") String reason) {
        return change(
                report,
                whose,
                EnumSet.of(BindingState.ACTIVE, BindingState.SUSPENDED),
                reason,
                context.services().registry().bindings()::revoke);
    }

    @Command(name = "suspend", mixinStandardHelpOptions = true, description = "Suspends until resumed.")
    int suspend(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS|ID") String whose,
            @Option(names = "--reason", defaultValue = "suspended by the administrator") String reason) {
        return change(
                report,
                whose,
                EnumSet.of(BindingState.ACTIVE),
                reason,
                context.services().registry().bindings()::suspend);
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "Makes suspended ones active again.")
    int resume(
            @Mixin Report report,
            @Parameters(paramLabel = "ADDRESS|ID") String whose,
            @Option(names = "--reason", defaultValue = "resumed by the administrator") String reason) {
        return change(
                report,
                whose,
                EnumSet.of(BindingState.SUSPENDED),
                reason,
                context.services().registry().bindings()::resume);
    }

    private int change(Report report, String whose, Set<BindingState> from, String reason, Change change) {
        int changed = 0;
        for (Binding binding : bindings(whose)) {
            Optional<Binding> now =
                    from.contains(binding.state()) ? change.of(binding.id(), Commands.ACTOR, reason) : Optional.empty();
            if (now.isPresent()) {
                changed++;
                if (now.get().state() != BindingState.ACTIVE) {
                    context.services().sessions().endBinding(binding.id(), EndReason.BINDING_CLOSED);
                }
                report.whole(Facts.of(now.get()));
            }
        }
        return changed == 0 ? report.couldNot("no binding of " + whose + " is in a state for that") : 0;
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
