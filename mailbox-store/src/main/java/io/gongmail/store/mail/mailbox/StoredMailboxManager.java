package io.gongmail.store.mail.mailbox;

import java.time.Clock;
import java.util.EnumSet;
import javax.mail.Flags;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.store.MailboxManagerConfiguration;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.MessageFactory;
import org.apache.james.mailbox.store.MessageStorer;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.StoreMailboxAnnotationManager;
import org.apache.james.mailbox.store.StoreMailboxManager;
import org.apache.james.mailbox.store.StoreMessageManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.mail.ThreadIdGuessingAlgorithm;
import org.apache.james.mailbox.store.mail.model.impl.MessageParser;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import org.apache.james.mailbox.store.search.MessageSearchIndex;

/** James' mailbox manager over {@link StoredMappers}: says what they can do, and keeps keywords for good. */
public final class StoredMailboxManager extends StoreMailboxManager {
    private static final EnumSet<MailboxCapabilities> MAILBOX_CAPABILITIES = EnumSet.of(
            MailboxCapabilities.Move,
            MailboxCapabilities.UserFlag,
            MailboxCapabilities.Namespace,
            MailboxCapabilities.Annotation,
            MailboxCapabilities.ACL);
    private static final EnumSet<MessageCapabilities> MESSAGE_CAPABILITIES = EnumSet.of(MessageCapabilities.UniqueID);

    private final MessageStorer storer;

    public StoredMailboxManager(
            MailboxSessionMapperFactory mappers,
            SessionProvider sessions,
            MailboxPathLocker locker,
            MessageId.Factory messageIds,
            EventBus events,
            StoreMailboxAnnotationManager annotations,
            StoreRightManager rights,
            QuotaComponents quotas,
            MessageSearchIndex index,
            PreDeletionHooks hooks,
            ThreadIdGuessingAlgorithm threads,
            Clock clock) {
        super(
                mappers,
                sessions,
                locker,
                new MessageParser(),
                messageIds,
                annotations,
                events,
                rights,
                quotas,
                index,
                MailboxManagerConfiguration.DEFAULT,
                hooks,
                threads,
                clock);
        this.storer = new MessageStorer.WithoutAttachment(
                mappers, messageIds, new MessageFactory.StoreMessageFactory(), threads, clock);
    }

    @Override
    public EnumSet<MailboxCapabilities> getSupportedMailboxCapabilities() {
        return EnumSet.copyOf(MAILBOX_CAPABILITIES);
    }

    @Override
    public EnumSet<MessageCapabilities> getSupportedMessageCapabilities() {
        return EnumSet.copyOf(MESSAGE_CAPABILITIES);
    }

    @Override
    protected StoreMessageManager createMessageManager(Mailbox mailbox, MailboxSession session) {
        return new StoreMessageManager(
                getSupportedMessageCapabilities(),
                getMapperFactory(),
                getMessageSearchIndex(),
                getEventBus(),
                getLocker(),
                mailbox,
                getQuotaComponents().getQuotaManager(),
                getQuotaComponents().getQuotaRootResolver(),
                configuration.getBatchSizes(),
                getStoreRightManager(),
                getPreDeletionHooks(),
                storer) {
            @Override
            public Flags getPermanentFlags(MailboxSession reader) {
                Flags flags = super.getPermanentFlags(reader);
                flags.add(Flags.Flag.USER);
                return flags;
            }
        };
    }
}
