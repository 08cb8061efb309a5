package io.gongmail.server.admin;

import io.gongmail.server.enrollment.Absence;
import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Forwarding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Lists where mail of an account is forwarded to, and whether policy allows it now; with --clear ends it.",
            "The owner is told by mail that it was ended."
        })
final class AccountForwarding implements Callable<Integer> {
    private final Commands.Context context;

    @Mixin
    private Report report = new Report();

    @Parameters(paramLabel = "ADDRESS")
    private Address address = Address.of("nobody@invalid");

    @Option(names = "--clear", description = "Ends it; what comes from now on is kept in the account's own mailbox.")
    private boolean clear;

    @Option(names = "--reason", defaultValue = "", description = "Of --clear, for the audit trail.")
    private String reason = "";

    AccountForwarding(Commands.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Optional<Account> account = context.services().registry().accounts().find(address);
        if (account.isEmpty()) {
            return report.couldNot("there is no account " + address);
        }
        Absence absence = context.services().absence();
        if (clear) {
            Optional<Forwarding> ended = absence.endForwarding(address, Commands.ACTOR, reason);
            return ended.isPresent()
                    ? report.done("mail of " + address + " is forwarded no more")
                    : report.couldNot("mail of " + address + " is not forwarded");
        }
        absence.forwarding(account.get())
                .ifPresent(forwarding ->
                        forwarding.to().forEach(to -> report.row(facts(account.get(), forwarding, to))));
        return 0;
    }

    private Map<String, Object> facts(Account account, Forwarding forwarding, Address to) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("address", address.toString());
        facts.put("to", to.toString());
        facts.put("copy", forwarding.keepsCopy() ? "kept" : "none");
        facts.put(
                "policy",
                context.services().absence().policy().objection(account, to).orElse("allowed"));
        return facts;
    }
}
