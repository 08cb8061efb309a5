package io.gongmail.store.mail.mailbox;

import java.util.Optional;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.ModSeqProvider;
import org.apache.james.mailbox.store.mail.UidProvider;

/** UIDs and mod-sequences for who wants one beside a message; the same counters that messages use. Thread-safe. */
final class StoredNumbers implements UidProvider, ModSeqProvider {
    private final MailboxCounts counts;
    private final MetadataWriter writer;

    StoredNumbers(MailboxCounts counts, MetadataWriter writer) {
        this.counts = counts;
        this.writer = writer;
    }

    @Override
    public MessageUid nextUid(Mailbox mailbox) throws MailboxException {
        return nextUid(mailbox.getMailboxId());
    }

    @Override
    public MessageUid nextUid(MailboxId id) throws MailboxException {
        return MessageUid.of(
                writer.run(writing -> writing.mailbox(MailboxNumber.of(id)).nextUid()));
    }

    @Override
    public Optional<MessageUid> lastUid(Mailbox mailbox) {
        return counts.of(mailbox.getMailboxId()).last();
    }

    @Override
    public ModSeq nextModSeq(Mailbox mailbox) throws MailboxException {
        return nextModSeq(mailbox.getMailboxId());
    }

    @Override
    public ModSeq nextModSeq(MailboxId id) throws MailboxException {
        return ModSeq.of(
                writer.run(writing -> writing.mailbox(MailboxNumber.of(id)).nextModSeq()));
    }

    @Override
    public ModSeq highestModSeq(Mailbox mailbox) {
        return highestModSeq(mailbox.getMailboxId());
    }

    @Override
    public ModSeq highestModSeq(MailboxId id) {
        return ModSeq.of(counts.of(id).highestModSeq());
    }
}
