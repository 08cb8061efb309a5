package io.gongmail.server.notice.followup;

import io.gongmail.server.notice.report.NoticeCsv;
import io.gongmail.server.notice.report.NoticeMember;
import io.gongmail.server.notice.report.NoticeSums;
import io.gongmail.server.notice.report.NoticeTally;
import io.gongmail.server.notice.text.LetterText;
import io.gongmail.server.words.Sentence;
import io.gongmail.server.words.Words;
import io.gongmail.store.mail.NoticeCopy;
import io.gongmail.store.registry.NoticeEnvelope;
import io.gongmail.store.registry.NoticeLetter;
import io.gongmail.store.registry.OfficialNotice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.mailet.DsnParameters.XText;

/**
 * Writes the letter that tells a sender what became of a notice: a summary in Korean and English, and who is missing as CSV. Where the
 * sender asked for a notification of the outcome (RFC 3461 §4.1) it is one: a report (RFC 6522) whose delivery status (RFC 3464) tells of
 * the audience's address, and of some of those who are missing. Immutable; thread-safe.
 */
public final class NoticeLetterWriter {
    /** In the list; more are counted. */
    static final int MOST_NAMED = 10_000;

    /** In the delivery status. */
    static final int MOST_TOLD = 100;

    private static final ZoneId KOREA = ZoneId.of("Asia/Seoul");

    private final String hostName;
    private final Words words;

    /** @param hostName of this server, which reports */
    public NoticeLetterWriter(String hostName, Words words) {
        this.hostName = hostName;
        this.words = words;
    }

    /**
     * The octets of one.
     *
     * @param header of the notice; may be empty
     * @param missing at most {@value #MOST_NAMED} who do not have it
     */
    byte[] written(
            OfficialNotice notice,
            NoticeEnvelope envelope,
            NoticeLetter letter,
            NoticeSums sums,
            List<NoticeMember> missing,
            String header) {
        // Of a success is told where that was asked for, and of a failure where there is one (RFC 3461 §4.1).
        boolean isOfDesk = envelope.asksFor(isForNobody(sums) ? "FAILURE" : "SUCCESS");
        List<NoticeMember> told = missing.stream()
                .filter(member -> envelope.asksFor(isLate(member) ? "DELAY" : "FAILURE"))
                .limit(MOST_TOLD)
                .toList();
        boolean isReport = isOfDesk || !told.isEmpty();
        UUID id = UUID.nameUUIDFromBytes(NoticeLetters.name(notice.number()).getBytes(StandardCharsets.UTF_8));
        LetterText text = new LetterText();
        text.line(
                isReport
                        ? "From: Mail Delivery System <MAILER-DAEMON@" + hostName + ">"
                        : "From: Gongmail <postmaster@" + letter.recipient().domain() + ">");
        text.line("To: <" + letter.recipient() + ">");
        text.subject(sentence(notice).korean());
        text.date(letter.written().atZone(KOREA));
        text.line("Message-ID: <" + id + "@" + hostName + ">");
        text.inReplyTo(envelope.messageId());
        text.line("Auto-Submitted: auto-generated"); // RFC 3834 §5
        text.line("MIME-Version: 1.0");
        String whole = "=_" + id;
        if (isReport) {
            // RFC 6522 §3: for people, for machines, and what it is about; people have the list.
            text.line("Content-Type: multipart/report; report-type=delivery-status; boundary=\"" + whole + "\"");
            text.line("");
            text.line("--" + whole);
            forPeople(text, whole + "-1", notice, sums, missing);
            text.line("--" + whole);
            status(text, notice, envelope, letter, told, isOfDesk ? Optional.of(isForNobody(sums)) : Optional.empty());
            if (!header.isEmpty()) {
                text.line("--" + whole);
                text.part("text/rfc822-headers; charset=utf-8", "", header);
            }
            text.line("--" + whole + "--");
        } else {
            forPeople(text, whole, notice, sums, missing);
        }
        return text.octets();
    }

    private static boolean isForNobody(NoticeSums sums) {
        return sums.all().delivered() + sums.all().recalled() == 0;
    }

    private static boolean isLate(NoticeMember member) {
        return member.copy().state() == NoticeCopy.State.OWED;
    }

    private void forPeople(
            LetterText text, String boundary, OfficialNotice notice, NoticeSums sums, List<NoticeMember> missing) {
        text.line("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"");
        text.line("");
        text.line("--" + boundary);
        text.plain(summary(notice, sums, missing.size()));
        if (!missing.isEmpty()) {
            text.line("--" + boundary);
            text.part("text/csv; charset=utf-8; header=present", "missing.csv", list(missing)); // RFC 7111 §3
        }
        text.line("--" + boundary + "--");
    }

    private Sentence sentence(OfficialNotice notice) {
        return words.sentence("G-975", Map.of("name", notice.subject()));
    }

    private String summary(OfficialNotice notice, NoticeSums sums, int named) {
        Sentence sentence = sentence(notice);
        NoticeTally all = sums.all();
        int missing = all.owed() + all.failed();
        List<String> lines = new ArrayList<>(List.of(
                sentence.korean() + " " + sentence.remedyKorean(),
                "",
                sentence.english() + "; " + sentence.remedyEnglish() + ".",
                "",
                "번호 / number: " + notice.number(),
                "대상 / audience: " + notice.audience() + " (" + sums.audience() + ")",
                "전달 / delivered: " + all.delivered(),
                "읽음 / read: " + all.read(),
                "읽지 않고 지움 / deleted unread: " + all.deleted(),
                "회수 / recalled: " + all.recalled(),
                "전달 못 함 / failed: " + all.failed(),
                "전달 중 / not delivered yet: " + all.owed(),
                "시각 / as of: " + sums.taken().atZone(KOREA).toOffsetDateTime()));
        for (NoticeSums.Correction correction : sums.corrections()) {
            lines.addAll(List.of(
                    "정정 전 공지 / corrected: " + correction.of(),
                    "정정 공지 / correction: " + correction.by(),
                    "읽지 않아 바꾼 수 / replaced unread: " + correction.unread(),
                    "읽은 뒤여서 정정을 따로 보낸 수 / had read it, and got the correction marked: " + correction.read()));
        }
        if (missing > named) {
            lines.add("목록에 없음 / not in the list: " + (missing - named));
        }
        lines.add("");
        return String.join("\n", lines);
    }

    private static String list(List<NoticeMember> missing) {
        StringBuilder list = new StringBuilder();
        try {
            NoticeCsv csv = NoticeCsv.on(list);
            for (NoticeMember member : missing) {
                csv.member(member);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes what is written", e);
        }
        return list.toString();
    }

    /**
     * RFC 3464 §2: the audience is one recipient, which was expanded into many; of those that failed, some by name.
     *
     * @param desk whether it failed for all; empty where nothing is to be told of the audience
     */
    private void status(
            LetterText text,
            OfficialNotice notice,
            NoticeEnvelope envelope,
            NoticeLetter letter,
            List<NoticeMember> told,
            Optional<Boolean> desk) {
        text.line("Content-Type: message/delivery-status");
        text.line("");
        if (!notice.envelopeId().isEmpty()) {
            text.line("Original-Envelope-Id: " + XText.decode(notice.envelopeId())); // RFC 3464 §2.2.1
        }
        text.line("Reporting-MTA: dns; " + hostName);
        text.line("Arrival-Date: " + LetterText.dated(notice.submitted().atZone(KOREA)));
        desk.ifPresent(failed -> {
            recipient(text, envelope, envelope.desk());
            text.line("Action: " + (failed ? "failed" : "expanded")); // RFC 3464 §2.3.3
            text.line("Status: " + (failed ? "5.0.0" : "2.0.0"));
        });
        for (NoticeMember member : told) {
            recipient(text, envelope, member.copy().owner().asString());
            text.line("Action: " + (isLate(member) ? "delayed" : "failed"));
            text.line(
                    "Status: " + (isLate(member) ? "4.4.7" : "5.1.6")); // RFC 3463 §3.2: moved, §3.5: its time is over
            text.line("Last-Attempt-Date: " + LetterText.dated(letter.written().atZone(KOREA)));
        }
        text.line("");
    }

    private static void recipient(LetterText text, NoticeEnvelope envelope, String address) {
        text.line("");
        original(text, envelope);
        text.line("Final-Recipient: rfc822; " + address);
    }

    /** RFC 3464 §2.3.1; of those whom the audience meant, too (RFC 3461 §5.2.7.1). */
    private static void original(LetterText text, NoticeEnvelope envelope) {
        int type = envelope.original().indexOf(';');
        if (type > 0) {
            text.line("Original-Recipient: "
                    + envelope.original().substring(0, type + 1)
                    + XText.decode(envelope.original().substring(type + 1)));
        }
    }
}
