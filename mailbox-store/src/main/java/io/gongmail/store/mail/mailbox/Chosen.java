package io.gongmail.store.mail.mailbox;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mailbox.exception.MailboxException;

/**
 * Messages of one mailbox that somebody names by UID, those that are there, by UID; and the runs in which they stand, each
 * from its first to its last with nothing else of the mailbox between, so that one statement serves many.
 */
record Chosen(List<MessageRow> rows, List<UidRun> runs) {
    /** Reading rows that nobody wants is dearer than asking for each, where they are more than so many times as many. */
    private static final int SPARSE = 4;

    /** Within the writer's transaction, which sees what it did itself. */
    static Chosen of(Writing writing, long mailbox, List<Long> uids) throws SQLException, MailboxException {
        List<Long> sorted = uids.stream().sorted().distinct().toList();
        if (sorted.isEmpty()) {
            return new Chosen(List.of(), List.of());
        }
        long first = sorted.get(0);
        long last = sorted.get(sorted.size() - 1);
        return last - first < (long) SPARSE * sorted.size()
                ? together(writing, mailbox, new HashSet<>(sorted), first, last)
                : each(writing, mailbox, sorted);
    }

    private static Chosen together(Writing writing, long mailbox, Set<Long> wanted, long first, long last)
            throws SQLException, MailboxException {
        Builder chosen = new Builder();
        List<MessageRow> page;
        long next = first;
        do {
            page = MessageTable.page(writing, mailbox, next, last, MessageTable.PAGE);
            for (MessageRow row : page) {
                if (wanted.contains(row.uid())) {
                    chosen.add(row);
                } else {
                    chosen.interrupted();
                }
                next = row.uid() + 1;
            }
        } while (page.size() == MessageTable.PAGE);
        return chosen.build();
    }

    private static Chosen each(Writing writing, long mailbox, List<Long> uids) throws SQLException, MailboxException {
        Builder chosen = new Builder();
        long before = 0;
        for (long uid : uids) {
            Optional<MessageRow> row = MessageChanges.find(writing, mailbox, uid);
            if (row.isPresent()) {
                if (uid != before + 1) {
                    chosen.interrupted(); // What is between was not looked at.
                }
                chosen.add(row.get());
                before = uid;
            }
        }
        return chosen.build();
    }

    /** Takes rows rising in UID. */
    static final class Builder {
        private final List<MessageRow> rows = new ArrayList<>();
        private final List<UidRun> runs = new ArrayList<>();
        private boolean open;

        /** The next of the mailbox, or the next after {@link #interrupted}. */
        void add(MessageRow row) {
            rows.add(row);
            if (open) {
                runs.set(runs.size() - 1, new UidRun(runs.get(runs.size() - 1).first(), row.uid()));
            } else {
                runs.add(new UidRun(row.uid(), row.uid()));
                open = true;
            }
        }

        /** Something else may stand here. */
        void interrupted() {
            open = false;
        }

        Chosen build() {
            return new Chosen(rows, runs);
        }
    }
}
