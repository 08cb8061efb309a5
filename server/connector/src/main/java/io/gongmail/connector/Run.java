package io.gongmail.connector;

import io.gongmail.connector.dialogue.Dialogue.Protocol;
import io.gongmail.connector.settings.SettingsFile;
import io.gongmail.connector.words.Saying;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs in the foreground until Ctrl-C; asks for the certificate's password where it is not kept.")
final class Run implements Callable<Integer> {
    private final Main.Surroundings here;

    @Mixin
    private Main.Place place = new Main.Place();

    Run(Main.Surroundings here) {
        this.here = here;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Opened opened = Opened.of(new SettingsFile(place.settings), here);
        Announcements announcements = new Announcements(here.terminal(), here.words(), here.clock());
        CountDownLatch stopped = new CountDownLatch(1);
        try (Connector connector = Connector.start(
                opened.settings(),
                opened.door(),
                opened.person(),
                announcements,
                here.words(),
                Limits.standard(),
                here.clock())) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                connector.close();
                                announcements.tell(Saying.STOPPED);
                                stopped.countDown();
                            },
                            "stop"));
            announcements.tell(
                    Saying.STARTED,
                    text(connector.address(Protocol.IMAP)),
                    text(connector.address(Protocol.SMTP)),
                    opened.settings().server());
            stopped.await();
        }
        return 0;
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
