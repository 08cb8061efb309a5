package io.gongmail.server.admin;

import io.gongmail.store.mail.content.ContentKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "make-key",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the key file that [store] content-keys names; where it is there already, adds a key to it. From the next start",
            "on the newest key seals what arrives; 'store compact --rewrite' seals with it what is there. Keep a copy of the file",
            "apart from the backups: without it the mail is lost."
        })
final class MakeContentKey implements Callable<Integer> {
    private final Here here;

    @Mixin
    private Report report = new Report();

    MakeContentKey(Here here) {
        this.here = here;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Path> file = here.keyFiles().contents(report.conf());
        if (file.isEmpty()) {
            return report.couldNot("[store] content-keys names no file; write there where it is to be, and again");
        }
        ContentKeys keys = ContentKeys.makeOrAdd(file.get(), here.random());
        return report.done(file.get() + ": key " + keys.sealsBy()
                + " made; it seals from the next start on. Keep a copy" + " of the file apart from the backups");
    }
}
