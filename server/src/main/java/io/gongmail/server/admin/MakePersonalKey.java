package io.gongmail.server.admin;

import io.gongmail.store.personal.PersonalKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "make-key",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the key file that [store] personal-data-keys names, before the first start. Keep a copy of it apart from",
            "the backups. One that is there stays as it is."
        })
final class MakePersonalKey implements Callable<Integer> {
    private final Here here;

    @Mixin
    private Report report = new Report();

    MakePersonalKey(Here here) {
        this.here = here;
    }

    @Override
    public Integer call() throws IOException {
        Path file = here.keyFiles().personalData(report.conf());
        PersonalKeys.make(file, here.random());
        return report.done(file + ": made; keep a copy of it apart from the backups");
    }
}
