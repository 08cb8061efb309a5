package io.gongmail.server.delivery;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * Which mails go from server to server over TLS alone, as their senders asked (RFC 8689). It stands in the queue beside the message and
 * goes with it to whom it is forwarded.
 */
public final class TlsRequired {
    private static final AttributeName REQUIRED = AttributeName.of("gongmail.tls-required");

    private TlsRequired() {}

    /** Notes that its sender asked for it. */
    public static void of(Mail mail) {
        mail.setAttribute(new Attribute(REQUIRED, AttributeValue.of(true)));
    }

    static boolean isSo(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, REQUIRED, Boolean.class)
                .orElse(false);
    }

    /** What is made of a mail asks for no less (RFC 8689 §4.2). */
    static void pass(Mail from, Mail to) {
        if (isSo(from)) {
            of(to);
        }
    }
}
