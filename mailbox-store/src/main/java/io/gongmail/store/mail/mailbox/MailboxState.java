package io.gongmail.store.mail.mailbox;

import io.gongmail.store.mail.mailbox.MailboxCounts.Counts;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.mail.Flags;

/** What the writer knows of one mailbox: the numbers that the next message gets, and the counts. For its thread only. */
final class MailboxState {
    /** An empty mailbox has mod-sequence 1, since 0 would mean "no mod-sequences" to clients (RFC 7162, 3.1.2.1). */
    static final long FIRST_MODSEQ = 1;

    final long id;
    long lastUid;
    long highestModSeq;
    long messages;
    long unseen;
    /** Of all messages together. */
    long octets;

    long recentMark;
    final Set<String> keywords;
    boolean changed;

    MailboxState(
            long id,
            long lastUid,
            long highestModSeq,
            long messages,
            long unseen,
            long octets,
            long recentMark,
            String keywords) {
        this.id = id;
        this.lastUid = lastUid;
        this.highestModSeq = highestModSeq;
        this.messages = messages;
        this.unseen = unseen;
        this.octets = octets;
        this.recentMark = recentMark;
        this.keywords = new TreeSet<>(FlagBits.lines(keywords));
    }

    long nextUid() {
        changed = true;
        return ++lastUid;
    }

    long nextModSeq() {
        changed = true;
        return ++highestModSeq;
    }

    void count(MessageRow row, int by) {
        changed = true;
        messages += by;
        octets += by * row.content().size();
        countUnseen(row.bits(), by);
    }

    void countUnseen(int bits, int by) {
        if ((bits & FlagBits.SEEN) == 0) {
            changed = true;
            unseen += by;
        }
    }

    void remember(Flags flags) {
        for (String keyword : flags.getUserFlags()) {
            changed |= keywords.add(keyword);
        }
    }

    Counts counts() {
        return new Counts(lastUid, highestModSeq, messages, unseen, octets, recentMark, List.copyOf(keywords));
    }

    /** {@code bits} without \Recent where the mark says so. */
    int visible(long uid, int bits) {
        return uid <= recentMark ? bits & ~FlagBits.RECENT : bits;
    }
}
