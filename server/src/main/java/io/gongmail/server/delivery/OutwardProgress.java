package io.gongmail.server.delivery;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * How far it has come with a mail for other servers, as it is kept with it in the queue.
 *
 * @param attempts that were made
 * @param toldOfDelay whether its sender was told that it takes long
 * @param answers what was said last of each recipient it is still tried for, in one line
 * @param planned when it was to be tried again; before its first attempt 1970
 */
public record OutwardProgress(int attempts, boolean toldOfDelay, Map<String, String> answers, Instant planned) {
    private static final AttributeName ATTEMPTS = AttributeName.of("gongmail.outward-attempts");
    private static final AttributeName TOLD = AttributeName.of("gongmail.outward-delay-told");
    private static final AttributeName PLANNED = AttributeName.of("gongmail.outward-planned");
    private static final AttributeName ANSWERS = AttributeName.of("gongmail.outward-answers");

    public OutwardProgress {
        answers = Map.copyOf(answers);
    }

    /** Of {@code mail}; none where nothing is kept with it. */
    public static OutwardProgress of(Mail mail) {
        return new OutwardProgress(
                AttributeUtils.getValueAndCastFromMail(mail, ATTEMPTS, Integer.class)
                        .orElse(0),
                AttributeUtils.getValueAndCastFromMail(mail, TOLD, Boolean.class)
                        .orElse(false),
                mail
                        .getAttribute(ANSWERS)
                        .flatMap(attribute -> attribute.getValue().asMapAttributeValueOf(String.class))
                        .map(AttributeValue::value)
                        .orElse(Map.of())
                        .entrySet()
                        .stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, kept -> kept.getValue().value())),
                AttributeUtils.getValueAndCastFromMail(mail, PLANNED, Long.class)
                        .map(Instant::ofEpochMilli)
                        .orElse(Instant.EPOCH));
    }

    /** The same, to be tried again then. */
    OutwardProgress plannedFor(Instant next) {
        return new OutwardProgress(attempts, toldOfDelay, answers, next);
    }

    /** Whether it comes before its time, because somebody looks after it. */
    boolean isHurried(Instant now) {
        return now.isBefore(planned);
    }

    /** Keeps it with {@code mail}. */
    void keepWith(Mail mail) {
        mail.setAttribute(new Attribute(ATTEMPTS, AttributeValue.of(attempts)));
        mail.setAttribute(new Attribute(TOLD, AttributeValue.of(toldOfDelay)));
        mail.setAttribute(new Attribute(PLANNED, AttributeValue.of(planned.toEpochMilli())));
        Map<String, AttributeValue<?>> kept = new LinkedHashMap<>();
        answers.forEach((recipient, answer) -> kept.put(recipient, AttributeValue.of(answer)));
        mail.setAttribute(new Attribute(ANSWERS, AttributeValue.of(kept)));
    }
}
