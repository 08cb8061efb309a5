package io.gongmail.server.delivery;

import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Content;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;

/**
 * What every recipient of one mail gets: {@code Return-Path} (RFC 5321 §4.4), the delivery id, and the message as it was
 * accepted. There is no {@code Delivered-To}: the bytes are one for all recipients, so that the store keeps them once.
 */
final class DeliveredContent implements Content {
    static final String ID_FIELD = "X-Gongmail-Delivery";

    private final byte[] top;
    private final MimeMessage message;

    DeliveredContent(Mail mail, UUID id) throws MessagingException {
        String fields = "Return-Path: <" + mail.getMaybeSender().asString("") + ">\r\n" + ID_FIELD + ": " + id + "\r\n";
        this.top = fields.getBytes(StandardCharsets.UTF_8);
        this.message = mail.getMessage();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        try {
            return new SequenceInputStream(new ByteArrayInputStream(top), new MimeMessageInputStream(message));
        } catch (MessagingException e) {
            throw new IOException("the queued message cannot be read", e);
        }
    }

    @Override
    public long size() throws MailboxException {
        try {
            return ref().size();
        } catch (IOException e) {
            throw new MailboxException("the queued message cannot be read", e);
        }
    }

    /** The name of these bytes in the content store. */
    ContentRef ref() throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[16 * 1024];
        long size = 0;
        try (InputStream in = getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                size += read;
            }
        }
        return new ContentRef(Sha256.of(digest.digest()), size);
    }
}
