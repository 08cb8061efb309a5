package io.gongmail.store.mail.mailbox;

import io.gongmail.store.mail.content.ContentStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageAttachmentMetadata;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.ThreadId;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.apache.james.mailbox.store.mail.model.impl.Properties;
import org.jspecify.annotations.Nullable;

/** A message as James wants to see it: its row, and its bytes and properties when they are asked for. Not thread-safe. */
final class StoredMessage implements MailboxMessage {
    private MessageRow row;
    private final MessageRow origin;
    private final ContentStore content;
    private final Supplier<Properties> loader;
    private @Nullable Properties properties;

    StoredMessage(MessageRow row, ContentStore content, Supplier<Properties> loader) {
        this(row, row, content, loader);
    }

    private StoredMessage(MessageRow row, MessageRow origin, ContentStore content, Supplier<Properties> loader) {
        this.row = row;
        this.origin = origin;
        this.content = content;
        this.loader = loader;
    }

    MessageRow row() {
        return row;
    }

    /** The row as it was read from the table, whatever was set since. */
    MessageRow origin() {
        return origin;
    }

    @Override
    public MessageId getMessageId() {
        return row.id();
    }

    @Override
    public ThreadId getThreadId() {
        return ThreadId.fromBaseMessageId(row.thread());
    }

    @Override
    public MailboxId getMailboxId() {
        return new MailboxNumber(row.mailbox());
    }

    @Override
    public MessageUid getUid() {
        return MessageUid.of(row.uid());
    }

    @Override
    public ModSeq getModSeq() {
        return ModSeq.of(row.modSeq());
    }

    @Override
    public ComposedMessageIdWithMetaData getComposedMessageIdWithMetaData() {
        return ComposedMessageIdWithMetaData.builder()
                .modSeq(getModSeq())
                .flags(createFlags())
                .composedMessageId(new ComposedMessageId(getMailboxId(), getMessageId(), getUid()))
                .threadId(getThreadId())
                .build();
    }

    @Override
    public Date getInternalDate() {
        return new Date(row.internalDate());
    }

    @Override
    public Optional<Date> getSaveDate() {
        return Optional.ofNullable(row.savedAt()).map(Date::new);
    }

    @Override
    public InputStream getBodyContent() throws IOException {
        return content.openRange(row.content(), row.bodyStart(), getBodyOctets());
    }

    @Override
    public InputStream getHeaderContent() throws IOException {
        return content.openRange(row.content(), 0, row.bodyStart());
    }

    @Override
    public InputStream getFullContent() throws IOException {
        return content.open(row.content());
    }

    @Override
    public long getBodyOctets() {
        return row.content().size() - row.bodyStart();
    }

    @Override
    public long getFullContentOctets() {
        return row.content().size();
    }

    @Override
    public long getHeaderOctets() {
        return row.bodyStart();
    }

    @Override
    public Properties getProperties() {
        Properties known = properties;
        if (known == null) {
            known = loader.get();
            properties = known;
        }
        return known;
    }

    @Override
    public @Nullable String getMediaType() {
        return getProperties().getMediaType();
    }

    @Override
    public @Nullable String getSubType() {
        return getProperties().getSubType();
    }

    @Override
    public @Nullable Long getTextualLineCount() {
        return getProperties().getTextualLineCount();
    }

    @Override
    public List<MessageAttachmentMetadata> getAttachments() {
        return List.of();
    }

    @Override
    public Flags createFlags() {
        return row.flags();
    }

    @Override
    public boolean isSeen() {
        return createFlags().contains(Flags.Flag.SEEN);
    }

    @Override
    public boolean isAnswered() {
        return createFlags().contains(Flags.Flag.ANSWERED);
    }

    @Override
    public boolean isDeleted() {
        return createFlags().contains(Flags.Flag.DELETED);
    }

    @Override
    public boolean isDraft() {
        return createFlags().contains(Flags.Flag.DRAFT);
    }

    @Override
    public boolean isFlagged() {
        return createFlags().contains(Flags.Flag.FLAGGED);
    }

    @Override
    public boolean isRecent() {
        return createFlags().contains(Flags.Flag.RECENT);
    }

    @Override
    public void setUid(MessageUid uid) {
        row = row.numbered(uid.asLong(), row.modSeq());
    }

    @Override
    public void setModSeq(ModSeq modSeq) {
        row = row.numbered(row.uid(), modSeq.asLong());
    }

    @Override
    public void setFlags(Flags flags) {
        row = row.withFlags(FlagBits.of(flags), FlagBits.uncheckedKeywords(flags), row.modSeq());
    }

    @Override
    public void setSaveDate(Date saveDate) {
        row = row.savedAt(saveDate.getTime());
    }

    /** The same message seen in another mailbox; its bytes stay where they are. */
    @Override
    public MailboxMessage copy(Mailbox mailbox) {
        return new StoredMessage(
                row.inMailbox(MailboxNumber.of(mailbox.getMailboxId())), origin, content, this::getProperties);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredMessage message
                && row.mailbox() == message.row.mailbox()
                && row.uid() == message.row.uid();
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * row.mailbox() + row.uid());
    }

    @Override
    public String toString() {
        return "message " + row.id() + " in mailbox " + row.mailbox() + ", UID " + row.uid();
    }
}
