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
import org.jspecify.annotations.Nullable;

/**
 * What every recipient of one mail gets: {@code Return-Path} (RFC 5321 §4.4), the delivery id, and the message as it was
 * accepted. There is no {@code Delivered-To}: the bytes are one for all recipients, so that the store keeps them once. Small
 * ones are read once and may then be given by several threads; large ones are read for each recipient.
 */
final class DeliveredContent implements Content {
    static final String ID_FIELD = "X-Gongmail-Delivery";

    /** In octets; one of them is in memory for each mail in hand. */
    private static final int SMALL = 1024 * 1024;

    private final byte[] top;
    private final MimeMessage message;
    private final byte @Nullable [] octets;
    private @Nullable ContentRef ref;

    /** @throws MessagingException when the message cannot be read */
    DeliveredContent(Mail mail, UUID id) throws MessagingException {
        String fields = "Return-Path: <" + mail.getMaybeSender().asString("") + ">\r\n" + ID_FIELD + ": " + id + "\r\n";
        this.top = fields.getBytes(StandardCharsets.UTF_8);
        this.message = mail.getMessage();
        try (InputStream in = written()) {
            byte[] first = in.readNBytes(SMALL + 1);
            this.octets = first.length <= SMALL ? first : null;
        } catch (IOException e) {
            throw new MessagingException("the queued message cannot be read", e);
        }
    }

    private InputStream written() throws IOException {
        try {
            return new SequenceInputStream(new ByteArrayInputStream(top), new MimeMessageInputStream(message));
        } catch (MessagingException e) {
            throw new IOException("the queued message cannot be read", e);
        }
    }

    /** Whether several threads may read it. */
    boolean isSmall() {
        return octets != null;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        byte[] known = octets;
        return known == null ? written() : new ByteArrayInputStream(known);
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
    synchronized ContentRef ref() throws IOException {
        ContentRef known = ref;
        if (known == null) {
            known = named();
            ref = known;
        }
        return known;
    }

    private ContentRef named() throws IOException {
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
