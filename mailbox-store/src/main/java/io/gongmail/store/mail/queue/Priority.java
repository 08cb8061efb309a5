package io.gongmail.store.mail.queue;

import static org.apache.james.queue.api.MailPrioritySupport.HIGH_PRIORITY;
import static org.apache.james.queue.api.MailPrioritySupport.LOW_PRIORITY;
import static org.apache.james.queue.api.MailPrioritySupport.MAIL_PRIORITY;
import static org.apache.james.queue.api.MailPrioritySupport.NORMAL_PRIORITY;

import org.apache.mailet.Attribute;
import org.apache.mailet.Mail;

/** How urgent a mail is to the queue, from 0 to 9, in James' own attribute {@code MAIL_PRIORITY}; 5 where it says nothing of use. */
final class Priority {
    private Priority() {}

    static int of(Mail mail) {
        return mail.getAttribute(MAIL_PRIORITY)
                .map(Attribute::getValue)
                .map(value -> value.value() instanceof Integer number
                        ? Math.max(LOW_PRIORITY, Math.min(HIGH_PRIORITY, number))
                        : NORMAL_PRIORITY)
                .orElse(NORMAL_PRIORITY);
    }
}
