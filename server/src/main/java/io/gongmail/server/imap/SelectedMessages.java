package io.gongmail.server.imap;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.events.Event;
import org.apache.james.events.EventBus;
import org.apache.james.events.EventListener;
import org.apache.james.events.Registration;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.NullableMessageSequenceNumber;
import org.apache.james.mailbox.events.MailboxEvents.Added;
import org.apache.james.mailbox.events.MailboxEvents.Expunged;
import org.apache.james.mailbox.events.MailboxEvents.FlagsUpdated;
import org.apache.james.mailbox.events.MailboxEvents.MailboxDeletion;
import org.apache.james.mailbox.events.MailboxEvents.MailboxEvent;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * The mailbox that a session has selected: which message has which number there, and what happened to it that the client was not
 * told yet. James' own sorts all UIDs anew for each message that comes, and forgets what happens while it is asked. Here what was
 * handed out counts as told when it is reset, and what came since is kept. Thread-safe; of a message it holds 4 octets, and as many for
 * each thing of it that is to be told, however long the client does not ask.
 */
final class SelectedMessages implements SelectedMailbox, EventListener.ReactiveEventListener {
    private final MailboxManager mailboxes;
    private final MessageManager mailbox;
    private final MailboxId id;
    private final MailboxSession session;

    private final UidList numbers = new UidList();
    private final UidList recent = new UidList();
    private final UidList changed = new UidList();
    private final UidList expunged = new UidList();
    private Flags applicable = new Flags();
    private boolean numbered;
    private boolean grown;
    private boolean lessRecent;
    private boolean moreApplicable;
    private boolean deleted;
    private boolean left;
    private final UidList changedTold = new UidList();
    private final UidList expungedTold = new UidList();
    private boolean grownTold;
    private boolean deletedTold;
    private @Nullable Registration registration;
    private volatile EventListener.@Nullable ReactiveEventListener idle;

    SelectedMessages(MailboxManager mailboxes, MessageManager mailbox, MailboxSession session) {
        this.mailboxes = mailboxes;
        this.mailbox = mailbox;
        this.id = mailbox.getId();
        this.session = session;
    }

    /** Hears from now on what happens to the mailbox; {@link #number} is to follow, so that nothing is missed between them. */
    Mono<Void> listen(EventBus events) {
        return Mono.from(events.register(this, new MailboxIdRegistrationKey(id)))
                .flatMap(known -> keeps(known) ? Mono.empty() : Mono.from(known.unregister()))
                .then(mailbox.getApplicableFlagsReactive(session))
                .doOnNext(this::applies)
                .then();
    }

    /** Not where it was left meanwhile. */
    private synchronized boolean keeps(Registration known) {
        registration = left ? null : known;
        return !left;
    }

    /** Numbers the messages that are there. What was heard before it knew them counts for those that are among them. */
    synchronized void number(long[] uids) {
        List<MessageUid> came = numbers.all();
        numbers.set(uids);
        came.forEach(uid -> {
            if (!expunged.has(uid.asLong())) {
                numbers.add(uid.asLong());
            }
        });
        numbered = true;
        expunged.keep(numbers);
        changed.keep(numbers);
        grown = false;
    }

    synchronized boolean has(MessageUid uid) {
        return !isUnknown(uid);
    }

    private boolean isUnknown(MessageUid uid) {
        return !numbers.has(uid.asLong());
    }

    @Override
    public Publisher<Void> reactiveEvent(Event event) {
        return Mono.fromRunnable(() -> {
                    if (event instanceof MailboxEvent happened
                            && happened.getMailboxId().equals(id)) {
                        happened(happened);
                    }
                })
                .then(Mono.defer(() -> {
                    EventListener.ReactiveEventListener waiting = idle;
                    return waiting == null ? Mono.empty() : Mono.from(waiting.reactiveEvent(event));
                }));
    }

    private synchronized void happened(MailboxEvent event) {
        if (event instanceof Added added) {
            added(added);
        } else if (event instanceof FlagsUpdated updated) {
            updated(updated);
        } else if (event instanceof Expunged gone) {
            for (MessageUid uid : gone.getUids()) {
                if (!numbered || !isUnknown(uid)) {
                    expunged.add(uid.asLong());
                }
            }
        } else if (event instanceof MailboxDeletion && isFromAnother(event)) {
            deleted = true;
            deletedTold = false;
        }
    }

    private void added(Added added) {
        for (MessageUid uid : added.getUids()) {
            if (numbers.add(uid.asLong())) {
                grown = true;
                grownTold = false;
                recent.add(uid.asLong());
            }
        }
        added.getAdded().values().stream().map(MessageMetaData::getFlags).forEach(this::applies);
    }

    private void updated(FlagsUpdated updated) {
        boolean another = isFromAnother(updated);
        for (UpdatedFlags each : updated.getUpdatedFlags()) {
            if (numbered && isUnknown(each.getUid())) {
                continue;
            }
            if (another && isTold(each)) {
                changed.add(each.getUid().asLong());
            }
            if (each.isModifiedToSet(Flags.Flag.RECENT)) {
                recent.add(each.getUid().asLong());
            }
            applies(each.getNewFlags());
        }
    }

    /** \Recent is for the session alone that was told first of a message (RFC 3501 §2.3.2). */
    private static boolean isTold(UpdatedFlags flags) {
        return flags.modifiedSystemFlags().stream().anyMatch(flag -> !flag.equals(Flags.Flag.RECENT))
                || flags.userFlagIterator().hasNext();
    }

    private synchronized void applies(Flags flags) {
        int known = applicable.getUserFlags().length;
        applicable.add(flags);
        applicable.remove(Flags.Flag.RECENT);
        moreApplicable |= applicable.getUserFlags().length > known;
    }

    private boolean isFromAnother(MailboxEvent event) {
        return !event.getSessionId().equals(session.getSessionId());
    }

    @Override
    public Mono<Void> deselect() {
        return Mono.defer(() -> {
                    Registration known = given();
                    return known == null ? Mono.empty() : Mono.from(known.unregister());
                })
                .then(Mono.fromRunnable(this::clear));
    }

    private synchronized @Nullable Registration given() {
        left = true;
        Registration known = registration;
        registration = null;
        return known;
    }

    private synchronized void clear() {
        numbers.clear();
        recent.clear();
        changed.clear();
        changedTold.clear();
        expunged.clear();
        expungedTold.clear();
    }

    @Override
    public void registerIdle(EventListener.ReactiveEventListener waiting) {
        idle = waiting;
    }

    @Override
    public void unregisterIdle() {
        idle = null;
    }

    @Override
    public synchronized NullableMessageSequenceNumber msn(MessageUid uid) {
        return nullable(numbers.place(uid.asLong()));
    }

    private static NullableMessageSequenceNumber nullable(int number) {
        return number == 0 ? NullableMessageSequenceNumber.noMessage() : NullableMessageSequenceNumber.of(number);
    }

    @Override
    public synchronized Optional<MessageUid> uid(int number) {
        long uid = numbers.uid(number);
        return uid == 0 ? Optional.empty() : Optional.of(MessageUid.of(uid));
    }

    @Override
    public synchronized Optional<MessageUid> getFirstUid() {
        return uid(1);
    }

    @Override
    public synchronized Optional<MessageUid> getLastUid() {
        return uid(numbers.count());
    }

    @Override
    public synchronized long existsCount() {
        return numbers.count();
    }

    /** RFC 9051 §7.5.1: from then on those behind it have lower numbers. */
    @Override
    public synchronized NullableMessageSequenceNumber remove(MessageUid uid) {
        changed.remove(uid.asLong());
        changedTold.remove(uid.asLong());
        return nullable(numbers.remove(uid.asLong()));
    }

    @Override
    public synchronized boolean addRecent(MessageUid uid) {
        return recent.add(uid.asLong());
    }

    @Override
    public synchronized boolean removeRecent(MessageUid uid) {
        boolean removed = recent.remove(uid.asLong()) > 0;
        lessRecent |= removed;
        return removed;
    }

    @Override
    public synchronized Collection<MessageUid> getRecent() {
        expunged.all().forEach(this::removeRecent);
        return recent.all();
    }

    @Override
    public synchronized int recentCount() {
        expunged.all().forEach(this::removeRecent);
        return recent.count();
    }

    @Override
    public synchronized boolean isRecent(MessageUid uid) {
        return recent.has(uid.asLong());
    }

    @Override
    public synchronized boolean isRecentUidRemoved() {
        return lessRecent;
    }

    @Override
    public synchronized void resetRecentUidRemoved() {
        lessRecent = false;
    }

    @Override
    public synchronized boolean isSizeChanged() {
        grownTold = grown;
        return grown;
    }

    @Override
    public synchronized boolean isDeletedByOtherSession() {
        deletedTold = deleted;
        return deleted;
    }

    @Override
    public synchronized Collection<MessageUid> flagUpdateUids() {
        changedTold.add(changed);
        changed.clear();
        return changedTold.all();
    }

    @Override
    public synchronized Collection<MessageUid> expungedUids() {
        expungedTold.add(expunged);
        return expungedTold.all();
    }

    @Override
    public synchronized void resetExpungedUids() {
        expunged.removeAll(expungedTold);
        expungedTold.clear();
    }

    @Override
    public synchronized void resetEvents() {
        grown &= !grownTold;
        deleted &= !deletedTold;
        changedTold.clear();
    }

    @Override
    public synchronized Flags getApplicableFlags() {
        return new Flags(applicable);
    }

    @Override
    public synchronized boolean hasNewApplicableFlags() {
        return moreApplicable;
    }

    @Override
    public synchronized void resetNewApplicableFlags() {
        moreApplicable = false;
    }

    @Override
    public Mono<MailboxPath> getPathReactive() {
        return Mono.from(mailboxes.getMailboxReactive(id, session)).map(MessageManager::getMailboxPath);
    }

    @Override
    public MailboxId getMailboxId() {
        return id;
    }

    @Override
    public MessageManager getMessageManager() {
        return mailbox;
    }
}
