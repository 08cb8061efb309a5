package io.gongmail.store.mail.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/** What the queue and those who deliver from it tell each other through attributes of a mail. */
public final class Delivery {
    private static final AttributeName ID = AttributeName.of("gongmail.delivery");
    private static final AttributeName QUEUED = AttributeName.of("gongmail.queued");
    private static final AttributeName RETRY_AFTER = AttributeName.of("gongmail.retry-after");

    private Delivery() {}

    /**
     * The id under which {@code mail} is handed out, the same at each attempt and after a crash; empty when it never went
     * through a queue of ours. A mail taken from a queue and put into another keeps it.
     */
    public static Optional<UUID> idOf(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, ID, String.class).map(UUID::fromString);
    }

    /** Gives {@code mail} its id before it is queued: whoever makes the same mail again after a crash gives the same. */
    public static void mark(Mail mail, UUID id) {
        mail.setAttribute(mark(id));
    }

    static Attribute mark(UUID id) {
        return new Attribute(ID, AttributeValue.of(id.toString()));
    }

    /** Since when {@code mail} is in the queue it was taken from; empty when it never was in one of ours. */
    public static Optional<Instant> queuedAt(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, QUEUED, Long.class).map(Instant::ofEpochMilli);
    }

    static void queuedAt(Mail mail, long millis) {
        mail.setAttribute(new Attribute(QUEUED, AttributeValue.of(millis)));
    }

    /** A {@code done(RETRY)} that follows hands {@code mail} out again no sooner than after {@code wait}. */
    public static void retryAfter(Mail mail, Duration wait) {
        mail.setAttribute(new Attribute(RETRY_AFTER, AttributeValue.of(wait.toMillis())));
    }

    /** Takes the wish of {@link #retryAfter} off the mail. */
    static Duration takeRetryAfter(Mail mail) {
        Optional<Long> millis = AttributeUtils.getValueAndCastFromMail(mail, RETRY_AFTER, Long.class);
        mail.removeAttribute(RETRY_AFTER);
        return Duration.ofMillis(millis.orElse(0L));
    }
}
