package io.gongmail.store.mail.mailbox;

import io.gongmail.store.mail.mailbox.MailboxCounts.Counts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a transaction of the writer changed about messages, and about which are where. For the writer's thread only. */
final class Committed {
    /** Told after each commit, by the writer's thread, before anybody hears that the change was made. */
    @FunctionalInterface
    interface Observer {
        void committed(Committed changes);

        /** A commit failed, and nobody knows whether it was made. Told by the writer's thread, before anybody hears of it. */
        default void unknown() {}
    }

    /** A row that came, or one that went. */
    record Change(MessageRow row, boolean added) {}

    private final Map<Long, List<Change>> byMailbox = new HashMap<>();
    private final Map<Long, List<MailboxRows.Change>> rows = new HashMap<>();
    private final Map<Long, Counts> counts = new HashMap<>();
    private final Set<Long> dropped = new HashSet<>();
    private final Set<Long> altered = new HashSet<>();
    private boolean arrived;

    void add(MessageRow row) {
        membership(row, true);
        change(row);
    }

    void remove(MessageRow row) {
        membership(row, false);
        row(row.mailbox(), new MailboxRows.Change(row.uid(), null));
    }

    /** The row was there, and is now {@code row}. */
    void change(MessageRow row) {
        row(row.mailbox(), new MailboxRows.Change(row.uid(), row));
    }

    private void row(long mailbox, MailboxRows.Change change) {
        rows.computeIfAbsent(mailbox, each -> new ArrayList<>()).add(change);
    }

    private void membership(MessageRow row, boolean added) {
        byMailbox.computeIfAbsent(row.mailbox(), mailbox -> new ArrayList<>()).add(new Change(row, added));
    }

    void count(long mailbox, Counts now) {
        counts.put(mailbox, now);
    }

    void drop(long mailbox) {
        dropped.add(mailbox);
    }

    /** The mailbox has another name, or others have rights to it. */
    void alter(long mailbox) {
        altered.add(mailbox);
    }

    void arrive() {
        arrived = true;
    }

    /** Which messages came and went, in the order in which they did. */
    Map<Long, List<Change>> byMailbox() {
        return byMailbox;
    }

    /** All that happened to rows, changed flags too, in the order in which it did. */
    Map<Long, List<MailboxRows.Change>> rows() {
        return rows;
    }

    /** What is counted now of those mailboxes of which it changed. */
    Map<Long, Counts> counts() {
        return counts;
    }

    Set<Long> dropped() {
        return dropped;
    }

    /** Of which name or rights changed. */
    Set<Long> altered() {
        return altered;
    }

    /** Whether there is content that was not there before. */
    boolean arrived() {
        return arrived;
    }

    boolean isEmpty() {
        return rows.isEmpty() && counts.isEmpty() && dropped.isEmpty() && altered.isEmpty() && !arrived;
    }
}
