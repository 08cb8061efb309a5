package io.gongmail.server.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import javax.mail.MessagingException;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;

/** To other servers, by the next hop. Thread-safe. Holds one whole message in memory for each worker. */
final class ToElsewhere implements Hand {
    private final Elsewhere elsewhere;

    ToElsewhere(Elsewhere elsewhere) {
        this.elsewhere = elsewhere;
    }

    @Override
    public Holding take(Mail mail, UUID id) throws MessagingException {
        byte[] message = octets(mail);
        String sender = mail.getMaybeSender().asString("");
        return (recipient, lastTry) -> elsewhere.hand(sender, recipient.asString(), message);
    }

    private static byte[] octets(Mail mail) throws MessagingException {
        try (InputStream in = new MimeMessageInputStream(mail.getMessage())) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new MessagingException("the queued message cannot be read", e);
        }
    }
}
