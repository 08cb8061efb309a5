package io.gongmail.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.testing.TestServer;
import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticePriority;
import io.gongmail.store.registry.OfficialNotice;
import io.gongmail.store.registry.OfficialNoticeState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;

/** What tells a reader that it is a correction is in the header; everything else is to the octet what others got. */
class MarkedCorrectionTest {
    private static final String ID = "<old@moe.gongmail.example>";
    private static final Address AUTHOR = Address.of("notice@" + TestServer.DOMAIN);

    private static OfficialNotice notice(String subject) {
        return new OfficialNotice(
                new NoticeNumber(UUID.randomUUID()),
                1,
                OfficialNoticeState.RELEASING,
                AUTHOR,
                AUTHOR,
                TestServer.MINISTRY,
                "0".repeat(64),
                subject,
                "all",
                1,
                "0".repeat(64),
                1,
                "공지",
                NoticePriority.NORMAL,
                false,
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new NoticeNumber(UUID.randomUUID())));
    }

    private static String marked(String message, String subject, String corrected) throws IOException {
        try (InputStream in = MarkedCorrection.of(
                new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)), notice(subject), corrected)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static MimeMessage parsed(String message) throws MessagingException {
        return new MimeMessage((Session) null, new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theSubjectSaysSoAndItIsAReplyToWhatItCorrects() throws Exception {
        String subject = "전산망 점검 시각을 알립니다 — 아주 긴 제목이어서 여러 낱말로 나뉘는 경우";
        String marked = marked(
                "From: <a@x>\r\nSubject: =?UTF-8?B?7KCE7IKw66ed?=\r\n =?UTF-8?B?7KCQ6rKA?=\r\nReferences: <1@x>\r\n <2@x>\r\n"
                        + "In-Reply-To: <2@x>\r\nX-Gongmail-Corrects: 1\r\n\r\nSubject: no header\r\n",
                subject,
                ID);
        MimeMessage message = parsed(marked);
        assertThat(message.getSubject()).isEqualTo("정정 / Correction: " + subject);
        assertThat(message.getHeader("Subject")).hasSize(1);
        assertThat(message.getHeader("In-Reply-To")).containsExactly(ID);
        assertThat(message.getHeader("References")).containsExactly(ID);
        assertThat(message.getHeader("X-Gongmail-Corrects")).containsExactly("1");
        assertThat(message.getHeader("From")).containsExactly("<a@x>");
        assertThat(marked).endsWith("\r\n\r\nSubject: no header\r\n");
    }

    @Test
    void whatHasNoMessageIdIsNotRepliedTo() throws Exception {
        MimeMessage message = parsed(marked("References: <1@x>\r\n\r\nx\r\n", "", ""));
        assertThat(message.getSubject()).startsWith("정정 / Correction:");
        assertThat(message.getHeader("In-Reply-To")).isNull();
        assertThat(message.getHeader("References")).containsExactly("<1@x>");
    }

    @Test
    void aSignedContentStaysToTheOctetHoweverLongItIs() throws Exception {
        String content = "\r\n--b\r\n" + "0123456789".repeat(100_000) + "\r\n--b--\r\n";
        String header = "Content-Type: multipart/signed; boundary=b\r\n";
        String marked = marked(header + "Subject: s\r\n" + content, "s", ID);
        assertThat(marked).startsWith(header).endsWith("\r\n" + content);
        assertThat(marked.substring(0, marked.length() - content.length())).contains("References: ");
    }

    @Test
    void aMessageOfAHeaderAloneStaysOne() throws Exception {
        assertThat(parsed(marked("Subject: s\r\n", "s", ID)).getSubject()).isEqualTo("정정 / Correction: s");
    }

    @Test
    void whatItReadsIsClosedWithIt() throws Exception {
        AtomicBoolean isClosed = new AtomicBoolean();
        InputStream message = new ByteArrayInputStream("Subject: s\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
            @Override
            public void close() {
                isClosed.set(true);
            }
        };
        MarkedCorrection.of(message, notice("s"), ID).close();
        assertThat(isClosed).isTrue();
    }
}
