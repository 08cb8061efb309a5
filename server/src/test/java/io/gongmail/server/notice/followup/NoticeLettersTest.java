package io.gongmail.server.notice.followup;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.server.delivery.Letters;
import io.gongmail.server.delivery.NotificationRequest.Event;
import io.gongmail.server.delivery.NotificationRequests;
import io.gongmail.server.notice.Noticeboard;
import io.gongmail.store.mail.queue.QueuedMail;
import io.gongmail.store.registry.NoticeLetter;
import io.gongmail.store.registry.NoticeNumber;
import io.gongmail.store.registry.OfficialNoticeState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.mail.BodyPart;
import javax.mail.Multipart;
import javax.mail.internet.MimeMessage;
import org.apache.james.queue.api.MailQueueFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sender hears once what became of a notice. */
class NoticeLettersTest {
    private Noticeboard board;

    @BeforeEach
    void open() {
        board = new Noticeboard();
    }

    @AfterEach
    void close() {
        board.close();
    }

    private Letters queue() {
        return new Letters(board.server.mail().queueFactory(), "mail.gongmail.example", Noticeboard.CLOCK);
    }

    private NoticeLetters letters(Clock clock) {
        return new NoticeLetters(
                board.server.registry(),
                board.delivery,
                board.reports,
                new NoticeLetterWriter("mail.gongmail.example", board.server.words()),
                board.server.mail(),
                queue(),
                clock);
    }

    private NoticeLetters letters() {
        return letters(Noticeboard.CLOCK);
    }

    private List<QueuedMail> queued() {
        return board.server
                .mail()
                .queueDesk()
                .list(MailQueueFactory.SPOOL.asString(), 100)
                .orElse(List.of());
    }

    private MimeMessage sent() throws Exception {
        List<QueuedMail> queued = queued();
        assertThat(queued).hasSize(1);
        assertThat(queued.get(0).mail().getRecipients())
                .extracting(Object::toString)
                .containsExactly(board.press.address());
        assertThat(queued.get(0).mail().getMaybeSender().isNullSender()).isTrue(); // RFC 3834 §3.3
        return queued.get(0).mail().getMessage();
    }

    private static BodyPart part(Object multipart, int number) throws Exception {
        return ((Multipart) multipart).getBodyPart(number);
    }

    private static String text(BodyPart part) throws Exception {
        return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void oneLetterGoesWhenEverybodyHasIt() throws Exception {
        NoticeNumber number = board.out();
        board.read(board.kim);
        letters().run();
        assertThat(queued()).isEmpty();
        board.settled(number);
        letters().run();
        letters().run();
        MimeMessage letter = sent();
        assertThat(letter.getSubject()).contains("전산망 점검");
        assertThat(letter.getHeader("In-Reply-To", ","))
                .isEqualTo(board.server
                        .registry()
                        .noticeFollowUps()
                        .envelope(number)
                        .messageId());
        assertThat(letter.getHeader("Auto-Submitted", ",")).isEqualTo("auto-generated");
        assertThat(letter.getContentType()).startsWith("multipart/mixed");
        assertThat(((Multipart) letter.getContent()).getCount()).isEqualTo(1);
        assertThat(text(part(letter.getContent(), 0)))
                .contains("delivered: 3\r\n")
                .contains("read: 1\r\n")
                .contains("failed: 0\r\n")
                .contains(number.toString());
    }

    @Test
    void whoCannotHaveItStandsInAListAndNotInALetterEach() throws Exception {
        NoticeNumber number = board.out();
        board.handOn(board.lee, board.hong);
        board.settled(number);
        letters().run();
        MimeMessage letter = sent();
        BodyPart list = part(letter.getContent(), 1);
        assertThat(list.getContentType()).startsWith("text/csv");
        assertThat(list.getFileName()).isEqualTo("missing.csv");
        assertThat(text(list).lines().toList())
                .hasSize(2)
                .last()
                .asString()
                .startsWith(board.lee.address())
                .contains(",failed,")
                .endsWith(",no mailbox");
    }

    @Test
    void aLetterThatAStopCameBetweenIsTheSameOneAgain() throws Exception {
        NoticeNumber number = board.out();
        board.settled(number);
        // Queued, and then the process died before that was noted.
        Clock later = Clock.offset(Noticeboard.CLOCK, Duration.ofHours(1));
        letters().write(board.notice(number));
        NoticeLetter letter =
                board.server.registry().noticeFollowUps().unsent(1).get(0);
        queue().send(
                        letter.recipient(),
                        NoticeLetters.name(number),
                        board.server.registry().noticeFollowUps().message(letter));
        board.read(board.hong);
        letters(later).run();
        List<QueuedMail> queued = queued();
        assertThat(queued).hasSize(2);
        assertThat(queued.get(0).id()).isEqualTo(queued.get(1).id());
        assertThat(octets(queued.get(0))).isEqualTo(octets(queued.get(1)));
        assertThat(board.server.registry().noticeFollowUps().unsent(1)).isEmpty();
    }

    private static byte[] octets(QueuedMail mail) throws Exception {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        mail.mail().getMessage().writeTo(octets);
        return octets.toByteArray();
    }

    @Test
    void whatIsNotWithEverybodyWhenItsTimeIsOverIsToldAsItStands() throws Exception {
        board.out();
        board.look(board.hong);
        letters(Clock.offset(Noticeboard.CLOCK, Duration.ofDays(4))).run();
        assertThat(queued()).isEmpty();
        letters(Clock.offset(Noticeboard.CLOCK, Duration.ofDays(6))).run();
        assertThat(text(part(sent().getContent(), 0))).contains("not delivered yet: 2\r\n");
        assertThat(text(part(sent().getContent(), 1)).lines()).hasSize(3);
    }

    @Test
    void ofARecalledOneIsToldFromWhomItWasTaken() throws Exception {
        NoticeNumber number = board.out();
        board.look(board.hong);
        board.advance(number, OfficialNoticeState.RECALL_ASKED, OfficialNoticeState.RECALLING);
        board.runner.run();
        board.settled(number);
        letters().run();
        assertThat(text(part(sent().getContent(), 0))).contains("recalled: 3\r\n");
    }

    @Test
    void aSystemThatAskedForSuccessHasAReportByItsEnvelopeId() throws Exception {
        NoticeNumber number = board.out(Noticeboard.asked("QQ+2B314159", Event.SUCCESS, Event.FAILURE));
        board.handOn(board.lee, board.hong);
        board.settled(number);
        letters().run();
        MimeMessage report = sent();
        assertThat(report.getContentType()).startsWith("multipart/report").contains("report-type=delivery-status");
        assertThat(((Multipart) report.getContent()).getCount()).isEqualTo(3);
        assertThat(part(report.getContent(), 0).getContentType()).startsWith("multipart/mixed");
        BodyPart status = part(report.getContent(), 1);
        assertThat(status.getContentType()).startsWith("message/delivery-status");
        String[] groups = text(status).strip().split("\r\n\r\n");
        assertThat(groups).hasSize(3);
        assertThat(groups[0]).contains("Original-Envelope-Id: QQ+314159").contains("Reporting-MTA: dns; mail.");
        assertThat(groups[1])
                .contains("Original-Recipient: rfc822;" + Noticeboard.DESK)
                .contains("Final-Recipient: rfc822; " + Noticeboard.DESK)
                .contains("Action: expanded")
                .contains("Status: 2.0.0");
        assertThat(groups[2])
                .contains("Final-Recipient: rfc822; " + board.lee.address())
                .contains("Action: failed")
                .contains("Status: 5.1.6");
        BodyPart header = part(report.getContent(), 2);
        assertThat(header.getContentType()).startsWith("text/rfc822-headers");
        assertThat(text(header)).contains("X-Gongmail-Audience: board").doesNotContain("to all");
    }

    @Test
    void ofFailureAloneNobodyHearsInAReportWhereThereIsNone() throws Exception {
        NoticeNumber number = board.out(Noticeboard.asked("e1", Event.FAILURE));
        board.settled(number);
        letters().run();
        assertThat(sent().getContentType()).startsWith("multipart/mixed");
    }

    @Test
    void ofFailureAloneTheAudienceAsAWholeIsNotTold() throws Exception {
        NoticeNumber number = board.out(Noticeboard.asked("e1", Event.FAILURE));
        board.handOn(board.lee, board.hong);
        board.settled(number);
        letters().run();
        String status = text(part(sent().getContent(), 1));
        assertThat(status).contains("Action: failed").doesNotContain("Action: expanded");
    }

    @Test
    void whoWantsToHearOfNothingHearsNothing() throws Exception {
        NotificationRequests never = Noticeboard.asked("e1");
        NoticeNumber number = board.out(never);
        board.settled(number);
        letters().run();
        letters().run();
        assertThat(queued()).isEmpty();
        assertThat(board.server.registry().noticeFollowUps().unwritten(10)).isEmpty();
    }
}
