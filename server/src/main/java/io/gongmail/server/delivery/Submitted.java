package io.gongmail.server.delivery;

import io.gongmail.store.registry.Address;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * Which mails somebody sent who had signed in. It stands in the queue beside the message, where no sender can write it, and only who
 * has accepted a message from a session with an account sets it: mail without it goes to no other server (RFC 5321 §7.1, §3.6.2).
 */
public final class Submitted {
    private static final AttributeName BY = AttributeName.of("gongmail.submitted-by");

    private Submitted() {}

    /** Notes who submitted {@code mail}. */
    public static void by(Address account, Mail mail) {
        mail.setAttribute(new Attribute(BY, AttributeValue.of(account.toString())));
    }

    /** Whether somebody who had signed in submitted it. */
    static boolean isSo(Mail mail) {
        return mail.getAttribute(BY).isPresent();
    }
}
