package io.gongmail.server;

import static io.gongmail.server.RealServer.AT_ONCE;
import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Talk;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is decided about certificates and accounts, and what lists say, acts on people who are signed in. */
@Tag("either-provider")
class BindingRevokedTest {
    @TempDir
    static Path home;

    private static RealServer real;

    @BeforeAll
    static void aRunningServer() throws Exception {
        real = RealServer.open(home);
    }

    @AfterAll
    static void stops() {
        if (real != null) {
            real.close();
        }
    }

    private static void isTold(Talk imap, Talk idling, Talk smtp, String code) throws IOException {
        assertThat(imap.hearsToTheEnd()).startsWith("* BYE ").endsWith("(" + code + ")\n");
        assertThat(idling.hearsToTheEnd()).startsWith("* BYE ").endsWith("(" + code + ")\n");
        assertThat(smtp.hearsToTheEnd()).startsWith("421 4.7.0 ").endsWith("(" + code + ")\n");
    }

    private static void isStillThere(Talk imap) throws IOException {
        imap.says("a2 NOOP");
        imap.hearsLine("a2 OK");
    }

    @Test
    void revokingEndsTheOwnersSessionsAtOnceAndTellsThemWhy() throws Exception {
        Issued hong = real.enrolled("hong");
        Issued kim = real.enrolled("kim");
        try (Talk imap = real.imap("hong", hong);
                Talk idling = real.idling("hong", hong);
                Talk smtp = real.smtp("hong", hong);
                Talk others = real.imap("kim", kim)) {
            assertThat(real.gongmail("binding", "revoke", address("hong")).exit())
                    .isZero();

            isTold(imap, idling, smtp, "G-213");
            isStillThere(others);
        }
        assertThat(real.answer("hong", hong)).startsWith("a1 NO").contains("(G-201)");
    }

    @Test
    void suspendingEndsSessionsAndResumingEndsNone() throws Exception {
        Issued choi = real.enrolled("choi");
        try (Talk imap = real.imap("choi", choi);
                Talk idling = real.idling("choi", choi);
                Talk smtp = real.smtp("choi", choi)) {
            assertThat(real.gongmail("binding", "suspend", address("choi"), "--reason", "분실")
                            .exit())
                    .isZero();
            isTold(imap, idling, smtp, "G-213");
        }
        assertThat(real.answer("choi", choi)).startsWith("a1 NO").contains("(G-201)");
        assertThat(real.gongmail("binding", "resume", address("choi")).exit()).isZero();
        try (Talk imap = real.imap("choi", choi)) {
            // No longer in a state for that, and nothing happens to who is signed in.
            assertThat(real.gongmail("binding", "resume", address("choi")).exit())
                    .isEqualTo(1);
            isStillThere(imap);
        }
    }

    @Test
    void suspendingTheAccountEndsItsSessions() throws Exception {
        Issued jung = real.enrolled("jung");
        try (Talk imap = real.imap("jung", jung);
                Talk idling = real.idling("jung", jung);
                Talk smtp = real.smtp("jung", jung)) {
            assertThat(real.gongmail("account", "suspend", address("jung"), "--reason", "휴직")
                            .exit())
                    .isZero();
            isTold(imap, idling, smtp, "G-214");
        }
        assertThat(real.answer("jung", jung)).startsWith("a1 NO").contains("(G-201)");
    }

    /** A revocation list that names the certificate does the same, though nobody gives a command. */
    @Test
    void aListInAFileThatNamesTheCertificateEndsItsSessions() throws Exception {
        Issued lee = real.enrolled("lee");
        try (Talk imap = real.imap("lee", lee);
                Talk idling = real.idling("lee", lee);
                Talk smtp = real.smtp("lee", lee)) {
            real.authority.revoke(lee.certificate());
            real.listsInFiles();
            isTold(imap, idling, smtp, "G-212");
        }
        try (Talk again = real.greeted(lee)) {
            assertThat(again.hearsToTheEnd())
                    .startsWith("* BYE [CONTACTADMIN] ")
                    .endsWith("(G-104)\n");
        }
    }

    @Test
    void aListFetchedFromItsPointEndsSessionsAsOneInAFileDoes() throws Exception {
        Issued park = real.enrolled("park", real.publishing.officialWithEcKey("교육부", "001박민수001"));
        try (Talk imap = real.imap("park", park);
                Talk idling = real.idling("park", park);
                Talk smtp = real.smtp("park", park)) {
            real.publishing.revoke(park.certificate()); // and lists in files stay as they are
            for (Talk talk : new Talk[] {imap, idling, smtp}) {
                talk.waits(AT_ONCE.multipliedBy(3)); // at once after it was fetched, and that is once a second
            }
            isTold(imap, idling, smtp, "G-212");
        }
        try (Talk again = real.greeted(park)) {
            assertThat(again.hearsToTheEnd())
                    .startsWith("* BYE [CONTACTADMIN] ")
                    .endsWith("(G-104)\n");
        }
    }
}
