package io.gongmail.store.mail.queue;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The rows of one queue in order of arrival, read page by page: what changes meanwhile may or may not be seen. */
final class BrowsedRows implements Iterator<QueueRow> {
    private final QueueTable table;
    private final String queue;
    private final int pageSize;
    private Iterator<QueueRow> page;
    private long last;

    BrowsedRows(QueueTable table, String queue, int pageSize) {
        this.table = table;
        this.queue = queue;
        this.pageSize = pageSize;
        this.page = table.page(queue, 0, pageSize).iterator();
    }

    @Override
    public boolean hasNext() {
        if (!page.hasNext()) {
            List<QueueRow> more = table.page(queue, last, pageSize);
            page = more.iterator();
        }
        return page.hasNext();
    }

    @Override
    public QueueRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more mails in " + queue);
        }
        QueueRow row = page.next();
        last = row.seq();
        return row;
    }
}
