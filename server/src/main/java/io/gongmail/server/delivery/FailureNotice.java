package io.gongmail.server.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;

/**
 * Tells a sender who did not get their mail, as a delivery status notification (RFC 3464) with the header of the
 * original, from the null sender (RFC 5321 §4.5.5). Made twice for the same failure it is the same mail with the same id.
 */
final class FailureNotice {
    private static final int LONGEST_HEADER = 16 * 1024;
    /** In one line, in characters. */
    private static final int LONGEST_REASON = 200;

    private final String hostName;
    private final ZoneId zone;

    FailureNotice(String hostName, ZoneId zone) {
        this.hostName = hostName;
        this.zone = zone;
    }

    /** @param failed recipients, each with the reason */
    Mail about(Mail mail, UUID id, MailAddress sender, Map<MailAddress, Given.Never> failed) throws MessagingException {
        UUID noticeId =
                UUID.nameUUIDFromBytes((id + " failed for " + failed.keySet()).getBytes(StandardCharsets.UTF_8));
        byte[] bytes = text(mail, noticeId, sender, failed).getBytes(StandardCharsets.UTF_8);
        return WrittenMail.of("notice-" + noticeId, noticeId, sender, bytes);
    }

    private String text(Mail mail, UUID noticeId, MailAddress sender, Map<MailAddress, Given.Never> failed)
            throws MessagingException {
        String boundary = "=_" + noticeId;
        Date arrived = mail.getLastUpdated();
        Instant date = arrived == null ? Instant.EPOCH : arrived.toInstant();
        StringBuilder text = new StringBuilder();
        line(text, "From: Mail Delivery System <MAILER-DAEMON@" + hostName + ">");
        line(text, "To: <" + sender.asString() + ">");
        line(text, "Subject: Undelivered mail: your message did not reach everybody");
        line(
                text,
                "Date: "
                        + DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                                .format(date.atZone(zone)));
        line(text, "Message-ID: <" + noticeId + "@" + hostName + ">");
        line(text, "Auto-Submitted: auto-replied");
        line(text, "MIME-Version: 1.0");
        line(text, "Content-Type: multipart/report; report-type=delivery-status; boundary=\"" + boundary + "\"");
        line(text, "");
        line(text, "--" + boundary);
        line(text, "Content-Type: text/plain; charset=UTF-8");
        line(text, "Content-Transfer-Encoding: 8bit");
        line(text, "");
        line(text, "다음 받는 사람에게 메일을 전달하지 못했습니다.");
        line(text, "Your message could not be delivered to:");
        line(text, "");
        failed.forEach((recipient, failure) -> reason(text, recipient, failure));
        line(text, "");
        line(text, "--" + boundary);
        line(text, "Content-Type: message/delivery-status");
        line(text, "");
        line(text, "Reporting-MTA: dns; " + hostName);
        failed.forEach((recipient, failure) -> {
            line(text, "");
            line(text, "Final-Recipient: rfc822; " + recipient.asString());
            line(text, "Action: failed");
            line(text, "Status: " + failure.status());
        });
        line(text, "");
        line(text, "--" + boundary);
        line(text, "Content-Type: text/rfc822-headers");
        line(text, "Content-Transfer-Encoding: 8bit");
        line(text, "");
        header(text, mail);
        line(text, "");
        line(text, "--" + boundary + "--");
        return text.toString();
    }

    /** What an owner's filter says may be longer than a line may be (RFC 5322 §2.1.1). */
    private static void reason(StringBuilder text, MailAddress recipient, Given.Never failure) {
        String reason = failure.reason();
        if (reason.length() <= LONGEST_REASON) {
            line(text, "  " + recipient.asString() + ": " + reason + " (" + failure.status() + ")");
            return;
        }
        line(text, "  " + recipient.asString() + ": (" + failure.status() + ")");
        for (int from = 0; from < reason.length(); ) {
            int to = Math.min(reason.length(), from + LONGEST_REASON);
            if (to < reason.length() && Character.isHighSurrogate(reason.charAt(to - 1))) {
                to--;
            }
            line(text, "    " + reason.substring(from, to));
            from = to;
        }
    }

    private static void header(StringBuilder text, Mail mail) throws MessagingException {
        int end = text.length() + LONGEST_HEADER;
        Enumeration<String> lines = mail.getMessage().getAllHeaderLines();
        while (lines.hasMoreElements()) {
            String next = lines.nextElement();
            if (text.length() + next.length() > end) {
                return;
            }
            line(text, next);
        }
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append("\r\n");
    }
}
