package io.gongmail.store.mail.mailbox;

import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.ContentStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.james.mailbox.model.MailboxId;

/**
 * Reads messages as IMAP tells them, past James' managers, which would read and parse each whole. Whether the reader may is
 * for the caller to know: whoever opened the mailbox by the managers. Thread-safe; errors are {@code StoreException}s.
 */
public final class MailReader {
    /** So many messages at most are read at once. */
    public static final int PAGE = MailboxLists.PAGE;

    private static final int SMALL = 250;

    private final MailboxLists lists;
    private final MessageDescriptions descriptions;
    private final ContentStore content;
    private final Expunged expunged;
    private final MessageTable messages;
    private final MailboxCounts counts;

    MailReader(
            MailboxLists lists,
            MessageDescriptions descriptions,
            ContentStore content,
            Expunged expunged,
            MessageTable messages,
            MailboxCounts counts) {
        this.lists = lists;
        this.messages = messages;
        this.counts = counts;
        this.expunged = expunged;
        this.descriptions = descriptions;
        this.content = content;
    }

    /** Keeps a mailbox at hand; for who is about to read most of its list. */
    public void prepare(MailboxId mailbox) {
        lists.prepare(mailbox);
    }

    /** The same for who opens one: where it has so few messages that all of them are read as quickly as what has to be. */
    public void prepareSmall(MailboxId mailbox) {
        if (counts.of(mailbox).messages() <= SMALL) {
            lists.prepare(mailbox);
        }
    }

    /** The UIDs of all messages, rising, as they were last committed. */
    public long[] uids(MailboxId mailbox) {
        return lists.uids(mailbox);
    }

    /**
     * The next messages by UID, as they were last committed; fewer than {@code limit} only where there are no more.
     *
     * @param changedSince only those with a higher mod-sequence; -1 for all
     * @param limit how many at most, up to {@link #PAGE}
     */
    public List<ListedMessage> page(MailboxId mailbox, long first, long last, long changedSince, int limit) {
        return lists.page(mailbox, first, last, changedSince, limit);
    }

    /** The next messages by UID, at most {@code limit}, up to {@link #PAGE}, as they were last committed. */
    public List<KeptMessage> kept(MailboxId mailbox, long first, long last, int limit) {
        return messages.page(MailboxNumber.of(mailbox), first, last, limit).stream()
                .map(KeptMessage::of)
                .toList();
    }

    /** The octets of all messages of a mailbox together, as it is counted when they come and go. */
    public long octets(MailboxId mailbox) {
        return counts.of(mailbox).octets();
    }

    /** What was described of those of {@code contents} that have it; the reader describes the others anew. */
    public Map<ContentRef, DescriptionOctets> descriptions(Collection<ContentRef> contents) {
        return descriptions.of(contents);
    }

    /**
     * UIDs that are not there and were, or may have been, at the mod-sequence {@code since} (RFC 7162 §3.2.6), by UID; they may
     * overlap.
     */
    public List<UidRun> vanished(MailboxId mailbox, long since) {
        return expunged.since(MailboxNumber.of(mailbox), since).orElseGet(() -> missing(mailbox));
    }

    private List<UidRun> missing(MailboxId mailbox) {
        long last = expunged.lastUid(MailboxNumber.of(mailbox));
        List<UidRun> runs = new ArrayList<>();
        long next = 1;
        for (List<ListedMessage> page = page(mailbox, next, last, -1, PAGE);
                !page.isEmpty();
                page = page(mailbox, next, last, -1, PAGE)) {
            for (ListedMessage message : page) {
                if (message.uid() > next) {
                    runs.add(new UidRun(next, message.uid() - 1));
                }
                next = message.uid() + 1;
            }
        }
        if (next <= last) {
            runs.add(new UidRun(next, last));
        }
        return runs;
    }

    /** As {@link ContentStore#open}. */
    public InputStream open(ContentRef ref) throws IOException {
        return content.open(ref);
    }

    /** As {@link ContentStore#openRange}. */
    public InputStream openRange(ContentRef ref, long offset, long length) throws IOException {
        return content.openRange(ref, offset, length);
    }
}
