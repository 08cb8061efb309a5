package io.gongmail.store.mail.mailbox;

import com.google.common.collect.ImmutableMap;
import java.io.InputStream;
import java.util.Date;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import javax.mail.Flags;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxManager.MessageCapabilities;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.BatchSizes;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.apache.james.mailbox.store.MailboxReactorUtils;
import org.apache.james.mailbox.store.MailboxSessionMapperFactory;
import org.apache.james.mailbox.store.MessageStorer;
import org.apache.james.mailbox.store.PreDeletionHooks;
import org.apache.james.mailbox.store.StoreMessageManager;
import org.apache.james.mailbox.store.StoreRightManager;
import org.apache.james.mailbox.store.event.EventFactory;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.quota.QuotaComponents;
import org.apache.james.mailbox.store.search.MessageSearchIndex;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The messages of one mailbox, for its owner and for whom it is shared with. James' own lets who may do one thing do all of them:
 * here each change needs its own right (RFC 4314 §4), and of flags only those are changed that may be.
 */
final class StoredMessageManager extends StoreMessageManager {
    private final Mailbox mailbox;
    private final MailboxSessionMapperFactory mappers;
    private final EventBus events;
    private final StoreRightManager rights;

    StoredMessageManager(
            EnumSet<MessageCapabilities> capabilities,
            MailboxSessionMapperFactory mappers,
            MessageSearchIndex index,
            EventBus events,
            MailboxPathLocker locker,
            Mailbox mailbox,
            QuotaComponents quotas,
            BatchSizes batches,
            StoreRightManager rights,
            PreDeletionHooks hooks,
            MessageStorer storer) {
        super(
                capabilities,
                mappers,
                index,
                events,
                locker,
                mailbox,
                quotas.getQuotaManager(),
                quotas.getQuotaRootResolver(),
                batches,
                rights,
                hooks,
                storer);
        this.mailbox = mailbox;
        this.mappers = mappers;
        this.events = events;
        this.rights = rights;
    }

    private Rfc4314Rights rights(MailboxSession session) {
        return mailbox.getUser().equals(session.getUser()) ? MailboxACL.FULL_RIGHTS : rights.myRights(mailbox, session);
    }

    private Mono<Void> needs(MailboxSession session, Right... needed) {
        return rights(session).contains(needed)
                ? Mono.empty()
                : Mono.error(() -> new InsufficientRightsException("not enough rights on " + getMailboxPath()));
    }

    private void require(MailboxSession session, Right... needed) throws MailboxException {
        if (!rights(session).contains(needed)) {
            throw new InsufficientRightsException("not enough rights on " + getMailboxPath());
        }
    }

    /** With keywords, which are kept for good; what the reader may not change is left out (RFC 4314 §5.1.1). */
    @Override
    public Flags getPermanentFlags(MailboxSession reader) {
        Flags flags = super.getPermanentFlags(reader);
        flags.add(Flags.Flag.USER);
        return PermittedFlags.of(rights(reader)).of(flags);
    }

    @Override
    public Publisher<AppendResult> appendMessageReactive(AppendCommand append, MailboxSession session) {
        return needs(session, Right.Insert).then(Mono.from(super.appendMessageReactive(bounded(append), session)));
    }

    @Override
    public AppendResult appendMessage(AppendCommand append, MailboxSession session) throws MailboxException {
        require(session, Right.Insert);
        return super.appendMessage(bounded(append), session);
    }

    private static AppendCommand bounded(AppendCommand append) {
        AppendCommand.Builder same = AppendCommand.builder()
                .withFlags(append.getFlags())
                .withInternalDate(append.getInternalDate())
                .isRecent(append.isRecent())
                .isDelivery(append.isDelivery());
        append.getMaybeParsedMessage().ifPresent(same::withParsedMessage);
        return same.build(new BoundedContent(append.getMsgIn()));
    }

    @Override
    public AppendResult appendMessage(
            InputStream message, Date received, MailboxSession session, boolean recent, Flags flags)
            throws MailboxException {
        require(session, Right.Insert);
        return super.appendMessage(message, received, session, recent, flags);
    }

    @Override
    public Iterator<MessageUid> expunge(MessageRange set, MailboxSession session) throws MailboxException {
        require(session, Right.PerformExpunge);
        return super.expunge(set, session);
    }

    @Override
    public Flux<MessageUid> expungeReactive(MessageRange set, MailboxSession session) {
        return needs(session, Right.PerformExpunge).thenMany(super.expungeReactive(set, session));
    }

    @Override
    public Map<MessageUid, Flags> setFlags(Flags flags, FlagsUpdateMode mode, MessageRange set, MailboxSession session)
            throws MailboxException {
        return MailboxReactorUtils.block(Mono.from(setFlagsReactive(flags, mode, set, session)));
    }

    @Override
    public Publisher<Map<MessageUid, Flags>> setFlagsReactive(
            Flags flags, FlagsUpdateMode mode, MessageRange set, MailboxSession session) {
        PermittedFlags permitted = PermittedFlags.of(rights(session));
        if (permitted.all() || !isWriteable(session)) {
            return super.setFlagsReactive(flags, mode, set, session);
        }
        return change(permitted.change(flags, mode), set, session)
                .map(updated -> updated.stream()
                        .collect(ImmutableMap.toImmutableMap(UpdatedFlags::getUid, UpdatedFlags::getNewFlags)));
    }

    private Mono<List<UpdatedFlags>> change(FlagsUpdateCalculator change, MessageRange set, MailboxSession session) {
        MessageMapper messages = mappers.getMessageMapper(session);
        return messages.executeReactive(messages.updateFlagsReactive(mailbox, change, set))
                .flatMap(updated -> updated.isEmpty()
                        ? Mono.just(updated)
                        : events.dispatch(
                                        EventFactory.flagsUpdated()
                                                .randomEventId()
                                                .mailboxSession(session)
                                                .mailbox(mailbox)
                                                .updatedFlags(updated)
                                                .build(),
                                        new MailboxIdRegistrationKey(mailbox.getMailboxId()))
                                .thenReturn(updated));
    }

    @Override
    public Mono<List<MessageRange>> copyTo(MessageRange set, StoreMessageManager target, MailboxSession session) {
        return needs(session, Right.Read)
                .then(into(target, session))
                .then(Mono.defer(() -> super.copyTo(set, target, session)))
                .flatMap(copies -> trimmed(target, copies, session));
    }

    /** RFC 6851 §4.4: what STORE, COPY and EXPUNGE need together. */
    @Override
    public Mono<List<MessageRange>> moveTo(MessageRange set, StoreMessageManager target, MailboxSession session) {
        return needs(session, Right.Read, Right.DeleteMessages, Right.PerformExpunge)
                .then(into(target, session))
                .then(Mono.defer(() -> super.moveTo(set, target, session)))
                .flatMap(moved -> trimmed(target, moved, session));
    }

    private static Mono<Void> into(StoreMessageManager target, MailboxSession session) {
        return target instanceof StoredMessageManager stored ? stored.needs(session, Right.Insert) : Mono.empty();
    }

    private static Mono<List<MessageRange>> trimmed(
            StoreMessageManager target, List<MessageRange> there, MailboxSession session) {
        if (!(target instanceof StoredMessageManager stored)) {
            return Mono.just(there);
        }
        PermittedFlags permitted = PermittedFlags.of(stored.rights(session));
        return permitted.all()
                ? Mono.just(there)
                : Flux.fromIterable(there)
                        .concatMap(range -> stored.change(permitted.trim(), range, session))
                        .then(Mono.just(there));
    }

    /** What who reads it could change, as James adds it to what is permanent. */
    @Override
    public Flags getApplicableFlags(MailboxSession reader) throws MailboxException {
        return PermittedFlags.of(rights(reader)).of(super.getApplicableFlags(reader));
    }

    @Override
    public Mono<Flags> getApplicableFlagsReactive(MailboxSession reader) {
        PermittedFlags permitted = PermittedFlags.of(rights(reader));
        return super.getApplicableFlagsReactive(reader).map(permitted::of);
    }

    /** Who may change nothing leaves messages recent, instead of being refused to look; who may waits for no change. */
    @Override
    protected Mono<List<MessageUid>> recent(MailboxMetaData.RecentMode mode, MailboxSession session)
            throws MailboxException {
        if (mode != MailboxMetaData.RecentMode.RESET) {
            return super.recent(mode, session);
        }
        return isWriteable(session) && mappers.getMessageMapper(session) instanceof StoredMessages messages
                ? messages.takeRecent(mailbox)
                : super.recent(MailboxMetaData.RecentMode.RETRIEVE, session);
    }
}
