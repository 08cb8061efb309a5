package io.gongmail.server.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.DsnParameters.XText;
import org.apache.mailet.Mail;

/**
 * Tells a sender what became of their mail, as a delivery status notification (RFC 3464) with the header of the original, or all
 * of it, from the null sender (RFC 5321 §4.5.5). Made twice for the same outcome it is the same mail with the same id.
 */
final class StatusNotice {
    private static final int LONGEST_HEADER = 16 * 1024;
    /** In one line, in characters. */
    private static final int LONGEST_REASON = 200;
    /** In octets; of a larger message only the header is returned. */
    private static final int LARGEST_MESSAGE = 256 * 1024;

    /** What became of it (RFC 3464 §2.3.3). */
    enum Outcome {
        DELIVERED,
        /** Another server has it, which may tell no more. */
        RELAYED,
        FAILED,
        DELAYED;

        private String action() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What became of it for one recipient.
     *
     * @param reason in English; may be empty
     * @param host another server whose reply the reason is (RFC 3464 §2.3.5); empty where none is
     * @param until when it is tried no more, where it is delayed (RFC 3464 §2.3.9)
     */
    record Told(String status, String reason, String host, Optional<Instant> until) {
        Told(String status, String reason) {
            this(status, reason, "", Optional.empty());
        }
    }

    private final String hostName;
    private final ZoneId zone;

    StatusNotice(String hostName, ZoneId zone) {
        this.hostName = hostName;
        this.zone = zone;
    }

    /** @param recipients whom it is about, each with what became of it */
    Mail about(Mail mail, UUID id, MailAddress sender, Outcome outcome, Map<MailAddress, Told> recipients)
            throws MessagingException {
        UUID noticeId = UUID.nameUUIDFromBytes(
                (id + " " + outcome.action() + " for " + recipients.keySet()).getBytes(StandardCharsets.UTF_8));
        Text text = new Text();
        write(text, mail, noticeId, sender, outcome, recipients);
        return WrittenMail.of("notice-" + noticeId, noticeId, sender, text.octets.toByteArray());
    }

    private static String subject(Outcome outcome) {
        return switch (outcome) {
            case DELIVERED -> "Delivered mail: your message has arrived";
            case RELAYED -> "Relayed mail: your message has been handed to another server";
            case FAILED -> "Undelivered mail: your message did not reach everybody";
            case DELAYED -> "Delayed mail: your message has not reached everybody yet";
        };
    }

    private static String korean(Outcome outcome) {
        return switch (outcome) {
            case DELIVERED -> "다음 받는 사람의 메일함에 메일이 도착했습니다.";
            case RELAYED -> "다음 받는 사람의 메일 서버에 메일을 넘겼습니다. 그 뒤의 소식은 없을 수 있습니다.";
            case FAILED -> "다음 받는 사람에게 메일을 전달하지 못했습니다.";
            case DELAYED -> "다음 받는 사람에게 아직 메일을 전달하지 못했습니다. 계속 시도하니 다시 보내지 않아도 됩니다.";
        };
    }

    private static String english(Outcome outcome) {
        return switch (outcome) {
            case DELIVERED -> "Your message has arrived in the mailbox of:";
            case RELAYED -> "Your message has been handed to the mail server of these, which may tell you no more:";
            case FAILED -> "Your message could not be delivered to:";
            case DELAYED -> "Your message could not be delivered yet, and is still being tried; do not send it again:";
        };
    }

    private void write(
            Text text, Mail mail, UUID noticeId, MailAddress sender, Outcome outcome, Map<MailAddress, Told> recipients)
            throws MessagingException {
        NotificationRequests requests = NotificationRequests.of(mail);
        String boundary = "=_" + noticeId;
        Date arrived = mail.getLastUpdated();
        String date = date(arrived == null ? Instant.EPOCH : arrived.toInstant());
        text.line("From: Mail Delivery System <MAILER-DAEMON@" + hostName + ">");
        text.line("To: <" + sender.asString() + ">");
        text.line("Subject: " + subject(outcome));
        text.line("Date: " + date);
        text.line("Message-ID: <" + noticeId + "@" + hostName + ">");
        text.line("Auto-Submitted: auto-replied");
        text.line("MIME-Version: 1.0");
        text.line("Content-Type: multipart/report; report-type=delivery-status; boundary=\"" + boundary + "\"");
        text.line("");
        text.line("--" + boundary);
        text.line("Content-Type: text/plain; charset=UTF-8");
        text.line("Content-Transfer-Encoding: 8bit");
        text.line("");
        text.line(korean(outcome));
        text.line(english(outcome));
        text.line("");
        recipients.forEach((recipient, told) -> reason(text, recipient, told));
        text.line("");
        text.line("--" + boundary);
        text.line("Content-Type: message/delivery-status");
        text.line("");
        if (!requests.envelopeId().isEmpty()) {
            text.line("Original-Envelope-Id: " + XText.decode(requests.envelopeId())); // RFC 3464 §2.2.1
        }
        text.line("Reporting-MTA: dns; " + hostName);
        if (arrived != null) {
            text.line("Arrival-Date: " + date);
        }
        recipients.forEach((recipient, told) -> {
            text.line("");
            String original = requests.of(recipient).originalRecipient();
            int type = original.indexOf(';');
            if (type > 0) {
                text.line(
                        "Original-Recipient: " // RFC 3464 §2.3.1
                                + original.substring(0, type + 1) + XText.decode(original.substring(type + 1)));
            }
            text.line("Final-Recipient: " + BeyondAscii.typed(recipient.asString()));
            text.line("Action: " + outcome.action());
            text.line("Status: " + told.status());
            if (!told.host().isEmpty()) {
                text.line("Remote-MTA: dns; " + told.host()); // RFC 3464 §2.3.5
                text.line("Diagnostic-Code: smtp; " + told.reason()); // RFC 3464 §2.3.6
            }
            told.until().ifPresent(until -> text.line("Will-Retry-Until: " + date(until)));
        });
        text.line("");
        text.line("--" + boundary);
        original(text, mail, outcome == Outcome.FAILED && requests.wholeMessage());
        text.line("");
        text.line("--" + boundary + "--");
    }

    private String date(Instant at) {
        return DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                .format(at.atZone(zone));
    }

    /** What an owner's filter says may be longer than a line may be (RFC 5322 §2.1.1). */
    private static void reason(Text text, MailAddress recipient, Told told) {
        String reason = (told.host().isEmpty() ? "" : told.host() + ": ") + told.reason();
        String meant = BeyondAscii.meant(recipient.asString());
        if (reason.length() <= LONGEST_REASON) {
            text.line("  " + meant + (reason.isEmpty() ? "" : ": " + reason) + " (" + told.status() + ")");
            return;
        }
        text.line("  " + meant + ": (" + told.status() + ")");
        for (int from = 0; from < reason.length(); ) {
            int to = Math.min(reason.length(), from + LONGEST_REASON);
            if (to < reason.length() && Character.isHighSurrogate(reason.charAt(to - 1))) {
                to--;
            }
            text.line("    " + reason.substring(from, to));
            from = to;
        }
    }

    /** RFC 3461 §4.3: all of it only with a failure; RFC 6533 §4 for headers beyond US-ASCII. */
    private static void original(Text text, Mail mail, boolean whole) throws MessagingException {
        Text header = new Text();
        boolean ascii = header(header, mail);
        byte[] message = whole ? message(mail) : new byte[0];
        boolean returned = message.length > 0 && message.length <= LARGEST_MESSAGE;
        text.line("Content-Type: "
                + (returned
                        ? ascii ? "message/rfc822" : "message/global"
                        : ascii ? "text/rfc822-headers" : "message/global-headers"));
        text.line("Content-Transfer-Encoding: 8bit");
        text.line("");
        text.octets.writeBytes(returned ? message : header.octets.toByteArray());
    }

    private static byte[] message(Mail mail) throws MessagingException {
        try (InputStream in = new MimeMessageInputStream(mail.getMessage())) {
            return in.readNBytes(LARGEST_MESSAGE + 1);
        } catch (IOException e) {
            throw new MessagingException("the queued message cannot be read", e);
        }
    }

    /** Tells whether it is US-ASCII. */
    private static boolean header(Text text, Mail mail) throws MessagingException {
        boolean ascii = true;
        Enumeration<String> lines = mail.getMessage().getAllHeaderLines();
        while (lines.hasMoreElements()) {
            String next = lines.nextElement();
            if (text.octets.size() + next.length() > LONGEST_HEADER) {
                break;
            }
            ascii &= next.chars().allMatch(c -> c < 0x80);
            // Octets were read as characters up to U+00FF.
            boolean octets = next.chars().allMatch(c -> c < 0x100);
            text.octets.writeBytes(next.getBytes(octets ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
            text.line("");
        }
        return ascii;
    }

    /** Lines, ended by CRLF. */
    private static final class Text {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream(4 * 1024);

        void line(String line) {
            octets.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
    }
}
