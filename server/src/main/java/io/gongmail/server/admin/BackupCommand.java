package io.gongmail.server.admin;

import io.gongmail.store.backup.Backup;
import io.gongmail.store.backup.BackupFolder;
import io.gongmail.store.backup.Point;
import io.gongmail.store.backup.Verification;
import io.gongmail.store.mail.content.ContentKeys;
import io.gongmail.store.registry.AuditEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Backs the running server up: accounts, mail, queue and audit trail, as of one moment, while mail goes on. Each",
            "backup is a point that 'gongmail restore' can go back to; only what no earlier point has is copied.",
            "Not in it, so keep copies elsewhere: conf/, the server's TLS keys, personal-data.keys and, where [store]",
            "content-keys names one, that key file, with the keys of the oldest point that is kept."
        })
final class BackupCommand implements Callable<Integer> {
    private final Commands.Context context;
    private final Optional<Here> here;

    @Mixin
    private Report report = new Report();

    @Parameters(
            paramLabel = "DIR",
            description = "Where backups are kept, empty or missing before the first; best on another disk. The server"
                    + " writes to it as its own user.")
    private Path folder = Path.of("");

    @ArgGroup
    private Wanted wanted = new Wanted();

    /** One of these. */
    private static final class Wanted {
        @Option(
                names = "--keep",
                paramLabel = "N",
                description = "Then keeps the newest N points, this one among them, and removes the others.")
        private int keep;

        @Option(names = "--list", description = "Lists the points instead, oldest first.")
        private boolean list;

        @Option(
                names = "--verify",
                description =
                        "Reads all of it instead, and compares it with its hashes; exits 1 when anything is wrong. Sealed bytes"
                                + " of messages are compared with theirs where the key file is here.")
        private boolean verify;
    }

    /** @param here present where the person is, who may have the keys */
    BackupCommand(Commands.Context context, Optional<Here> here) {
        this.context = context;
        this.here = here;
    }

    @Override
    public Integer call() throws IOException {
        Path where = context.file(folder);
        if (wanted.list) {
            try (BackupFolder opened = BackupFolder.open(where)) {
                opened.points().forEach(point -> report.row(facts(point)));
            }
            return 0;
        }
        if (wanted.verify) {
            return verified(where);
        }
        if (wanted.keep < 0) {
            return report.couldNot("--keep: at least 1");
        }
        Administration services = context.services();
        Backup.Taken taken = services.backup().take(where, wanted.keep, new Percents(context.progress()));
        Map<String, Object> facts = facts(taken.point());
        facts.put("copied", taken.copied());
        facts.put("removed", taken.removed());
        services.registry()
                .audit()
                .record(new AuditEvent(
                        "store.backed-up",
                        Commands.ACTOR,
                        where.toString(),
                        Map.of("point", taken.point().taken().toString())));
        report.whole(facts);
        if (taken.isSealed()) {
            context.progress()
                    .accept("the bytes of messages in it are sealed; it is of use only with a copy of the"
                            + " key file that [store] content-keys names, which is not in it");
        }
        return 0;
    }

    private int verified(Path where) throws IOException {
        try (BackupFolder opened = BackupFolder.open(where)) {
            List<String> faults = Verification.of(
                    opened, opened.isSealed() ? keys() : ContentKeys.NONE, new Percents(context.progress()));
            faults.forEach(report::couldNot);
            int points = opened.points().size();
            return faults.isEmpty() ? report.done(points + (points == 1 ? " point, good" : " points, all good")) : 1;
        }
    }

    /** Who looks at a backup elsewhere may have no configuration, or not the keys: then copies are compared with copies. */
    private ContentKeys keys() {
        String why;
        try {
            Optional<Path> file = here.isPresent() ? here.get().keyFiles().contents(report.conf()) : Optional.empty();
            if (file.isPresent()) {
                return ContentKeys.read(file.get());
            }
            why = "[store] content-keys names no file";
        } catch (IOException e) {
            why = String.valueOf(e.getMessage());
        }
        context.progress().accept("sealed bytes of messages are compared with what was copied alone: " + why);
        return ContentKeys.NONE;
    }

    static Map<String, Object> facts(Point point) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("point", point.taken().toString());
        facts.put("files", point.files());
        facts.put("octets", point.octets());
        return facts;
    }
}
