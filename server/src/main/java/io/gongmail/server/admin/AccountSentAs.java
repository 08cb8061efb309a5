package io.gongmail.server.admin;

import io.gongmail.store.registry.Account;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.SentAs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Lists who may send mail in the name of an agency's account beside its own holder; with --give or --withdraw",
            "changes it. Whoever sends does so with an account and a certificate of their own, and the audit trail has of",
            "each message who it was (sent-as.used)."
        })
final class AccountSentAs implements Callable<Integer> {
    private final Commands.Context context;

    @Mixin
    private Report report = new Report();

    @Parameters(paramLabel = "ADDRESS", description = "Of the agency's account.")
    private Address address = Address.of("nobody@invalid");

    @Option(names = "--give", paramLabel = "HOLDER", description = "An official of the same agency.")
    private @Nullable Address given;

    @Option(names = "--withdraw", paramLabel = "HOLDER", description = "Who is to send as it no more, at once.")
    private @Nullable Address withdrawn;

    AccountSentAs(Commands.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        SentAs rights = context.services().registry().sentAs();
        if (given != null && withdrawn != null) {
            return report.couldNot("one of --give and --withdraw at a time");
        }
        if (given != null) {
            return give(rights, given);
        }
        if (withdrawn != null) {
            return rights.withdraw(address, withdrawn, Commands.ACTOR)
                    ? report.done(withdrawn + " sends as " + address + " no more")
                    : report.couldNot(withdrawn + " may not send as " + address);
        }
        Optional<Account> account = context.services().registry().accounts().find(address);
        if (account.isEmpty()) {
            return report.couldNot("there is no account " + address);
        }
        rights.holders(address).forEach(holder -> report.row(facts(rights, holder)));
        return 0;
    }

    private int give(SentAs rights, Address holder) {
        return switch (rights.give(address, holder, Commands.ACTOR)) {
            case GIVEN -> report.done(holder + " may send as " + address);
            case HELD -> report.done(holder + " may send as " + address + " already");
            case NO_ACCOUNT -> report.couldNot("there is no open account " + address + " or " + holder);
            case NOT_A_ROLE ->
                report.couldNot("only officials may send as an account, and only as an agency's: " + address);
            case ANOTHER_AGENCY -> report.couldNot(holder + " is of another agency than " + address);
            case TOO_MANY -> report.couldNot("at most " + SentAs.MOST + " may send as " + address);
        };
    }

    private Map<String, Object> facts(SentAs rights, Address holder) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("address", address.toString());
        facts.put("holder", holder.toString());
        facts.put("may", rights.may(holder, address) ? "yes" : "not now");
        return facts;
    }
}
