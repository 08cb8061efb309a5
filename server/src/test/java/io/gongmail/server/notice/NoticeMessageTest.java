package io.gongmail.server.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.registry.Address;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.NoticePriority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is a message that others read as it was meant, and that comes back as it was written. */
class NoticeMessageTest {
    private static final Address AUTHOR = Address.of("notice@moe.gongmail.example");
    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final Instant AT = Instant.parse("2026-11-28T03:00:00Z");

    private static WrittenNotice notice(String subject, String text, String audience, Enclosure... files) {
        return new WrittenNotice(
                AUTHOR,
                subject,
                text,
                audience,
                NoticePriority.URGENT,
                true,
                Optional.of(Instant.parse("2026-12-01T00:00:00Z")),
                Optional.of(Instant.parse("2026-12-24T15:00:00Z")),
                List.of(files));
    }

    private static byte[] written(WrittenNotice notice) {
        return NoticeMessage.written(notice, "교육부", ID, AT);
    }

    private static MimeMessage parsed(WrittenNotice notice) throws MessagingException {
        return new MimeMessage((Session) null, new ByteArrayInputStream(written(notice)));
    }

    private static NoticeReader.Read read(byte[] message) throws IOException {
        return NoticeReader.read(new ByteArrayInputStream(message), Address.of("nobody@x.example"), 1_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "전산망 점검",
                "=?UTF-8?B?7KCE7IKw66ed?= as it is typed",
                "two  blanks",
                "👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋👋",
                "가나다라마바사아자차카타파하 그리고 ASCII 가 섞인 아주 긴 제목이 여러 낱말로 나뉘어도 그대로 남습니다"
            })
    void whatIsInAFieldComesBackAsItWas(String text) throws Exception {
        WrittenNotice notice = notice(text, "x", "position:\"과장 (4급)\" & agency:1342000 & " + "a".repeat(300));
        NoticeReader.Read read = read(written(notice));
        assertThat(read.letter()).isEqualTo(notice);
        assertThat(read.id()).isEqualTo(ID.toString());
        NoticeFields fields = NoticeFields.read(parsed(notice), AUTHOR, "").fold(granted -> granted, refused -> {
            throw new AssertionError(refused);
        });
        assertThat(fields.subject()).isEqualTo(text);
        assertThat(fields.audience()).isEqualTo(notice.audience());
        assertThat(fields.key()).isEqualTo(ID.toString());
        assertThat(fields.priority()).isEqualTo(NoticePriority.URGENT);
        assertThat(fields.mustRead()).isTrue();
        assertThat(fields.at()).isEqualTo(notice.at());
        assertThat(fields.expires()).isEqualTo(notice.expires());
    }

    @Test
    void whatItCorrectsComesBackAndMakesItAnother() throws Exception {
        WrittenNotice plain = notice("a", "b", "all");
        NoticeNumber corrected = new NoticeNumber(UUID.randomUUID());
        WrittenNotice notice = new WrittenNotice(
                AUTHOR,
                "a",
                "b",
                "all",
                plain.priority(),
                plain.mustRead(),
                plain.at(),
                plain.expires(),
                List.of(),
                Optional.of(corrected));
        assertThat(read(written(notice)).letter()).isEqualTo(notice);
        assertThat(plain.after(notice)).isEqualTo(notice);
        NoticeFields fields = NoticeFields.read(parsed(notice), AUTHOR, "").fold(granted -> granted, refused -> {
            throw new AssertionError(refused);
        });
        assertThat(fields.corrects()).isEqualTo(corrected.toString());
        assertThat(fields.sha256()).isNotEqualTo(NoticeFields.sha256(parsed(plain), AUTHOR, "all", "a"));
    }

    @Test
    void itIsAMessageOfShortAsciiLinesWithItsFiles() throws Exception {
        Enclosure file = Enclosure.of("점검 일정 (최종).txt", "22:00".getBytes(StandardCharsets.UTF_8));
        WrittenNotice notice = notice("제목", "첫 줄\n\n끝 줄 " + "긴 ".repeat(2_000), "all", file);
        assertThat(new String(written(notice), StandardCharsets.ISO_8859_1).split("\r\n", -1))
                .allSatisfy(line -> assertThat(line).matches("[\\x20-\\x7e]{0,200}"));
        MimeMessage message = parsed(notice);
        assertThat(message.getFrom()[0].toString()).contains("<" + AUTHOR + ">");
        assertThat(message.getSentDate().toInstant()).isEqualTo(AT);
        MimeMultipart parts = new MimeMultipart(message.getDataHandler().getDataSource());
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getInputStream().readAllBytes())
                .startsWith("첫 줄\r\n\r\n끝 줄 ".getBytes(StandardCharsets.UTF_8));
        assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("점검 일정 (최종).txt");
        assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(file.octets());
        WrittenNotice read = read(written(notice)).letter();
        assertThat(read.text()).isEqualTo(notice.text().stripTrailing());
        assertThat(read.enclosures()).extracting(Enclosure::name).containsExactly("점검 일정 (최종).txt");
        assertThat(read.enclosures().get(0).octets()).isEqualTo(file.octets());
    }

    @Test
    void theSameUnderTheSameIdIsTheSameNotice() throws Exception {
        WrittenNotice notice = notice("a", "b", "all", Enclosure.of("c", new byte[3]));
        MimeMessage later = new MimeMessage(
                (Session) null, new ByteArrayInputStream(NoticeMessage.written(notice, "교육부", ID, AT.plusSeconds(60))));
        assertThat(NoticeFields.sha256(later, AUTHOR, "all", "a"))
                .isEqualTo(NoticeFields.sha256(parsed(notice), AUTHOR, "all", "a"));
        assertThat(later.getMessageID()).isNotEqualTo(parsed(notice).getMessageID());
    }

    @ParameterizedTest
    @CsvSource({
        "a\\b/c:d.pdf,c:d.pdf",
        "../../etc/passwd,passwd",
        "'x\r\nBcc: a','xBcc: a'",
        "'',file",
        "invoice\u202Efdp.exe,invoicefdp.exe"
    })
    void aFileIsNamedByWhatCanBeShown(String sent, String shown) {
        assertThat(Enclosure.of(sent, new byte[0]).name()).isEqualTo(shown);
    }

    @Test
    void aMessageOfOthersIsReadAsFarAsItCanBe() throws IOException {
        String message = "From: nobody\r\nExpires: some day\r\nX-Gongmail-Notice-At: 09:00\r\nContent-Type:"
                + " multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>\r\n--b\r\nContent-Type:"
                + " text/plain\r\n\r\nplain\r\n--b--\r\n";
        WrittenNotice read = read(message.getBytes(StandardCharsets.US_ASCII)).letter();
        assertThat(read.author()).isEqualTo(Address.of("nobody@x.example"));
        assertThat(read.text()).isEqualTo("plain");
        assertThat(read.at()).isEmpty();
        assertThat(read.expires()).isEmpty();
        assertThat(read.priority()).isEqualTo(NoticePriority.NORMAL);
    }
}
