package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Talk;
import io.gongmail.server.testing.Adversary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes to its end by itself, or is heard by chance, acts in open sessions of a whole server, idle or not. */
class SessionEndsTest {
    private final TurnedClock clock = new TurnedClock();

    @TempDir
    Path home;

    private static void isTold(Talk imap, Talk idling, Talk smtp, String code) throws IOException {
        assertThat(imap.hearsToTheEnd()).startsWith("* BYE ").endsWith("(" + code + ")\n");
        assertThat(idling.hearsToTheEnd()).startsWith("* BYE ").endsWith("(" + code + ")\n");
        assertThat(smtp.hearsToTheEnd()).startsWith("421 4.7.0 ").endsWith("(" + code + ")\n");
    }

    private static void isStillThere(Talk imap) throws IOException {
        imap.says("a7 NOOP");
        imap.hearsLine("a7 OK");
    }

    @Test
    @Adversary("renewed certificate before and after supersession")
    @Tag("either-provider")
    void aReplacedCertificatesSessionsEndWithTheOverlap() throws Exception {
        try (RealServer real = RealServer.open(home, clock, "overlap = 1 h\n")) {
            Issued old = real.enrolled("hong");
            Issued fresh = real.issued("001hong001");
            String oldKey = real.keyFile("hong", old);
            String newKey = real.keyFile("hong-new", fresh);
            // Connected before the clock is turned: Bouncy Castle judges nothing at a time that has not come.
            try (Talk before = real.imap("hong", old);
                    Talk idling = real.idling("hong", old);
                    Talk smtp = real.smtp("hong", old);
                    Talk within = real.unsigned(old);
                    Talk next = real.unsigned(fresh);
                    Talk late = real.unsigned(old)) {
                assertThat(real.gongmail("binding", "renew", address("hong"), "--key", oldKey, "--new-key", newKey)
                                .exit())
                        .isZero();
                clock.turn(Duration.ofMinutes(59));
                assertThat(RealServer.answer("hong", within)).startsWith("a1 OK");
                assertThat(RealServer.answer("hong", next)).startsWith("a1 OK");
                isStillThere(before);

                clock.turn(Duration.ofMinutes(1));

                isTold(before, idling, smtp, "G-218");
                assertThat(within.hearsToTheEnd()).startsWith("* BYE ").endsWith("(G-218)\n");
                assertThat(RealServer.answer("hong", late)).startsWith("a1 NO").contains("(G-201)");
                isStillThere(next);
            }
        }
    }

    @Test
    void sessionsEndWhenTheirVerdictDoes() throws Exception {
        try (RealServer real = RealServer.open(home, clock, "")) {
            Issued kim = real.enrolled("kim");
            try (Talk imap = real.imap("kim", kim);
                    Talk idling = real.idling("kim", kim);
                    Talk smtp = real.smtp("kim", kim)) {
                clock.turn(Duration.ofDays(30).minusHours(1));
                isStillThere(imap);
                clock.turn(Duration.ofHours(1)); // the list's nextUpdate
                isTold(imap, idling, smtp, "G-211");
            }
        }
    }

    /** Who is revoked by OCSP alone is found out when somebody asks, and then everywhere. */
    @Test
    void whatAResponderSaysWhenItIsAskedEndsTheOtherSessions() throws Exception {
        try (RealServer real = RealServer.open(
                home, Clock.systemUTC(), "[pki]\nrevocation-sources = ocsp, files\nocsp-cache = 0 s\n")) {
            Issued lee = real.enrolled("lee", real.publishing.officialWithEcKey("교육부", "001이영희001"));
            try (Talk imap = real.imap("lee", lee);
                    Talk idling = real.idling("lee", lee);
                    Talk smtp = real.smtp("lee", lee)) {
                real.publishing.revoke(lee.certificate()); // the list in the server's file stays as it is
                try (Talk again = real.greeted(lee)) {
                    assertThat(again.hearsToTheEnd())
                            .startsWith("* BYE [CONTACTADMIN] ")
                            .endsWith("(G-104)\n");
                }
                isTold(imap, idling, smtp, "G-212");
            }
        }
    }

    @Test
    void aListThatRevokesTheIssuingAuthorityEndsEverybodysSessions() throws Exception {
        try (RealServer real = RealServer.open(home)) {
            Issued park = real.enrolled("park");
            try (Talk imap = real.imap("park", park);
                    Talk idling = real.idling("park", park);
                    Talk smtp = real.smtp("park", park)) {
                real.authority.revokeIssuingCa();
                real.listsInFiles();
                isTold(imap, idling, smtp, "G-212");
            }
            try (Talk again = real.greeted(park)) {
                assertThat(again.hearsToTheEnd()).endsWith("(G-115)\n");
            }
        }
    }

    /** The server's: as it goes, and turned forward. */
    static final class TurnedClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        void turn(Duration by) {
            ahead = ahead.plus(by);
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
