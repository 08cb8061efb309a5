package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Said;
import io.gongmail.server.RealServer.Talk;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.Forwarding;
import io.gongmail.store.registry.Vacation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody is away: real SMTP in, and by real IMAP everybody sees what came of it. */
class AbsenceTest {
    @TempDir
    static Path home;

    private static RealServer real;

    @BeforeAll
    static void starts() throws Exception {
        real = RealServer.open(home, Clock.systemUTC(), """
                [forwarding]
                to = local
                """);
        assertThat(real.gongmail("agency", "add", "1342000", "--name", "교육부", "--domain", "moe.gongmail.example")
                        .exit())
                .isZero();
    }

    @AfterAll
    static void stops() {
        if (real != null) {
            real.close();
        }
    }

    private static void sends(Talk smtp, String from, String to, String subject) throws IOException {
        smtp.says("MAIL FROM:<" + address(from) + ">");
        smtp.hearsLine("250 ");
        smtp.says("RCPT TO:<" + address(to) + ">");
        smtp.hearsLine("250 ");
        smtp.says("DATA");
        smtp.hearsLine("354 ");
        smtp.says("From: <" + address(from) + ">\r\nTo: <" + address(to) + ">\r\nSubject: " + subject
                + "\r\nMessage-ID: <" + subject + "@client.example>\r\n\r\nhello\r\n.");
        smtp.hearsLine("250 ");
    }

    /** The subjects in the INBOX. */
    private static String subjects(Talk imap) throws IOException {
        imap.says("s1 SELECT INBOX");
        imap.hearsLine("s1 OK");
        imap.says("s2 FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT AUTO-SUBMITTED DELIVERED-TO)]");
        return imap.hearsAll("s2 ");
    }

    private static int count(String subjects, String line) {
        return (int) subjects.lines().filter(line::equals).count();
    }

    @Test
    void aLetterIsAnsweredOnceAndForwarded() throws Exception {
        Issued hong = real.enrolled("hong");
        Issued kim = real.enrolled("kim");
        Issued lee = real.enrolled("lee");
        Address away = Address.of(address("hong"));
        real.server
                .registry()
                .vacations()
                .set(
                        away,
                        new Vacation(true, LocalDate.of(2020, 1, 1), Optional.empty(), "", "휴가입니다."),
                        away.toString());
        real.server
                .registry()
                .forwardings()
                .set(away, new Forwarding(List.of(Address.of(address("lee"))), true), away.toString());
        try (Talk smtp = real.smtp("kim", kim);
                Talk hongs = real.imap("hong", hong);
                Talk kims = real.imap("kim", kim);
                Talk lees = real.imap("lee", lee)) {
            sends(smtp, "kim", "hong", "first");
            sends(smtp, "kim", "hong", "second");
            await().untilAsserted(() -> {
                String forwarded = subjects(lees);
                assertThat(count(forwarded, "Subject: first")).isEqualTo(1);
                assertThat(count(forwarded, "Subject: second")).isEqualTo(1);
                assertThat(count(forwarded, "Delivered-To: " + away)).isEqualTo(2);
            });
            await().untilAsserted(() -> assertThat(subjects(kims)).contains("Subject: Auto: "));
            String answers = subjects(kims);
            assertThat(count(answers, "Subject: Auto: first") + count(answers, "Subject: Auto: second"))
                    .isEqualTo(1);
            assertThat(count(answers, "Auto-Submitted: auto-replied")).isEqualTo(1);
            await().untilAsserted(() -> {
                String own = subjects(hongs);
                assertThat(count(own, "Subject: first")).isEqualTo(1);
                assertThat(count(own, "Subject: second")).isEqualTo(1);
            });
        }
    }

    @Test
    void anAdministratorSeesAForwardingAndEndsItAndTheOwnerHearsOfBoth() throws Exception {
        Issued choi = real.enrolled("choi");
        real.enrolled("park");
        Address owner = Address.of(address("choi"));
        assertThat(real.gongmail("account", "forwarding", address("choi")).out())
                .isEmpty();
        assertThat(real.gongmail("account", "forwarding", address("choi"), "--clear")
                        .exit())
                .isEqualTo(1);
        real.server
                .registry()
                .forwardings()
                .set(owner, new Forwarding(List.of(Address.of(address("park"))), false), owner.toString());
        Said shown = real.gongmail("account", "forwarding", address("choi"), "--json");
        assertThat(shown.exit()).isZero();
        assertThat(shown.out())
                .contains("\"to\":\"" + address("park") + "\"", "\"copy\":\"none\"", "\"policy\":\"allowed\"");
        assertThat(real.gongmail("account", "forwarding", address("choi"), "--clear", "--reason", "도용")
                        .exit())
                .isZero();
        assertThat(real.server.registry().forwardings().of(owner)).isEmpty();
        assertThat(real.gongmail("audit", "list", "--json").out()).contains("forwarding.cleared", "도용");
        assertThat(real.gongmail("account", "forwarding", address("nobody")).exit())
                .isEqualTo(1);
        try (Talk imap = real.imap("choi", choi)) {
            await().untilAsserted(
                            () -> assertThat(subjects(imap).lines().filter("Auto-Submitted: auto-generated"::equals))
                                    .hasSize(2));
        }
    }
}
