package io.gongmail.server.smtp;

import io.gongmail.server.delivery.NotificationRequest;
import io.gongmail.server.delivery.NotificationRequest.Event;
import io.gongmail.server.delivery.NotificationRequests;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.mailet.DsnParameters.XText;

/** RET and ENVID of MAIL, NOTIFY and ORCPT of RCPT (RFC 3461 §4): read strictly, and kept until the message is queued. */
final class NotificationParameters {
    private static final ProtocolSession.AttachmentKey<Asked> ASKED =
            ProtocolSession.AttachmentKey.of("notifications", Asked.class);
    private static final int LONGEST_ENVELOPE_ID = 100; // RFC 3461 §4.4
    private static final int LONGEST_ORIGINAL = 500; // RFC 3461 §4.2
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9-]{1,64}");
    /** Once decoded, it stands in a line of a report. */
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]+");

    private NotificationParameters() {}

    /** Of one transaction. */
    private static final class Asked {
        private String envelopeId = "";
        private boolean wholeMessage;
        private final Map<String, NotificationRequest> recipients = new HashMap<>();
    }

    /** What is wrong with RET or ENVID. */
    static Optional<Response> refusal(String name, String value) {
        boolean good = switch (name) {
            case "RET" -> Set.of("FULL", "HDRS").contains(value.toUpperCase(Locale.ROOT));
            case "ENVID" -> value.length() <= LONGEST_ENVELOPE_ID && isText(value);
            case "NOTIFY" -> events(value).isPresent();
            case "ORCPT" -> isOriginal(value);
            default -> false;
        };
        return good
                ? Optional.empty()
                : Optional.of(new SMTPResponse("501", "5.5.4 The value of " + name + " is none (RFC 3461)"));
    }

    private static boolean isText(String value) {
        return !value.isEmpty()
                && XText.isValid(value)
                && PRINTABLE.matcher(XText.decode(value)).matches();
    }

    private static boolean isOriginal(String value) {
        int end = value.indexOf(';');
        return end > 0
                && value.length() <= LONGEST_ORIGINAL
                && TYPE.matcher(value.substring(0, end)).matches()
                && isText(value.substring(end + 1));
    }

    /** RFC 3461 §4.1: NEVER alone, or others, each once. */
    private static Optional<Set<Event>> events(String value) {
        Set<Event> events = EnumSet.noneOf(Event.class);
        if (value.equalsIgnoreCase("NEVER")) {
            return Optional.of(events);
        }
        for (String name : value.toUpperCase(Locale.ROOT).split(",", -1)) {
            Optional<Event> event = EnumSet.allOf(Event.class).stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst();
            if (event.isEmpty() || !events.add(event.get())) {
                return Optional.empty();
            }
        }
        return Optional.of(events);
    }

    /** Keeps those of a MAIL that was taken. */
    static void keep(SMTPSession session, Map<String, String> parameters) {
        Asked asked = asked(session);
        asked.envelopeId = parameters.getOrDefault("ENVID", "");
        asked.wholeMessage = parameters.getOrDefault("RET", "").equalsIgnoreCase("FULL");
    }

    /** Keeps those of a recipient who was taken; of one who is named twice, the first. */
    static void keep(SMTPSession session, MailAddress recipient, Map<String, String> parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        Set<Event> events = Optional.ofNullable(parameters.get("NOTIFY"))
                .flatMap(NotificationParameters::events)
                .orElse(NotificationRequest.USUAL.events());
        asked(session)
                .recipients
                .putIfAbsent(
                        recipient.asString(), new NotificationRequest(events, parameters.getOrDefault("ORCPT", "")));
    }

    private static Asked asked(SMTPSession session) {
        Asked asked = session.getAttachment(ASKED, State.Transaction).orElseGet(Asked::new);
        session.setAttachment(ASKED, asked, State.Transaction);
        return asked;
    }

    /** What was asked for in this transaction. */
    static NotificationRequests of(SMTPSession session) {
        Asked asked = asked(session);
        return new NotificationRequests(asked.envelopeId, asked.wholeMessage, asked.recipients);
    }
}
