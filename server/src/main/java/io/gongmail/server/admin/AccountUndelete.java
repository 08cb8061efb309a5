package io.gongmail.server.admin;

import io.gongmail.store.mail.mailbox.DeletedMail;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Puts messages that an account deleted back into the folders they were in, with the flags they had.",
            "'account deleted' tells what there is. The audit trail keeps who asked for it."
        })
final class AccountUndelete implements Callable<Integer> {
    private final Commands.Context context;

    @Mixin
    private Report report = new Report();

    @Parameters(paramLabel = "ADDRESS")
    private Address address = Address.of("nobody@invalid");

    @Option(names = "--folder", paramLabel = "NAME", description = "Deleted from this folder alone.")
    private @Nullable String folder;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Deleted then or later, as in 2026-03-02T09:00:00Z; all without it.")
    private Instant since = Instant.EPOCH;

    @Option(names = "--into", paramLabel = "NAME", description = "Into this folder, made where it is not there.")
    private @Nullable String into;

    AccountUndelete(Commands.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Administration services = context.services();
        if (services.registry().accounts().find(address).isEmpty()) {
            return report.couldNot("there is no account " + address);
        }
        audit("mail.undelete-begun", Map.of("since", since.toString(), "folder", folder == null ? "" : folder));
        DeletedMail.Restored restored;
        try {
            restored = services.mail()
                    .deleted()
                    .restore(
                            services.mail().mailboxManager(),
                            Username.of(address.toString()),
                            new DeletedMail.Wanted(Optional.ofNullable(folder), since),
                            Optional.ofNullable(into));
        } catch (MailboxException e) {
            return report.couldNot("not all of it could be put back: " + e.getMessage());
        }
        audit("mail.undeleted", Map.of("messages", Long.toString(restored.messages())));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("address", address.toString());
        facts.put("messages", restored.messages());
        facts.put("damaged", restored.damaged());
        report.whole(facts);
        return restored.damaged() == 0 ? 0 : 1;
    }

    private void audit(String code, Map<String, String> facts) {
        context.services().registry().audit().record(new AuditEvent(code, Commands.ACTOR, address.toString(), facts));
    }
}
