package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Talk;
import io.gongmail.server.testing.TestTls;
import io.gongmail.store.registry.Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A filter is put there by ManageSieve, mail comes by SMTP, and by IMAP everybody sees what became of it. */
class FilteredMailTest {
    @TempDir
    static Path home;

    private static RealServer real;

    @BeforeAll
    static void starts() throws Exception {
        real = RealServer.open(home, Clock.systemUTC(), """
                [managesieve]
                doors = open
                address = 127.0.0.1
                port = 0
                [forwarding]
                to = local
                """);
    }

    @AfterAll
    static void stops() {
        if (real != null) {
            real.close();
        }
    }

    private static Talk filters(String name, Issued shown) throws IOException {
        Talk talk = new Talk(
                TestTls.connect(real.server.manageSievePort().orElseThrow(), real.authority.serverCa(), shown));
        talk.hearsLine("OK ");
        String plain = "\0" + address(name) + "\0" + RealServer.PASSWORD;
        talk.says("AUTHENTICATE \"PLAIN\" \""
                + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)) + "\"");
        talk.hearsLine("OK ");
        return talk;
    }

    private static void puts(Talk filters, String script) throws IOException {
        filters.says("PUTSCRIPT \"filter\" {" + script.length() + "+}\r\n" + script);
        filters.hearsLine("OK ");
        filters.says("SETACTIVE \"filter\"");
        filters.hearsLine("OK ");
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

    /** Flags and subjects; of a mailbox that is not there, that. */
    private static String subjects(Talk imap, String mailbox) throws IOException {
        imap.says("s1 EXAMINE " + mailbox);
        String selected = imap.hearsAll("s1 ");
        if (selected.contains("s1 NO")) {
            return selected;
        }
        imap.says("s2 FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])");
        return imap.hearsAll("s2 ");
    }

    @Test
    void mailIsFiledFlaggedSentOnRejectedAndAnswered() throws Exception {
        Issued hong = real.enrolled("hong");
        Issued kim = real.enrolled("kim");
        Issued lee = real.enrolled("lee");
        try (Talk smtp = real.smtp("kim", kim);
                Talk hongs = real.imap("hong", hong);
                Talk kims = real.imap("kim", kim);
                Talk lees = real.imap("lee", lee);
                Talk filters = filters("hong", hong)) {
            puts(filters, """
                    require ["fileinto", "mailbox", "imap4flags", "copy", "reject", "vacation", "envelope"];
                    if header :contains "subject" "work" {
                        addflag ["\\\\Flagged", "urgent"];
                        fileinto :create "Work/New";
                    } elsif header :is "subject" "onward" {
                        redirect :copy "%s";
                    } elsif allof (envelope :localpart "from" "kim", header :is "subject" "no") {
                        reject "not that";
                    } elsif header :is "subject" "gone" {
                        discard;
                    } elsif header :is "subject" "where" {
                        vacation :subject "Away" "back soon";
                    }
                    """.formatted(address("lee")).replace("\n", "\r\n"));
            for (String subject : new String[] {"work-1", "onward", "no", "gone", "where", "plain"}) {
                sends(smtp, "kim", "hong", subject);
            }
            await().untilAsserted(() ->
                    assertThat(subjects(hongs, "Work/New")).contains("Subject: work-1", "\\Flagged", "urgent"));
            await().untilAsserted(() -> assertThat(subjects(lees, "INBOX")).contains("Subject: onward"));
            await().untilAsserted(() ->
                    assertThat(subjects(kims, "INBOX")).contains("Subject: Away", "Subject: Undelivered mail"));
            await().untilAsserted(() -> assertThat(subjects(hongs, "INBOX"))
                    .contains("Subject: onward", "Subject: where", "Subject: plain"));
            assertThat(subjects(hongs, "INBOX")).doesNotContain("work-1", "Subject: no", "Subject: gone");
        }
    }

    /** The mail is kept, and the owner told by the server. */
    @Test
    void aFilterThatFailsKeepsTheMailAndItsOwnerIsTold() throws Exception {
        Issued choi = real.enrolled("choi");
        Issued park = real.enrolled("park");
        try (Talk smtp = real.smtp("park", park);
                Talk chois = real.imap("choi", choi);
                Talk filters = filters("choi", choi)) {
            puts(filters, "require \"fileinto\"; fileinto \"Nowhere\";");
            sends(smtp, "park", "choi", "kept");
            await().untilAsserted(() -> assertThat(subjects(chois, "INBOX")).contains("Subject: kept"));
            assertThat(real.server.registry().ownerLetters().of(Address.of(address("choi"))))
                    .singleElement()
                    .satisfies(letter ->
                            assertThat(letter.told()).isEqualTo("filter: line 1: there is no mailbox 'Nowhere'"));
        }
    }

    @Test
    void aRevokedBindingEndsTheSession() throws Exception {
        Issued jung = real.enrolled("jung");
        try (Talk filters = filters("jung", jung)) {
            assertThat(real.gongmail("binding", "revoke", address("jung")).exit())
                    .isZero();
            assertThat(filters.hearsToTheEnd()).contains("BYE ", "(G-213)");
        }
    }
}
