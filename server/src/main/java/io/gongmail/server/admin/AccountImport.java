package io.gongmail.server.admin;

import io.gongmail.server.admin.transfer.Format;
import io.gongmail.server.admin.transfer.Transfer;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import java.nio.file.Files;
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
            "Reads mail from files into an account, as far as its quota goes: a file (mbox, eml) or a folder. Messages that",
            "their folder has already are left out, so after an end before the end do it again. One that cannot be read is",
            "told by file and position, and the others are read."
        })
final class AccountImport implements Callable<Integer> {
    private final Commands.Context context;

    @Mixin
    private Report report = new Report();

    @Parameters(index = "0", paramLabel = "ADDRESS")
    private Address address = Address.of("nobody@invalid");

    @Parameters(index = "1", paramLabel = "PATH", description = "The server reads it as its user.")
    private Path from = Path.of("");

    @Option(names = "--format", required = true, description = "One of: ${COMPLETION-CANDIDATES}.")
    private Format format = Format.MBOX;

    @Option(
            names = "--folder",
            paramLabel = "NAME",
            description = "Where all of it goes; default: the folders that the files tell, and INBOX.")
    private String folder = "";

    AccountImport(Commands.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        Administration services = context.services();
        if (services.registry().accounts().find(address).isEmpty()) {
            return report.couldNot("there is no account " + address);
        }
        Path where = context.file(from);
        if (!Files.exists(where)) {
            return report.couldNot(where + ": not there, or not for the server's user to see");
        }
        audit("mail.import-begun", Map.of("from", where.toString(), "folder", folder));
        Transfer.Read read = services.transfer()
                .read(
                        Username.of(address.toString()),
                        folder,
                        where,
                        format,
                        new Percents(context.progress()),
                        new FirstFaults(report));
        audit(
                "mail.imported",
                Map.of("from", where.toString(), "messages", "" + read.messages(), "faulty", "" + read.faulty()));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("messages", read.messages());
        facts.put("there", read.there());
        facts.put("faulty", read.faulty());
        facts.put("full", read.isFull());
        report.whole(facts);
        return read.faulty() == 0 && !read.isFull() ? 0 : 1;
    }

    private void audit(String code, Map<String, String> facts) {
        context.services().registry().audit().record(new AuditEvent(code, Commands.ACTOR, address.toString(), facts));
    }
}
