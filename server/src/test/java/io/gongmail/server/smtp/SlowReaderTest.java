package io.gongmail.server.smtp;

import io.gongmail.server.testing.Adversary;
import io.gongmail.server.testing.TestPerson;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A client that sends commands and never reads a reply. */
class SlowReaderTest {
    private final TestPerson hong = Submission.shared().server().person("hong");

    /** A last line that nobody reads is not waited for. */
    @Test
    @Adversary("a peer that reads nothing")
    void whoReadsNothingIsSentAwayAfterTheTimeForItAndHoldsUpNobody() {
        try (Submission submission = Submission.with(Submission.config(Duration.ofSeconds(2), Duration.ofMinutes(5)));
                SmtpTalk smtp = submission.signedIn(hong)) {
            Thread asking = new Thread(
                    () -> {
                        try {
                            while (true) {
                                smtp.hearsRaw("HELP\r\n".repeat(2_000));
                            }
                        } catch (UncheckedIOException e) {
                            return; // The server has closed.
                        }
                    },
                    "reads-nothing");
            asking.setDaemon(true);
            asking.start();
            try (SmtpTalk other = submission.signedIn(hong)) {
                other.hears("NOOP").says("250 ");
            }
            Awaitility.await().until(() -> !asking.isAlive());
        }
    }
}
