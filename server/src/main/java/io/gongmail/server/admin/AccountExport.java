package io.gongmail.server.admin;

import io.gongmail.server.admin.transfer.Format;
import io.gongmail.server.admin.transfer.Transfer;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.james.core.Username;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Writes an account's mail to files: mbox and maildir with flags, keywords and internal dates, eml with dates alone.",
            "The audit trail keeps who asked for it."
        })
final class AccountExport implements Callable<Integer> {
    private final Commands.Context context;

    @Mixin
    private Report report = new Report();

    @Parameters(index = "0", paramLabel = "ADDRESS")
    private Address address = Address.of("nobody@invalid");

    @Parameters(index = "1", paramLabel = "DIR", description = "Missing or empty; the server writes there as its user.")
    private Path to = Path.of("");

    @Option(names = "--format", required = true, description = "One of: ${COMPLETION-CANDIDATES}.")
    private Format format = Format.MBOX;

    @Option(names = "--folder", paramLabel = "NAME", description = "This folder alone, as a mail program names it.")
    private String folder = "";

    AccountExport(Commands.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        Administration services = context.services();
        if (services.registry().accounts().find(address).isEmpty()) {
            return report.couldNot("there is no account " + address);
        }
        Path where = context.file(to);
        audit("mail.export-begun", Map.of("to", where.toString(), "folder", folder));
        Transfer.Written written = services.transfer()
                .write(
                        Username.of(address.toString()),
                        folder,
                        where,
                        format,
                        new Percents(context.progress()),
                        new FirstFaults(report));
        audit("mail.exported", Map.of("to", where.toString(), "messages", "" + written.messages()));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("folders", written.folders());
        facts.put("messages", written.messages());
        facts.put("faulty", written.faulty());
        report.whole(facts);
        return written.faulty() == 0 ? 0 : 1;
    }

    private void audit(String code, Map<String, String> facts) {
        context.services().registry().audit().record(new AuditEvent(code, Commands.ACTOR, address.toString(), facts));
    }
}
