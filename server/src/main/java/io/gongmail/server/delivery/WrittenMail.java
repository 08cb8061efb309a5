package io.gongmail.server.delivery;

import io.gongmail.store.mail.queue.Delivery;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageSource;
import org.apache.mailet.Mail;

/** Mails the server itself writes: from the null sender (RFC 5321 §4.5.5), so that nothing answers them. */
final class WrittenMail {
    private WrittenMail() {}

    /** @param id written twice with the same one it is one mail, delivered once */
    static Mail of(String name, UUID id, MailAddress recipient, byte[] message) throws MessagingException {
        MailImpl mail = MailImpl.builder().name(name).addRecipient(recipient).build();
        mail.setMessageContent(new MimeMessageSource() {
            @Override
            public String getSourceId() {
                return id.toString();
            }

            @Override
            public InputStream getInputStream() {
                return new ByteArrayInputStream(message);
            }

            @Override
            public long getMessageSize() {
                return message.length;
            }
        });
        Delivery.mark(mail, id);
        return mail;
    }
}
