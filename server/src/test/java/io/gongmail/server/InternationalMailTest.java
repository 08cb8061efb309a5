package io.gongmail.server;

import static io.gongmail.server.RealServer.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gongmail.pki.demo.Issued;
import io.gongmail.server.RealServer.Talk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From real SMTP to real IMAP: a header in UTF-8 (RFC 6531, RFC 6532), chunks and binary octets in them (RFC 3030), and a report (RFC 3461,
 * RFC 3464).
 */
class InternationalMailTest {
    @TempDir
    static Path home;

    private static RealServer real;

    @BeforeAll
    static void starts() throws Exception {
        real = RealServer.open(home, Clock.systemUTC(), "");
    }

    @AfterAll
    static void stops() {
        if (real != null) {
            real.close();
        }
    }

    private static String fetched(Talk imap, String what) throws Exception {
        imap.says("s1 SELECT INBOX");
        imap.hearsLine("s1 OK");
        imap.says("s2 FETCH 1:* " + what);
        return imap.hearsAll("s2 ");
    }

    @Test
    void aHeaderInUtf8IsFetchedAsItWasSubmittedAndItsArrivalIsReported() throws Exception {
        Issued hong = real.enrolled("hong");
        Issued kim = real.enrolled("kim");
        String message = "From: 홍길동 <" + address("hong") + ">\r\nTo: " + address("kim")
                + "\r\nSubject: 공지 제1호\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n.안녕하십니까\r\n";
        try (Talk smtp = real.smtp("hong", hong);
                Talk hongs = real.imap("hong", hong);
                Talk kims = real.imap("kim", kim)) {
            smtp.says("MAIL FROM:<" + address("hong") + "> BODY=8BITMIME SMTPUTF8 ENVID=QQ1");
            smtp.hearsLine("250 2.1.0");
            smtp.says("RCPT TO:<" + address("kim") + "> NOTIFY=SUCCESS ORCPT=rfc822;Kim@moe.gongmail.example");
            smtp.hearsLine("250 2.1.5");
            int octets = message.getBytes(StandardCharsets.UTF_8).length;
            smtp.says("BDAT " + octets + " LAST\r\n" + message + "NOOP");
            smtp.hearsLine("250 2.6.0");
            smtp.hearsLine("250 2.0.0");
            await().untilAsserted(() -> assertThat(fetched(kims, "BODY.PEEK[]"))
                    .contains("with UTF8SMTPSA id", "From: 홍길동 <", "\nSubject: 공지 제1호\n", "\n.안녕하십니까\n"));
            await().untilAsserted(() -> assertThat(fetched(hongs, "BODY.PEEK[]"))
                    .contains(
                            "메일이 도착했습니다.",
                            "\nOriginal-Envelope-Id: QQ1\n",
                            "\nOriginal-Recipient: rfc822;Kim@moe.gongmail.example\n",
                            "\nAction: delivered\n",
                            "\nSubject: 공지 제1호\n"));
        }
    }

    /** RFC 3030 §3 and RFC 3516 §4.2: the octets themselves to who asks for them, and nothing but lines to who does not. */
    @Test
    void aBinaryPartIsFetchedToTheOctetAndBreaksNobody() throws Exception {
        Issued lee = real.enrolled("lee");
        String octets = "a\0b\nc\r\n.\r\nd\r";
        String message =
                "From: <" + address("lee") + ">\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n"
                        + "Content-Transfer-Encoding: binary\r\n\r\n" + octets;
        try (Talk smtp = real.smtp("lee", lee);
                Talk imap = real.imap("lee", lee)) {
            smtp.says("MAIL FROM:<" + address("lee") + "> BODY=BINARYMIME");
            smtp.hearsLine("250 2.1.0");
            smtp.says("RCPT TO:<" + address("lee") + ">");
            smtp.hearsLine("250 2.1.5");
            smtp.says("BDAT " + message.length() + " LAST\r\n" + message + "NOOP");
            smtp.hearsLine("250 2.6.0");
            smtp.hearsLine("250 2.0.0");
            await().untilAsserted(() -> assertThat(fetched(imap, "BODY.PEEK[TEXT]"))
                    .contains("\nYQBiCmMNCi4NCmQN\n")
                    .doesNotContain("\0"));
            // What reads lines here takes each CR and LF for the end of one.
            assertThat(fetched(imap, "BINARY.PEEK[1]"))
                    .contains("BINARY[1] ~{" + octets.length() + "}\na\0b\nc\n.\nd\n)");
        }
    }
}
