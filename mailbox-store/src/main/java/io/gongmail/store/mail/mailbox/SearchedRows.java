package io.gongmail.store.mail.mailbox;

import io.gongmail.store.mail.content.ContentRef;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.store.mail.model.MailboxMessage;

/** The rows of a mailbox as searches want to see them: a page at a time, without bytes. Thread-safe. */
public final class SearchedRows {
    /** So many rows at most are told at once. */
    public static final int PAGE = MessageTable.PAGE;

    /** Rows are read in one go when no more than so many stand between two that are wanted. */
    private static final int GAP = 8;

    private final MessageTable table;

    SearchedRows(MessageTable table) {
        this.table = table;
    }

    /** The first {@link #PAGE} messages with UIDs from {@code first} to {@code last}, by UID. */
    public List<MailboxMessage> page(MailboxId mailbox, long first, long last) {
        return table.page(MailboxNumber.of(mailbox), first, last, PAGE).stream()
                .map(table::message)
                .toList();
    }

    /** Those of {@code uids}, which rise, that are there, by UID; at most {@link #PAGE} are asked for. */
    public List<MailboxMessage> messages(MailboxId mailbox, long[] uids) {
        if (uids.length > PAGE) {
            throw new IllegalArgumentException("too many at once: " + uids.length);
        }
        List<MailboxMessage> found = new ArrayList<>(uids.length);
        int from = 0;
        while (from < uids.length) {
            int to = from + 1;
            while (to < uids.length && uids[to] - uids[to - 1] <= GAP && uids[to] - uids[from] < PAGE) {
                to++;
            }
            int wanted = from;
            for (MessageRow row : table.page(MailboxNumber.of(mailbox), uids[from], uids[to - 1], PAGE)) {
                while (wanted < to && uids[wanted] < row.uid()) {
                    wanted++;
                }
                if (wanted < to && uids[wanted] == row.uid()) {
                    found.add(table.message(row));
                }
            }
            from = to;
        }
        return found;
    }

    /** The bytes of a message that was told from here. */
    public static ContentRef content(MailboxMessage message) {
        return ((StoredMessage) message).row().content();
    }
}
