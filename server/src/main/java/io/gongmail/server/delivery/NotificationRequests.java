package io.gongmail.server.delivery;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * What a sender asked to be told of one mail (RFC 3461 §4), as it is kept with it in the queue.
 *
 * @param envelopeId xtext (RFC 3461 §4.4); empty where none was given
 * @param wholeMessage whether a report of a failure is to hold all of the message (RFC 3461 §4.3), not its header alone
 * @param recipients who is not the usual case, by their address as it was given
 */
public record NotificationRequests(
        String envelopeId, boolean wholeMessage, Map<String, NotificationRequest> recipients) {
    private static final AttributeName ENVELOPE_ID = AttributeName.of("gongmail.dsn-envid");
    private static final AttributeName WHOLE_MESSAGE = AttributeName.of("gongmail.dsn-full");
    private static final AttributeName RECIPIENTS = AttributeName.of("gongmail.dsn-recipients");

    public NotificationRequests {
        recipients = Map.copyOf(recipients);
    }

    /** Of {@code mail}; the usual where nothing is kept with it. */
    public static NotificationRequests of(Mail mail) {
        return new NotificationRequests(
                AttributeUtils.getValueAndCastFromMail(mail, ENVELOPE_ID, String.class)
                        .orElse(""),
                AttributeUtils.getValueAndCastFromMail(mail, WHOLE_MESSAGE, Boolean.class)
                        .orElse(false),
                mail
                        .getAttribute(RECIPIENTS)
                        .flatMap(attribute -> attribute.getValue().asMapAttributeValueOf(String.class))
                        .map(AttributeValue::value)
                        .orElse(Map.of())
                        .entrySet()
                        .stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, kept -> read(kept.getValue().value()))));
    }

    /** Keeps them with {@code mail}. */
    public void keepWith(Mail mail) {
        if (!envelopeId.isEmpty()) {
            mail.setAttribute(new Attribute(ENVELOPE_ID, AttributeValue.of(envelopeId)));
        }
        if (wholeMessage) {
            mail.setAttribute(new Attribute(WHOLE_MESSAGE, AttributeValue.of(true)));
        }
        if (!recipients.isEmpty()) {
            Map<String, AttributeValue<?>> kept = new LinkedHashMap<>();
            recipients.forEach((recipient, request) -> kept.put(recipient, AttributeValue.of(written(request))));
            mail.setAttribute(new Attribute(RECIPIENTS, AttributeValue.of(kept)));
        }
    }

    /** Of one recipient. */
    public NotificationRequest of(MailAddress recipient) {
        return Optional.ofNullable(recipients.get(recipient.asString())).orElse(NotificationRequest.USUAL);
    }

    /** Whether anything was asked about one recipient. */
    boolean says(MailAddress recipient) {
        return recipients.containsKey(recipient.asString());
    }

    private static String written(NotificationRequest request) {
        return request.events().stream().map(Enum::name).sorted().collect(Collectors.joining(","))
                + " "
                + request.originalRecipient();
    }

    private static NotificationRequest read(String written) {
        int space = written.indexOf(' ');
        return new NotificationRequest(
                Arrays.stream(written.substring(0, space).split(","))
                        .filter(name -> !name.isEmpty())
                        .map(NotificationRequest.Event::valueOf)
                        .collect(Collectors.toSet()),
                written.substring(space + 1));
    }
}
