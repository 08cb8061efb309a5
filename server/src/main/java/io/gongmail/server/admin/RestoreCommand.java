package io.gongmail.server.admin;

import io.gongmail.server.admin.transfer.Recovery;
import io.gongmail.store.backup.BackupFolder;
import io.gongmail.store.backup.Point;
import io.gongmail.store.backup.Restoration;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.AuditEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a home of a backup, for a server to start with: accounts, mail with its UIDs and flags, queue and audit",
            "trail as they were. The backup is verified first. The search index is built anew when the server runs.",
            "With --account brings back into the running server what one account had and has no more: as copies in folders below",
            "'Restored', with flags and dates; what the account holds anywhere, moved or not, is left alone."
        })
final class RestoreCommand implements Callable<Integer> {
    private final Commands.Context context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Report report = new Report();

    @Parameters(paramLabel = "DIR", description = "Where the backups are.")
    private Path folder = Path.of("");

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where the new home is made; a folder that is empty or missing.")
    private @Nullable Path home;

    @Option(
            names = "--account",
            paramLabel = "ADDRESS",
            description = "Whose mail comes back. The audit trail keeps it.")
    private @Nullable Address account;

    @Option(names = "--folder", paramLabel = "NAME", description = "What was in this folder alone, with --account.")
    private String mailFolder = "";

    @Option(names = "--in-place", description = "Back to the folders where it was, with --account.")
    private boolean inPlace;

    @Option(
            names = "--point",
            paramLabel = "TIME",
            description =
                    "The newest point that was taken then or before, as in 2026-11-26T09:30:00+09:00; default: the newest.")
    private @Nullable OffsetDateTime point;

    RestoreCommand(Commands.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        Instant time = point == null ? Instant.MAX : point.toInstant();
        if (account != null && home == null) {
            return account(account, time);
        }
        if (home == null || account != null || inPlace || !mailFolder.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "either --home, or --account with what belongs to it, is to be given");
        }
        return home(context.file(home), time);
    }

    private int account(Address address, Instant time) throws IOException, MailboxException {
        Administration services = context.services();
        if (services.registry().accounts().find(address).isEmpty()) {
            return report.couldNot("there is no account " + address);
        }
        Path backups = context.file(folder);
        audit(address, "mail.restore-begun", Map.of("from", backups.toString(), "folder", mailFolder));
        Recovery.Recovered recovered;
        try (BackupFolder from = BackupFolder.open(backups)) {
            recovered = services.recovery()
                    .recover(
                            Username.of(address.toString()),
                            mailFolder,
                            inPlace,
                            from,
                            time,
                            new Percents(context.progress()),
                            new FirstFaults(report));
        }
        String taken = recovered.point().taken().toString();
        audit(
                address,
                "mail.restored",
                Map.of("from", backups.toString(), "point", taken, "messages", "" + recovered.messages()));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("point", taken);
        facts.put("messages", recovered.messages());
        facts.put("there", recovered.there());
        facts.put("faulty", recovered.faulty());
        facts.put("full", recovered.isFull());
        report.whole(facts);
        return recovered.faulty() == 0 && !recovered.isFull() ? 0 : 1;
    }

    private void audit(Address address, String code, Map<String, String> facts) {
        context.services().registry().audit().record(new AuditEvent(code, Commands.ACTOR, address.toString(), facts));
    }

    private int home(Path made, Instant time) throws IOException {
        try (BackupFolder from = BackupFolder.open(context.file(folder))) {
            Files.createDirectories(
                    made, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Point restored = Restoration.of(from, time, made.resolve("data"), new Percents(context.progress()));
            report.whole(BackupCommand.facts(restored));
        }
        return report.done(
                "restored to " + made.resolve("data") + "; before the first start put there by hand what no backup"
                        + " holds: conf/ with the TLS keys it names, personal-data.keys and the key file that [store]"
                        + " content-keys names, where it does, all owned by the server's user. Mail"
                        + " that waited to be sent at that moment is sent when the server starts.");
    }
}
