package io.gongmail.server.notice;

import io.gongmail.server.delivery.NotificationRequest;
import io.gongmail.server.delivery.NotificationRequests;
import io.gongmail.store.registry.NoticeEnvelope;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;

/** Reads how a notice is handed in. What does not fit into a record is left out: nobody is refused for it. */
final class Envelopes {
    /** RFC 5322 §3.6.4, in one line. */
    private static final Pattern MESSAGE_ID = Pattern.compile("<[!-~]{1,900}>");

    private static final int LONGEST_ADDRESS = 254;

    private Envelopes() {}

    static NoticeEnvelope of(Mail mail) throws MessagingException {
        Optional<MailAddress> desk = mail.getRecipients().stream().findFirst();
        NotificationRequests requests = NotificationRequests.of(mail);
        Optional<NotificationRequest> asked = desk.flatMap(
                address -> Optional.ofNullable(requests.recipients().get(address.asString())));
        return new NoticeEnvelope(
                messageId(mail),
                fitting(mail.getMaybeSender().asString("")),
                fitting(desk.map(MailAddress::asString).orElse("")),
                asked.map(Envelopes::wanted).orElse(""),
                asked.map(NotificationRequest::originalRecipient).orElse(""));
    }

    private static String messageId(Mail mail) throws MessagingException {
        String id =
                Optional.ofNullable(mail.getMessage().getMessageID()).orElse("").strip();
        return MESSAGE_ID.matcher(id).matches() ? id : "";
    }

    private static String fitting(String address) {
        return address.length() <= LONGEST_ADDRESS && address.chars().noneMatch(Character::isISOControl) ? address : "";
    }

    /** RFC 3461 §4.1: whoever wants to hear of nothing says so. */
    private static String wanted(NotificationRequest asked) {
        return asked.events().isEmpty()
                ? NoticeEnvelope.NEVER
                : asked.events().stream().map(Enum::name).sorted().collect(Collectors.joining(","));
    }
}
