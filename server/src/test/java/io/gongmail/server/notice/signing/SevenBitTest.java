package io.gongmail.server.notice.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.notice.text.Entity;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.mail.Part;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import org.junit.jupiter.api.Test;

/** What is signed: octet for octet as it came, unless a way of seven bits would change it. */
class SevenBitTest {
    private static final String KOREAN = "모두 보십시오 ";

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String content(byte[] message) throws Exception {
        byte[] content = SevenBit.content(Entity.of(message));
        assertThat(SevenBit.isSafe(content, 0, content.length)).as("safe").isTrue();
        return new String(content, StandardCharsets.UTF_8);
    }

    private static String content(String message) throws Exception {
        return content(octets(message));
    }

    private static MimeMessage parsed(String content) throws Exception {
        return new MimeMessage((Session) null, new ByteArrayInputStream(octets(content)));
    }

    private static byte[] decoded(Part part) throws Exception {
        return part.getInputStream().readAllBytes();
    }

    @Test
    void whatIsSafeStaysOctetForOctet() throws Exception {
        String body =
                "--b\r\nContent-type:  TEXT/plain;\r\n\tcharset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n7JWI\r\n"
                        + "--b \r\n\r\nlast, with spaces  \r\n--b--\r\n\r\nbehind";
        String type = "Content-Type: multipart/mixed;\r\n boundary=b\r\n";
        assertThat(content("Subject: x\r\n" + type + "To: a@x\r\n\r\n" + body)).isEqualTo(type + "\r\n" + body);
    }

    @Test
    void whereNothingIsToldItIsSaidWhatThatMeans() throws Exception {
        assertThat(content("Subject: x\r\n\r\nto all"))
                .isEqualTo("Content-Type: text/plain; charset=us-ascii\r\n\r\nto all");
    }

    @Test
    void textOfEightBitsIsQuotedAndSaysTheSame() throws Exception {
        String text = KOREAN.repeat(100) + "\r\nFrom us  \r\n.\r\n= end \r\n";
        String content = content(
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nSubject: x\r\n\r\n"
                        + text);
        assertThat(content)
                .startsWith(
                        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
                .doesNotContain("Subject", "8bit");
        assertThat(content.lines()).allMatch(line -> line.length() <= 76);
        assertThat(decoded(parsed(content))).isEqualTo(octets(text));
    }

    @Test
    void longLinesAreQuotedToo() throws Exception {
        String longest = "x".repeat(998);
        assertThat(content("Subject: x\r\n\r\n" + longest + "\r\n")).contains(longest);
        String longer = "x".repeat(999) + "\r\n";
        String content = content("Content-Type: text/plain\r\n\r\n" + longer);
        assertThat(content).contains("quoted-printable");
        assertThat(decoded(parsed(content))).isEqualTo(octets(longer));
    }

    @Test
    void octetsGoByBase64AsTheyAre() throws Exception {
        byte[] body = {0, 1, '\n', 2, '\r', (byte) 200, '\n'};
        byte[] header = octets(
                "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\nTo: a@x\r\n\r\n");
        byte[] message = new byte[header.length + body.length];
        System.arraycopy(header, 0, message, 0, header.length);
        System.arraycopy(body, 0, message, header.length, body.length);
        String content = content(message);
        assertThat(content).contains("Content-Transfer-Encoding: base64");
        assertThat(decoded(parsed(content))).isEqualTo(body);
    }

    @Test
    void lineEndsBecomeThoseOfMail() throws Exception {
        assertThat(content(
                        "Content-Type: text/plain;\n charset=utf-8\nContent-Transfer-Encoding: base64\n\n7JWI\n64WV\n"))
                .isEqualTo(
                        "Content-Type: text/plain;\r\n charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n7JWI\r\n64WV\r\n");
    }

    @Test
    void ofPartsThoseAloneAreEncodedThatNeedIt() throws Exception {
        String plain = "Content-Type: text/plain\r\nX-Own:   kept\r\n\r\nplain  \r\n";
        String message =
                "Content-Type: multipart/mixed; boundary=\"o o\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\nbefore\r\n"
                        + "--o o\r\n" + plain + "\r\n--o o\r\n"
                        + "Content-Type: multipart/alternative; boundary=in\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                        + "--in\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                        + KOREAN
                        + "\r\n--in\r\n" + plain + "\r\n--in--\r\n\r\n--o o--\r\n";
        String content = content(message);
        assertThat(content)
                .startsWith(
                        "Content-Type: multipart/mixed; boundary=\"o o\"\r\nContent-Transfer-Encoding: 7bit\r\n\r\nbefore\r\n")
                .contains("--o o\r\n" + plain + "\r\n--o o\r\n", "--in\r\n" + plain + "\r\n--in--\r\n")
                .doesNotContain("8bit")
                .endsWith("--o o--\r\n");
        MimeMultipart outer = (MimeMultipart) parsed(content).getContent();
        MimeMultipart inner = (MimeMultipart) outer.getBodyPart(1).getContent();
        assertThat(outer.getCount()).isEqualTo(2);
        assertThat(inner.getCount()).isEqualTo(2);
        assertThat(decoded(inner.getBodyPart(0))).isEqualTo(octets(KOREAN));
        assertThat(inner.getBodyPart(0).getHeader("Content-Transfer-Encoding")).containsExactly("quoted-printable");
    }

    @Test
    void aMessageWithinIsNotEncodedItself() throws Exception {
        String content = content("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                + "Subject: within\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                + KOREAN);
        assertThat(content)
                .startsWith(
                        "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n\r\nSubject: within\r\n")
                .contains("Content-Transfer-Encoding: quoted-printable");
        MimeMessage within = (MimeMessage) parsed(content).getContent();
        assertThat(decoded(within)).isEqualTo(octets(KOREAN));
    }

    @Test
    void nothingOfABrokenMultipartIsLost() throws Exception {
        byte[] content = SevenBit.content(Entity.of(
                octets("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + KOREAN + "\r\nno end")));
        assertThat(parsed(new String(content, StandardCharsets.UTF_8)).getContent())
                .isInstanceOf(MimeMultipart.class);
        assertThat(new String(content, StandardCharsets.UTF_8)).endsWith("no end");
        String none = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + KOREAN + "\r\n";
        assertThat(SevenBit.content(Entity.of(octets(none)))).isEqualTo(octets(none));
    }
}
