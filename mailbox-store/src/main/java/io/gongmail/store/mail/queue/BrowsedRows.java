package io.gongmail.store.mail.queue;

import com.google.common.collect.Iterators;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The rows of one queue in the order of {@code seqs}, read page by page; what is gone meanwhile is left out. */
final class BrowsedRows implements Iterator<QueueRow> {
    private static final int PAGE = 100;

    private final QueueTable table;
    private final Iterator<List<Long>> pages;
    private Iterator<QueueRow> page = Collections.emptyIterator();

    BrowsedRows(QueueTable table, List<Long> seqs) {
        this.table = table;
        this.pages = Iterators.partition(seqs.iterator(), PAGE);
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && pages.hasNext()) {
            page = table.rows(pages.next()).iterator();
        }
        return page.hasNext();
    }

    @Override
    public QueueRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more mails in this queue");
        }
        return page.next();
    }
}
