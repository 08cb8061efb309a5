package io.gongmail.store.mail.mailbox;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.jspecify.annotations.Nullable;

/** Takes in a message's bytes: first they are made durable, then its row and shape are ready to be written. */
final class Arrivals {
    private final ContentStore content;
    private final MessageTable table;
    private final MessageDescriber describer;
    private final Clock clock;

    /** A row that has its bytes but no numbers yet, and its shape where none is stored. */
    record Arrived(MessageRow row, @Nullable ShapeRow shape) {}

    Arrivals(ContentStore content, MessageTable table, MessageDescriber describer, Clock clock) {
        this.content = content;
        this.table = table;
        this.describer = describer;
        this.clock = clock;
    }

    /** To be opened before {@link #take}, and closed after the commit of the row. */
    Entry begin() {
        return content.entering();
    }

    /** Waits until the bytes are on disk. */
    Arrived take(long mailbox, MailboxMessage message) throws MailboxException {
        ContentRef ref = bytes(message);
        MessageRow row = new MessageRow(
                mailbox,
                message.getUid() == null ? 0 : message.getUid().asLong(),
                (MessageNumber) message.getMessageId(),
                (MessageNumber) message.getThreadId().getBaseMessageId(),
                message.getInternalDate().getTime(),
                clock.millis(),
                (int) Math.min(message.getHeaderOctets(), ref.size()),
                FlagBits.of(message.createFlags()),
                FlagBits.keywords(message.createFlags()),
                message.getModSeq() == null ? 0 : message.getModSeq().asLong(),
                ref);
        return new Arrived(row, table.hasShape(ref.hash()) ? null : shape(message, ref));
    }

    private ContentRef bytes(MailboxMessage message) throws MailboxException {
        if (message instanceof StoredMessage stored
                && content.exists(stored.row().content())) {
            return stored.row().content();
        }
        try (InputStream in = message.getFullContent()) {
            return content.put(in).get();
        } catch (IOException e) {
            throw new MailboxException("the message cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailboxException("interrupted while storing a message", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException told
                    ? told
                    : new StoreException(Kind.BROKEN, "content: " + e.getCause(), e.getCause());
        }
    }

    private ShapeRow shape(MailboxMessage message, ContentRef ref) throws MailboxException {
        Optional<DescriptionOctets> description;
        try (InputStream octets = content.open(ref)) {
            description = describer.describe(octets).map(DescriptionOctets::of);
        } catch (IOException e) {
            throw new MailboxException("the message cannot be read", e);
        }
        return new ShapeRow(
                message.getTextualLineCount(),
                Shape.written(message.getProperties()),
                description.map(DescriptionOctets::envelopeColumn).orElse(null),
                description.map(DescriptionOctets::structureColumn).orElse(null));
    }
}
