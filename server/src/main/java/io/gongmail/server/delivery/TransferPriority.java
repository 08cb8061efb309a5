package io.gongmail.server.delivery;

import org.apache.james.queue.api.MailPrioritySupport;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * Before which others a mail is delivered and sent on (RFC 6710): from -9 to 9, 0 where nothing was asked for. It stands in the queue
 * beside the message, where no sender can write it, and goes with it to whom it is forwarded. The queue knows ten levels, of which 5 is
 * the usual one: neighbours share one there, and are told apart by next hops.
 */
public final class TransferPriority {
    public static final int HIGHEST = 9;

    private static final AttributeName PRIORITY = AttributeName.of("gongmail.transfer-priority");

    private TransferPriority() {}

    /** Notes it of a mail that is to be queued. */
    public static void of(Mail mail, int priority) {
        if (Math.abs(priority) > HIGHEST) {
            throw new IllegalArgumentException("a priority is from -9 to 9");
        }
        mail.setAttribute(new Attribute(PRIORITY, AttributeValue.of(priority)));
        mail.setAttribute(new Attribute(MailPrioritySupport.MAIL_PRIORITY, AttributeValue.of(inQueue(priority))));
    }

    /** What it is of a mail. */
    public static int in(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, PRIORITY, Integer.class)
                .orElse(0);
    }

    /** What is made of a mail is as urgent. */
    static void pass(Mail from, Mail to) {
        if (in(from) != 0) {
            of(to, in(from));
        }
    }

    /** From 0 to 9, in the same order; nothing but 0 is the usual one. */
    static int inQueue(int priority) {
        int below = MailPrioritySupport.NORMAL_PRIORITY - MailPrioritySupport.LOW_PRIORITY;
        int above = MailPrioritySupport.HIGH_PRIORITY - MailPrioritySupport.NORMAL_PRIORITY;
        int steps = priority < 0 ? below : above;
        int away = (Math.abs(priority) * steps + HIGHEST - 1) / HIGHEST;
        return MailPrioritySupport.NORMAL_PRIORITY + Integer.signum(priority) * away;
    }
}
