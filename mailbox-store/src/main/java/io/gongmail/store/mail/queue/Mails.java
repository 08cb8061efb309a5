package io.gongmail.store.mail.queue;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;

/** Mails into rows and back. Thread-safe. */
final class Mails {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ContentStore contents;
    private final EnvelopeJson envelopes = new EnvelopeJson();

    Mails(ContentStore contents) {
        this.contents = contents;
    }

    /** To be opened before a message is stored, and closed after the commit of its row. */
    Entry entering() {
        return contents.entering();
    }

    /** Returns when the message's bytes are durable; the row is not written yet. */
    QueueRow store(Mail mail, long seq, String queue, UUID id, long due, long entered) throws MessagingException {
        MimeMessage message = mail.getMessage();
        if (message == null) {
            throw new MessagingException("a mail without a message cannot be queued");
        }
        try (InputStream in = new MimeMessageInputStream(message)) {
            return new QueueRow(
                    seq,
                    queue,
                    id,
                    due,
                    Priority.of(mail),
                    entered,
                    durable(contents.put(in)),
                    envelopes.write(mail, id));
        } catch (IOException e) {
            throw new MessagingException("the message of a mail cannot be stored", e);
        }
    }

    private static ContentRef durable(CompletableFuture<ContentRef> stored) throws MessagingException {
        try {
            return stored.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new MessagingException("the message of a mail cannot be stored", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessagingException("interrupted while storing the message of a mail", e);
        }
    }

    /** {@code row} as {@code mail} now is; the bytes are written anew only when somebody changed them. */
    QueueRow again(QueueRow row, Mail mail, long due) throws MessagingException {
        if (mail.getMessage() instanceof MimeMessageWrapper wrapper
                && !wrapper.isModified()
                && row.content().hash().hex().equals(wrapper.getSourceId())) {
            return new QueueRow(
                    row.seq(),
                    row.queue(),
                    row.id(),
                    due,
                    Priority.of(mail),
                    row.entered(),
                    row.content(),
                    envelopes.write(mail, row.id()));
        }
        return store(mail, row.seq(), row.queue(), row.id(), due, row.entered());
    }

    Mail load(QueueRow row) {
        MailImpl mail = envelopes.read(row.envelope());
        Delivery.queuedAt(mail, row.entered());
        try {
            mail.setMessageContent(new StoredMessage(contents, row.content()));
        } catch (MessagingException e) {
            throw new StoreException(Kind.BROKEN, "a queued message cannot be read", e);
        }
        return mail;
    }
}
