package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import io.gongmail.server.SessionEndsTest.TurnedClock;
import io.gongmail.server.testing.Adversary;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An address that somebody had and somebody else has: nothing of the one is the other's, on a whole server. */
class ReusedAddressTest {
    private static final Duration REST = Duration.ofDays(31);

    private final TurnedClock clock = new TurnedClock();

    @TempDir
    Path home;

    private static void appended(Talk imap, String folder, String subject) throws Exception {
        String message = "Subject: " + subject + "\r\n\r\nsecret\r\n";
        imap.says("b1 APPEND " + folder + " {" + message.length() + "}");
        imap.hearsLine("+");
        imap.says(message);
        imap.hearsLine("b1 OK");
    }

    @Test
    @Adversary("the address of who left, given to somebody else")
    void theOldCertificateOpensNothingOfWhoHasTheAddressNow() throws Exception {
        try (RealServer real = RealServer.open(home, clock, "address-rest = 30 d\n")) {
            Issued old = real.enrolled("hong");
            try (Talk imap = real.imap("hong", old)) {
                appended(imap, "INBOX", "of the former holder");
                imap.says("b2 CREATE Private");
                imap.hearsLine("b2 OK");
                imap.says("b3 SUBSCRIBE Private");
                imap.hearsLine("b3 OK");
            }
            // Back, so that neither certificates nor lists have ended when the rest is over.
            clock.turn(REST.negated());
            real.gongmail("account", "close", address("hong"), "--reason", "퇴직");
            Said early = real.gongmail("account", "release", address("hong"), "--reason", "재사용");
            assertThat(early.exit()).isEqualTo(1);
            assertThat(early.err()).contains("(G-337)");
            clock.turn(REST);
            assertThat(real.answer("hong", old)).startsWith("a1 NO").contains("(G-201)");
            Said released = real.gongmail("account", "release", address("hong"), "--reason", "재사용", "--json");
            assertThat(released.exit()).as(released.err()).isZero();
            assertThat(released.out()).contains("@set-aside.invalid");

            Issued fresh = real.enrolled("hong", real.issued("001hong002"));

            assertThat(real.answer("hong", old))
                    .as("with the password of the one who has the address, which is also the one before")
                    .startsWith("a1 NO")
                    .contains("(G-201)");
            try (Talk imap = real.imap("hong", fresh)) {
                imap.says("c1 SELECT INBOX");
                assertThat(imap.hearsLine("* 0 EXISTS")).isNotEmpty();
                imap.hearsLine("c1 OK");
                imap.says("c2 LIST \"\" *");
                assertThat(imap.hearsAll("c2 OK")).contains("INBOX").doesNotContain("Private");
                imap.says("c3 LSUB \"\" *");
                assertThat(imap.hearsAll("c3 OK")).doesNotContain("Private");
            }
            assertThat(real.answer("hong", old)).contains("(G-201)");
        }
    }
}
