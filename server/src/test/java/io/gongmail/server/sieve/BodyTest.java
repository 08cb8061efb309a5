package io.gongmail.server.sieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import javax.mail.internet.MimeMessage;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test of a body (RFC 5173), on mails as they come out of the queue. */
class BodyTest {
    private static final String HANGUL = "회의는 세 시입니다";
    private static final String MIXED =
            "Subject: outer\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\nprologue\r\n--b\r\n"
                    + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                    + Base64.getMimeEncoder().encodeToString(HANGUL.getBytes(StandardCharsets.UTF_8)) + "\r\n--b\r\n"
                    + "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<b>two=\r\n words</b>\r\n--b\r\n"
                    + "Content-Type: application/json\r\n\r\n{\"key\": 1}\r\n--b\r\n"
                    + "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninnermost\r\n--b--\r\nepilogue\r\n";

    private static boolean holds(byte[] message, String test) throws Exception {
        return run(message, "require [\"body\", \"relational\"]; if " + test + " { discard; }");
    }

    private static boolean run(byte[] message, String script) throws Exception {
        MailImpl mail = MailImpl.builder()
                .name("m")
                .sender("kim@moe.gongmail.example")
                .mimeMessage(new MimeMessage(null, new ByteArrayInputStream(message)))
                .build();
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneId.of("Asia/Seoul"));
        ArrivedMail arrived = new ArrivedMail(
                mail, "hong@moe.gongmail.example", clock.instant().atZone(clock.getZone()), name -> false);
        try {
            return Letter.script(script).on(arrived).filings().isEmpty();
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }

    private static boolean holds(String message, String test) throws Exception {
        return holds(message.getBytes(StandardCharsets.UTF_8), test);
    }

    /** §5.1 to §5.3. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "body :contains \"세 시\" | true",
                "body :text :contains \"two words\" | true",
                "body :contains \"innermost\" | true",
                "body :contains \"key\" | false",
                "body :contains \"prologue\" | false",
                "body :contains \"outer\" | false",
                "body :contains \"inner\" | true",
                "body :content \"text/plain\" :is \"회의는 세 시입니다\" | true",
                "body :content \"text/html\" :contains \"세 시\" | false",
                "body :content [\"image\", \"application\"] :contains \"KEY\" | true",
                "body :content \"\" :contains \"key\" | true",
                "body :content \"text/\" :contains \"two\" | false",
                "body :content \"/plain\" :contains \"세\" | false",
                "body :content \"tex\" :contains \"two\" | false",
                "body :content \"multipart\" :contains \"prologue\" | true",
                "body :content \"multipart\" :contains \"epilogue\" | true",
                "body :content \"message/rfc822\" :contains \"Subject: inner\" | true",
                "body :content \"message/rfc822\" :contains \"innermost\" | false",
                "body :content \"message/rfc822\" :contains \"outer\" | false",
                "body :raw :contains \"two= \" | false",
                "body :raw :contains \"--b\" | true",
                "body :raw :contains \"Subject: outer\" | false",
                "body :raw :contains \"세 시\" | false",
                "body :count \"eq\" \"3\" | true",
                "body :raw :count \"eq\" \"1\" | true",
                "body :comparator \"i;octet\" :contains \"TWO\" | false",
            })
    void aBodyIsComparedAsAsked(String test, boolean holds) throws Exception {
        assertThat(holds(MIXED, test)).isEqualTo(holds);
    }

    /** §4: what is only a header has no body; one that is empty is. */
    @Test
    void anEmptyBodyIsOne() throws Exception {
        assertThat(holds("Subject: x\r\n\r\n", "body :raw :contains \"\"")).isTrue();
        assertThat(holds("Subject: x\r\n\r\nx\r\n", "body :raw :is \"x\r\n\"")).isTrue();
    }

    @Test
    void aTextIsReadInItsCharacterSet() throws Exception {
        for (String charset : new String[] {"euc-kr", "KS_C_5601-1987", "x-windows-949"}) {
            byte[] message = ("Content-Type: text/plain; charset=" + charset + "\r\n\r\n똠방각하\r\n")
                    .getBytes(Charset.forName("x-windows-949"));
            assertThat(holds(message, "body :contains \"똠방\"")).isTrue();
        }
        assertThat(holds("Content-Type: text/plain; charset=no-such\r\n\r\n회의\r\n", "body :contains \"회의\""))
                .isTrue();
        assertThat(holds("Subject: none told\r\n\r\n회의\r\n", "body :contains \"회의\""))
                .isTrue();
    }

    /** However often a script looks, and at however large a mail. */
    @Test
    void noBodyTakesLong() {
        byte[] large = ("Subject: x\r\n\r\n" + "x".repeat(BodyText.MOST + 1)).getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> holds(large, "body :contains \"a\""))
                .isInstanceOf(ScriptFault.class)
                .hasMessageContaining("too much to compare");
        byte[] half = ("Subject: x\r\n\r\n" + "x".repeat(BodyText.MOST / 2)).getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> holds(half, "anyof (" + "body :contains \"a\", ".repeat(50) + "false)"))
                .isInstanceOf(ScriptFault.class)
                .hasMessageContaining("too much to compare");
    }

    @Test
    void whatIsMalformedCountsAsFarAsItWasRead() throws Exception {
        String deep = "Subject: x\r\n";
        for (int i = 0; i < 100; i++) {
            deep += "Content-Type: multipart/mixed; boundary=b" + i + "\r\n\r\n--b" + i + "\r\n";
        }
        assertThat(holds(deep + "\r\nfar below\r\n", "body :contains \"far\"")).isFalse();
        assertThat(holds("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ncut", "body :contains \"cut\""))
                .isTrue();
    }
}
