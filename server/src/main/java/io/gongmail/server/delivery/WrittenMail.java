package io.gongmail.server.delivery;

import io.gongmail.store.mail.queue.Delivery;
import io.gongmail.store.registry.Address;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/** Mails that the server puts into its queues itself. Made twice with one id it is one mail, delivered once. */
final class WrittenMail {
    /** In the queue, where no sender can write it. */
    private static final AttributeName OURS = AttributeName.of("gongmail.ours");

    private WrittenMail() {}

    /** Of the server itself: from the null sender (RFC 5321 §4.5.5), neither answered nor forwarded. */
    static Mail of(String name, UUID id, MailAddress recipient, byte[] message) throws MessagingException {
        Mail mail = answer(name, id, recipient, message);
        mail.setAttribute(new Attribute(OURS, AttributeValue.of(true)));
        return mail;
    }

    /** In an owner's name, from the null sender (RFC 3834 §3.3), so that nothing answers it. */
    static Mail answer(String name, UUID id, MailAddress recipient, byte[] message) throws MessagingException {
        return with(MailImpl.builder().name(name).addRecipient(recipient).build(), id, new Source(id) {
            @Override
            public InputStream getInputStream() {
                return new ByteArrayInputStream(message);
            }

            @Override
            public long getMessageSize() {
                return message.length;
            }
        });
    }

    /**
     * Another's mail for others, behind one more field; good until {@code original} is disposed of.
     *
     * @param field with its line end
     */
    static Mail forwarded(Mail original, UUID id, byte[] field, Optional<Address> sender, List<MailAddress> recipients)
            throws MessagingException {
        MailImpl.Builder mail = MailImpl.builder().name("forward-" + id).addRecipients(recipients);
        if (sender.isPresent()) {
            mail.sender(new MailAddress(sender.get().toString()));
        }
        MailImpl forwarded = mail.build();
        TlsRequired.pass(original, forwarded);
        TransferPriority.pass(original, forwarded);
        return with(forwarded, id, new Source(id) {
            @Override
            public InputStream getInputStream() throws IOException {
                try {
                    return new SequenceInputStream(
                            new ByteArrayInputStream(field), new MimeMessageInputStream(original.getMessage()));
                } catch (MessagingException e) {
                    throw new IOException("the queued message cannot be read", e);
                }
            }
        });
    }

    /** The same mail for some of its recipients; good until {@code original} is disposed of. */
    static Mail copy(Mail original, UUID id, List<MailAddress> recipients) throws MessagingException {
        MailImpl copy = MailImpl.duplicateWithoutMessage(original).build();
        copy.setRecipients(recipients);
        return with(copy, id, new Source(id) {
            @Override
            public InputStream getInputStream() throws IOException {
                try {
                    return new MimeMessageInputStream(original.getMessage());
                } catch (MessagingException e) {
                    throw new IOException("the queued message cannot be read", e);
                }
            }
        });
    }

    private abstract static class Source implements MimeMessageSource {
        private final UUID id;

        Source(UUID id) {
            this.id = id;
        }

        @Override
        public String getSourceId() {
            return id.toString();
        }
    }

    private static Mail with(MailImpl mail, UUID id, MimeMessageSource message) throws MessagingException {
        mail.setMessageContent(message);
        Delivery.mark(mail, id);
        return mail;
    }

    /** Whether the server itself wrote it. */
    static boolean isOurs(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, OURS, Boolean.class).orElse(false);
    }

    /** Puts it into a queue, and disposes of it; when this returns it is not lost any more. */
    static void put(MailQueue queue, Mail mail) throws MessagingException {
        try {
            queue.enQueue(mail);
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }
}
