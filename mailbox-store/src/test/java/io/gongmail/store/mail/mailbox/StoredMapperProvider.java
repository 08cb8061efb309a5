package io.gongmail.store.mail.mailbox;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSessionUtil;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.store.mail.AttachmentMapper;
import org.apache.james.mailbox.store.mail.MailboxMapper;
import org.apache.james.mailbox.store.mail.MessageIdMapper;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.model.MapperProvider;

/** Hands our mappers to James' contracts. */
final class StoredMapperProvider implements MapperProvider {
    private final StoreInFolder store;
    private final AtomicLong uids = new AtomicLong(1_000);

    StoredMapperProvider(StoreInFolder store) {
        this.store = store;
    }

    @Override
    public List<Capabilities> getSupportedCapabilities() {
        return List.of(
                Capabilities.MESSAGE,
                Capabilities.MAILBOX,
                Capabilities.ANNOTATION,
                Capabilities.MOVE,
                Capabilities.UNIQUE_MESSAGE_ID,
                Capabilities.THREAD_SAFE_FLAGS_UPDATE,
                Capabilities.INCREMENTAL_APPLICABLE_FLAGS,
                Capabilities.ACL_STORAGE);
    }

    @Override
    public MailboxMapper createMailboxMapper() {
        return store.mappers().createMailboxMapper(MailboxSessionUtil.create(Username.of("somebody")));
    }

    @Override
    public MessageMapper createMessageMapper() {
        return store.mappers().createMessageMapper(null);
    }

    @Override
    public MessageIdMapper createMessageIdMapper() {
        return store.mappers().createMessageIdMapper(null);
    }

    @Override
    public AttachmentMapper createAttachmentMapper() {
        throw new UnsupportedOperationException("attachments are not kept apart from their messages");
    }

    @Override
    public MailboxId generateId() {
        return new MailboxNumber(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 50));
    }

    @Override
    public MessageUid generateMessageUid() {
        return MessageUid.of(uids.incrementAndGet());
    }

    @Override
    public ModSeq generateModSeq(Mailbox mailbox) throws MailboxException {
        try {
            return store.mappers().getModSeqProvider().nextModSeq(mailbox);
        } catch (MailboxNotFoundException e) {
            // Contracts ask for one in a mailbox that was never made, to see that saving there fails.
            return ModSeq.of(1);
        }
    }

    @Override
    public ModSeq highestModSeq(Mailbox mailbox) throws MailboxException {
        return store.mappers().getModSeqProvider().highestModSeq(mailbox);
    }

    @Override
    public boolean supportPartialAttachmentFetch() {
        return false;
    }

    @Override
    public MessageId generateMessageId() {
        return store.ids().generate();
    }
}
