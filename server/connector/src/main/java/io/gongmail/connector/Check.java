package io.gongmail.connector;

import io.gongmail.connector.settings.SettingsFile;
import io.gongmail.connector.words.Saying;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Reads the settings, opens the certificate, goes to the server and tells in words what it says to it.",
            "Exits 0 when all is well."
        })
final class Check implements Callable<Integer> {
    private final Main.Surroundings here;

    @Mixin
    private Main.Place place = new Main.Place();

    Check(Main.Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() throws IOException {
        Opened opened = Opened.of(new SettingsFile(place.settings), here);
        here.terminal()
                .tell(here.words()
                        .say(
                                Saying.CERTIFICATE,
                                opened.person(),
                                opened.person().until())
                        .both());
        Expiry.warning(opened.person(), here.words(), here.clock().instant())
                .ifPresent(warning -> here.terminal().tell(warning.both()));
        return new Trial(opened, here.terminal(), here.words()).run() ? 0 : 1;
    }
}
