package io.gongmail.store.mail.mailbox;

import io.gongmail.store.mail.content.Entry;
import io.gongmail.store.mail.mailbox.MailboxCounts.Counts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.ModSeq;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxCounters;
import org.apache.james.mailbox.model.MessageMetaData;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.UpdatedFlags;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.apache.james.mailbox.store.mail.MessageMapper;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** James' message mapper. Thread-safe: one serves all sessions. Large jobs are done in short transactions. */
final class StoredMessages implements MessageMapper {
    /**
     * Rows that come or go in one transaction: 20 ms or so. Whoever delivers meanwhile waits for one that is under way, and for
     * one that is committed together with theirs.
     */
    static final int AT_ONCE = 200;

    /** Up to so many messages a change is as quick as a delivery. */
    private static final int SMALL = 16;

    /** To be the first who takes what is recent. */
    private static final int ATTEMPTS = 3;

    private final MailboxCounts counts;
    private final MessageTable messages;
    private final Arrivals arrivals;
    private final MailboxLists lists;
    private final MetadataWriter writer;
    private final Deletions deletions;
    private final java.time.Clock clock;

    StoredMessages(
            MailboxCounts counts,
            MessageTable messages,
            Arrivals arrivals,
            MailboxLists lists,
            MetadataWriter writer,
            Deletions deletions,
            java.time.Clock clock) {
        this.counts = counts;
        this.messages = messages;
        this.arrivals = arrivals;
        this.lists = lists;
        this.writer = writer;
        this.deletions = deletions;
        this.clock = clock;
    }

    private static long number(Mailbox mailbox) {
        return MailboxNumber.of(mailbox.getMailboxId());
    }

    @Override
    public Iterator<MailboxMessage> findInMailbox(Mailbox mailbox, MessageRange set, FetchType type, int limit) {
        return new Pages(messages, number(mailbox), MessageTable.first(set), MessageTable.last(set), limit);
    }

    @Override
    public Flux<MailboxMessage> findInMailboxReactive(Mailbox mailbox, MessageRange set, FetchType type, int limit) {
        return Flux.fromIterable(() -> findInMailbox(mailbox, set, type, limit))
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public List<MessageUid> retrieveMessagesMarkedForDeletion(Mailbox mailbox, MessageRange range) {
        return messages.uids(
                number(mailbox),
                MessageTable.first(range),
                MessageTable.last(range),
                " AND MOD(m.flags / " + FlagBits.DELETED + ", 2) = 1",
                0);
    }

    @Override
    public long countMessagesInMailbox(Mailbox mailbox) {
        return counts.of(mailbox.getMailboxId()).messages();
    }

    @Override
    public MailboxCounters getMailboxCounters(Mailbox mailbox) {
        return counters(mailbox, counts.of(mailbox.getMailboxId()));
    }

    @Override
    public Mono<MailboxCounters> getMailboxCountersReactive(Mailbox mailbox) {
        return counts.tell(mailbox.getMailboxId(), now -> counters(mailbox, now));
    }

    private static MailboxCounters counters(Mailbox mailbox, Counts now) {
        return MailboxCounters.builder()
                .mailboxId(mailbox.getMailboxId())
                .count(now.messages())
                .unseen(now.unseen())
                .build();
    }

    @Override
    public void delete(Mailbox mailbox, MailboxMessage message) throws MailboxException {
        deleteMessages(mailbox, List.of(message.getUid()));
    }

    @Override
    public Map<MessageUid, MessageMetaData> deleteMessages(Mailbox mailbox, List<MessageUid> uids)
            throws MailboxException {
        Map<MessageUid, MessageMetaData> gone = new LinkedHashMap<>();
        List<Long> numbers = uids.stream().map(MessageUid::asLong).toList();
        for (int i = 0; i < numbers.size(); i += AT_ONCE) {
            List<Long> page = numbers.subList(i, Math.min(numbers.size(), i + AT_ONCE));
            for (MessageRow row :
                    part(page.size(), writing -> MessageChanges.delete(writing, number(mailbox), page, deletions))) {
                gone.put(MessageUid.of(row.uid()), row.metaData());
            }
        }
        return gone;
    }

    @Override
    @SuppressWarnings("NullAway") // James wants null here for "none"
    public @Nullable MessageUid findFirstUnseenMessageUid(Mailbox mailbox) {
        if (counts.of(mailbox.getMailboxId()).unseen() == 0) {
            return null;
        }
        long first = lists.firstUnseen(mailbox.getMailboxId());
        return first == 0 ? null : MessageUid.of(first);
    }

    @Override
    public Mono<Optional<MessageUid>> findFirstUnseenMessageUidReactive(Mailbox mailbox) {
        return Mono.defer(() -> {
            Counts now = counts.atHand(mailbox.getMailboxId());
            return now != null && now.unseen() == 0
                    ? Mono.just(Optional.empty())
                    : MessageMapper.super.findFirstUnseenMessageUidReactive(mailbox);
        });
    }

    @Override
    public List<MessageUid> findRecentMessageUidsInMailbox(Mailbox mailbox) {
        return recent(mailbox, counts.of(mailbox.getMailboxId()));
    }

    /**
     * What is recent, and is so for nobody else from now on. Nobody waits until that is written: after a stop that came first it is
     * recent once more, as it is to be where a server does not know better (RFC 3501 §2.3.2).
     */
    Mono<List<MessageUid>> takeRecent(Mailbox mailbox) {
        return Mono.defer(() -> {
            Counts now = counts.atHand(mailbox.getMailboxId());
            return now != null && now.recentMark() >= now.lastUid()
                    ? Mono.just(List.of())
                    : Mono.fromCallable(() -> recentTaken(mailbox)).subscribeOn(Schedulers.boundedElastic());
        });
    }

    private List<MessageUid> recentTaken(Mailbox mailbox) throws MailboxException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Counts now = counts.of(mailbox.getMailboxId());
            if (now.recentMark() >= now.lastUid()) {
                return List.of();
            }
            List<MessageUid> recent = recent(mailbox, now);
            if (counts.mark(mailbox.getMailboxId(), now, now.lastUid())) {
                writer.submitIfRoom(writing -> {
                    MessageChanges.markRecent(writing, number(mailbox), now.lastUid());
                    return now;
                });
                return recent;
            }
        }
        return resetRecent(mailbox).stream().map(UpdatedFlags::getUid).toList();
    }

    private List<MessageUid> recent(Mailbox mailbox, Counts now) {
        if (now.recentMark() >= now.lastUid()) {
            return List.of();
        }
        return lists.recent(mailbox.getMailboxId(), now.recentMark() + 1, now.lastUid());
    }

    @Override
    public List<UpdatedFlags> resetRecent(Mailbox mailbox) throws MailboxException {
        Counts now = counts.of(mailbox.getMailboxId());
        if (now.recentMark() >= now.lastUid()) {
            return List.of();
        }
        return writer.run(writing -> MessageChanges.resetRecent(writing, number(mailbox)));
    }

    @Override
    public MessageMetaData add(Mailbox mailbox, MailboxMessage message) throws MailboxException {
        MessageRow row;
        try (Entry entry = arrivals.begin()) {
            Arrivals.Arrived arrived = arrivals.take(number(mailbox), message);
            row = writer.run(writing -> MessageChanges.add(writing, arrived.row(), arrived.shape()));
        }
        message.setUid(MessageUid.of(row.uid()));
        message.setModSeq(ModSeq.of(row.modSeq()));
        message.setSaveDate(new Date(clock.millis()));
        return row.metaData();
    }

    @Override
    public Iterator<UpdatedFlags> updateFlags(Mailbox mailbox, FlagsUpdateCalculator calculator, MessageRange set)
            throws MailboxException {
        List<UpdatedFlags> updates = new ArrayList<>();
        long last = MessageTable.last(set);
        for (long first = MessageTable.first(set); first <= last; ) {
            long from = first;
            List<UpdatedFlags> page = part(
                    last - from,
                    writing -> MessageChanges.updateFlags(writing, number(mailbox), calculator, from, last));
            updates.addAll(page);
            if (page.size() < MessageChanges.FLAGS_AT_ONCE) {
                break;
            }
            first = page.get(page.size() - 1).getUid().asLong() + 1;
        }
        return updates.iterator();
    }

    @Override
    public MessageMetaData copy(Mailbox mailbox, MailboxMessage original) throws MailboxException {
        return one(copy(mailbox, List.of(original)));
    }

    @Override
    public List<MessageMetaData> copy(Mailbox mailbox, List<MailboxMessage> originals) throws MailboxException {
        return transfer(mailbox, originals, false);
    }

    @Override
    public MessageMetaData move(Mailbox mailbox, MailboxMessage original) throws MailboxException {
        return one(move(mailbox, List.of(original)));
    }

    @Override
    public List<MessageMetaData> move(Mailbox mailbox, List<MailboxMessage> originals) throws MailboxException {
        return transfer(mailbox, originals, true);
    }

    /** Does part of a job, behind what others wait for where it is not small. */
    private <T> T part(long size, MetadataWriter.Change<T> change) throws MailboxException {
        return size > SMALL ? writer.runPart(change) : writer.run(change);
    }

    private static MessageMetaData one(List<MessageMetaData> result) throws MailboxException {
        if (result.isEmpty()) {
            throw new MailboxException("the message is not there any more");
        }
        return result.get(0);
    }

    /** Originals that others deleted meanwhile are passed over. A message is never in both places, nor in none. */
    private List<MessageMetaData> transfer(Mailbox mailbox, List<MailboxMessage> originals, boolean move)
            throws MailboxException {
        long to = number(mailbox);
        List<MessageMetaData> result = new ArrayList<>();
        for (int i = 0; i < originals.size(); i += AT_ONCE) {
            List<MailboxMessage> page = originals.subList(i, Math.min(originals.size(), i + AT_ONCE));
            Map<Long, List<Long>> byMailbox = new LinkedHashMap<>();
            for (MailboxMessage original : page) {
                byMailbox
                        .computeIfAbsent(mailboxOf(original), from -> new ArrayList<>())
                        .add(uidOf(original));
            }
            result.addAll(part(page.size(), writing -> {
                List<MessageMetaData> done = new ArrayList<>();
                for (Map.Entry<Long, List<Long>> from : byMailbox.entrySet()) {
                    for (MessageRow copy :
                            MessageChanges.copy(writing, from.getKey(), from.getValue(), to, clock.millis())) {
                        done.add(copy.metaData());
                    }
                    if (move) {
                        MessageChanges.delete(writing, from.getKey(), from.getValue(), Deletions.FOR_GOOD);
                    }
                }
                return done;
            }));
        }
        return result;
    }

    private static long mailboxOf(MailboxMessage original) {
        return original instanceof StoredMessage stored
                ? stored.origin().mailbox()
                : MailboxNumber.of(original.getMailboxId());
    }

    private static long uidOf(MailboxMessage original) {
        return original instanceof StoredMessage stored
                ? stored.origin().uid()
                : original.getUid().asLong();
    }

    @Override
    public Mono<List<MessageMetaData>> moveReactive(Mailbox mailbox, List<MailboxMessage> originals) {
        return Mono.fromCallable(() -> move(mailbox, originals)).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Optional<MessageUid> getLastUid(Mailbox mailbox) {
        return counts.of(mailbox.getMailboxId()).last();
    }

    @Override
    public Mono<Optional<MessageUid>> getLastUidReactive(Mailbox mailbox) {
        return counts.tell(mailbox.getMailboxId(), Counts::last);
    }

    @Override
    public ModSeq getHighestModSeq(Mailbox mailbox) {
        return ModSeq.of(counts.of(mailbox.getMailboxId()).highestModSeq());
    }

    @Override
    public Mono<ModSeq> getHighestModSeqReactive(Mailbox mailbox) {
        return counts.tell(mailbox.getMailboxId(), now -> ModSeq.of(now.highestModSeq()));
    }

    @Override
    public Flags getApplicableFlag(Mailbox mailbox) {
        return applicable(counts.of(mailbox.getMailboxId()));
    }

    @Override
    public Mono<Flags> getApplicableFlagReactive(Mailbox mailbox) {
        return counts.tell(mailbox.getMailboxId(), StoredMessages::applicable);
    }

    private static Flags applicable(Counts now) {
        Flags flags = new Flags();
        flags.add(Flags.Flag.ANSWERED);
        flags.add(Flags.Flag.DELETED);
        flags.add(Flags.Flag.DRAFT);
        flags.add(Flags.Flag.FLAGGED);
        flags.add(Flags.Flag.SEEN);
        now.keywords().forEach(flags::add);
        return flags;
    }

    @Override
    public Flux<MessageUid> listAllMessageUids(Mailbox mailbox) {
        return Flux.defer(() -> Flux.fromStream(
                        () -> Arrays.stream(lists.uids(mailbox.getMailboxId())).mapToObj(MessageUid::of)))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
