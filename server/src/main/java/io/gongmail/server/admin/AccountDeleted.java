package io.gongmail.server.admin;

import io.gongmail.store.mail.mailbox.DeletedMail;
import io.gongmail.store.registry.Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.james.core.Username;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Tells what an account deleted and can still have back by 'account undelete', folder by folder: messages, octets,",
            "when the first and the last were deleted. [store] keep-deleted says for how long."
        })
final class AccountDeleted implements Callable<Integer> {
    private final Commands.Context context;

    @Mixin
    private Report report = new Report();

    @Parameters(paramLabel = "ADDRESS")
    private Address address = Address.of("nobody@invalid");

    AccountDeleted(Commands.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Administration services = context.services();
        if (services.registry().accounts().find(address).isEmpty()) {
            return report.couldNot("there is no account " + address);
        }
        services.mail().deleted().folders(Username.of(address.toString())).forEach(folder -> report.row(facts(folder)));
        return 0;
    }

    private static Map<String, Object> facts(DeletedMail.Folder folder) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("folder", folder.folder());
        facts.put("messages", folder.messages());
        facts.put("octets", folder.octets());
        facts.put("first", folder.first().toString());
        facts.put("last", folder.last().toString());
        return facts;
    }
}
