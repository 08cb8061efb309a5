package io.gongmail.store.mail.mailbox;

import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.Entry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.james.mailbox.store.mail.model.impl.Properties;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;
import org.jspecify.annotations.Nullable;

/** Takes in a message's bytes: first they are made durable, then its row and shape are ready to be written. */
final class Arrivals {
    /** Octets of CRLF CRLF. */
    private static final int EMPTY_LINE = 4;

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

    /** A message that is in no mailbox yet: its bytes are on disk. */
    record Described(
            ContentRef content, int bodyStart, @Nullable ShapeRow shape) {}

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

    /**
     * The same of what James has not parsed: it is told no properties of it, which it needs for nothing that is done here.
     *
     * @throws IOException when {@code message} cannot be read
     */
    Described describe(InputStream message) throws IOException, MailboxException {
        ContentRef ref = put(message);
        return new Described(
                ref,
                bodyStart(ref),
                table.hasShape(ref.hash()) ? null : shape(ref, null, new PropertyBuilder().build()));
    }

    /** Behind the first empty line (RFC 5322 §2.1); 0 where there is none, as James has it. */
    private int bodyStart(ContentRef ref) throws IOException {
        try (InputStream octets = new BufferedInputStream(content.open(ref))) {
            int matched = 0;
            int next = octets.read();
            for (int at = 1; next >= 0; at++) {
                boolean wanted = next == (matched % 2 == 0 ? '\r' : '\n');
                matched = wanted ? matched + 1 : next == '\r' ? 1 : 0;
                if (matched == EMPTY_LINE) {
                    return at;
                }
                next = octets.read();
            }
            return 0;
        }
    }

    private ContentRef bytes(MailboxMessage message) throws MailboxException {
        if (message instanceof StoredMessage stored
                && content.exists(stored.row().content())) {
            return stored.row().content();
        }
        try (InputStream in = message.getFullContent()) {
            return put(in);
        } catch (IOException e) {
            throw new MailboxException("the message cannot be read", e);
        }
    }

    private ContentRef put(InputStream message) throws IOException, MailboxException {
        try {
            return content.put(message).get();
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
        try {
            return shape(ref, message.getTextualLineCount(), message.getProperties());
        } catch (IOException e) {
            throw new MailboxException("the message cannot be read", e);
        }
    }

    private ShapeRow shape(ContentRef ref, @Nullable Long lines, Properties properties) throws IOException {
        Optional<DescriptionOctets> description;
        try (InputStream octets = content.open(ref)) {
            description = describer.describe(octets).map(DescriptionOctets::of);
        }
        return new ShapeRow(
                lines,
                Shape.written(properties),
                description.map(DescriptionOctets::envelopeColumn).orElse(null),
                description.map(DescriptionOctets::structureColumn).orElse(null));
    }
}
