package io.gongmail.store.mail.mailbox;

import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.james.events.EventBus;
import org.apache.james.mailbox.MailboxPathLocker;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
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
import reactor.core.publisher.Mono;

/**
 * James' mailbox manager over {@link StoredMappers}: says what they can do, and knows the mailboxes of others by the names that
 * {@link OtherUsers} gives them. Each of its ways to such a mailbox asks for the right it needs (RFC 4314 §4); a mailbox that
 * somebody may not look up is not there for them.
 */
public final class StoredMailboxManager extends StoreMailboxManager {
    private static final EnumSet<MailboxCapabilities> MAILBOX_CAPABILITIES = EnumSet.of(
            MailboxCapabilities.Move,
            MailboxCapabilities.UserFlag,
            MailboxCapabilities.Namespace,
            MailboxCapabilities.Annotation,
            MailboxCapabilities.ACL);
    private static final EnumSet<MessageCapabilities> MESSAGE_CAPABILITIES = EnumSet.of(MessageCapabilities.UniqueID);

    private final MessageStorer storer;
    private final Sharing sharing;

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
        this.storer = new WholeMessages(new MessageStorer.WithoutAttachment(
                mappers, messageIds, new MessageFactory.StoreMessageFactory(), threads, clock));
        this.sharing = new Sharing(mappers, rights);
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
        return new StoredMessageManager(
                getSupportedMessageCapabilities(),
                getMapperFactory(),
                getMessageSearchIndex(),
                getEventBus(),
                getLocker(),
                mailbox,
                getQuotaComponents(),
                configuration.getBatchSizes(),
                getStoreRightManager(),
                getPreDeletionHooks(),
                storer);
    }

    @Override
    public Mono<MessageManager> getMailboxReactive(MailboxPath path, MailboxSession session) {
        return super.getMailboxReactive(OtherUsers.meant(path), session);
    }

    /** Of another's: whether it is there for this user. */
    @Override
    public Mono<Boolean> mailboxExists(MailboxPath path, MailboxSession session) {
        return anothers(path, session)
                .map(named -> sharing.seen(named, session).hasElement())
                .orElseGet(() -> super.mailboxExists(OtherUsers.meant(path), session));
    }

    @Override
    public Mono<MailboxId> createMailboxReactive(MailboxPath path, CreateOption option, MailboxSession session) {
        Optional<MailboxPath> anothers = anothers(path, session);
        MailboxPath meant = OtherUsers.meant(path);
        MailboxPath made = meant.sanitize(session.getPathDelimiter());
        if (OtherUsers.keeps(made)) {
            return refused(path);
        }
        Mono<Void> allowed = anothers.isPresent() ? sharing.mayCreate(made, session) : Mono.empty();
        MailboxSession owner = anothers.isPresent() ? createSystemSession(meant.getUser()) : session;
        return allowed.then(sharing.inheritance(made, session))
                .flatMap(inheritance -> super.createMailboxReactive(
                                meant, anothers.isPresent() ? CreateOption.NONE : option, owner)
                        .flatMap(id ->
                                sharing.inherit(made, inheritance, session).thenReturn(id)));
    }

    @Override
    public Mono<Void> deleteMailboxReactive(MailboxPath path, MailboxSession session) {
        return anothers(path, session)
                .map(named -> sharing.mayRemove(named, session)
                        .then(Mono.defer(
                                () -> super.deleteMailboxReactive(named, createSystemSession(named.getUser())))))
                .orElseGet(() -> super.deleteMailboxReactive(OtherUsers.meant(path), session));
    }

    /** A mailbox stays its owner's. */
    @Override
    public Mono<List<MailboxRenamedResult>> renameMailboxReactive(
            MailboxPath from, MailboxPath to, RenameOption option, MailboxSession session) {
        MailboxPath meant = OtherUsers.meant(from);
        MailboxPath target = OtherUsers.meant(to);
        boolean anothers = anothers(from, session).isPresent();
        if (!anothers) {
            return OtherUsers.keeps(target) || anothers(to, session).isPresent()
                    ? refused(to)
                    : super.renameMailboxReactive(meant, target, option, session);
        }
        return sharing.mayRemove(meant, session)
                .then(
                        target.getUser().equals(meant.getUser()) && !OtherUsers.keeps(target)
                                ? sharing.mayCreate(target.sanitize(session.getPathDelimiter()), session)
                                : refused(to))
                .then(Mono.defer(() -> super.renameMailboxReactive(
                        meant, target, RenameOption.NONE, createSystemSession(meant.getUser()))));
    }

    private static <T> Mono<T> refused(MailboxPath path) {
        return Mono.error(() -> new InsufficientRightsException("not enough rights on " + path));
    }

    /** The mailbox of another's that {@code path} names among one's own. */
    private static Optional<MailboxPath> anothers(MailboxPath path, MailboxSession session) {
        return OtherUsers.named(path).filter(named -> !named.belongsTo(session));
    }

    @Override
    public Mono<Rfc4314Rights> myRightsReactive(MailboxPath path, MailboxSession session) {
        return getStoreRightManager().myRightsReactive(OtherUsers.meant(path), session);
    }

    @Override
    public Mono<Boolean> hasRightReactive(MailboxPath path, MailboxACL.Right right, MailboxSession session) {
        return getStoreRightManager().hasRightReactive(OtherUsers.meant(path), right, session);
    }

    /**
     * Whom the owner gave {@code a} changes rights too (RFC 4314 §4), where James leaves that to owners.
     *
     * @throws org.apache.james.mailbox.exception.DifferentDomainException where who is to have rights is of another domain
     */
    @Override
    public Mono<Void> applyRightsCommandReactive(
            MailboxPath path, MailboxACL.ACLCommand command, MailboxSession session) {
        return anothers(path, session)
                .map(named -> sharing.mayAdminister(named, session)
                        .then(getStoreRightManager()
                                .applyRightsCommandReactive(named, command, createSystemSession(named.getUser()))))
                .orElseGet(() ->
                        getStoreRightManager().applyRightsCommandReactive(OtherUsers.meant(path), command, session));
    }
}
