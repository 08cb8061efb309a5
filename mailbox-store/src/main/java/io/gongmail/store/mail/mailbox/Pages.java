package io.gongmail.store.mail.mailbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;

/** Walks a mailbox by pages, so that neither memory nor locks grow with it. Not thread-safe. */
final class Pages implements Iterator<MailboxMessage> {
    private final MessageTable table;
    private final long mailbox;
    private final long last;
    private final Deque<MessageRow> page = new ArrayDeque<>();
    private long next;
    private int left;
    private boolean ended;

    Pages(MessageTable table, long mailbox, long first, long last, int limit) {
        this.table = table;
        this.mailbox = mailbox;
        this.next = first;
        this.last = last;
        this.left = limit > 0 ? limit : Integer.MAX_VALUE;
        // The first page is read at once, so that what fails early fails where it was asked for.
        fill();
    }

    @Override
    public boolean hasNext() {
        if (page.isEmpty() && !ended) {
            fill();
        }
        return !page.isEmpty();
    }

    private void fill() {
        int wanted = Math.min(left, MessageTable.PAGE);
        if (wanted == 0 || next > last) {
            ended = true;
            return;
        }
        List<MessageRow> rows = table.page(mailbox, next, last, wanted);
        page.addAll(rows);
        left -= rows.size();
        if (rows.size() < wanted) {
            ended = true;
        } else {
            next = rows.get(rows.size() - 1).uid() + 1;
        }
    }

    @Override
    public MailboxMessage next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return table.message(page.removeFirst());
    }
}
