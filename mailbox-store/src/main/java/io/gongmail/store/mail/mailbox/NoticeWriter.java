package io.gongmail.store.mail.mailbox;

import io.gongmail.store.Slices;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.Entry;
import io.gongmail.store.mail.mailbox.NoticeTable.Members;
import io.gongmail.store.mail.mailbox.StoredNotice.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.mail.Flags;
import org.apache.james.mailbox.exception.MailboxException;
import org.jspecify.annotations.Nullable;

/**
 * What is done to notices by the writer, so that it is there whole, once, and in an order with all else that happens to mailboxes.
 * Thread-safe.
 */
public final class NoticeWriter {
    /** 100 KB or so: some milliseconds, for which who delivers meanwhile may have to wait. */
    private static final int PAGES_AT_ONCE = 4;

    private final NoticeTable table;
    private final ContentStore content;
    private final Arrivals arrivals;
    private final MetadataWriter writer;
    private final NoticeCopies copies;
    private final Clock clock;

    NoticeWriter(NoticeTable table, ContentStore content, Arrivals arrivals, MetadataWriter writer, Clock clock) {
        this.table = table;
        this.content = content;
        this.arrivals = arrivals;
        this.writer = writer;
        this.copies = new NoticeCopies(clock);
        this.clock = clock;
    }

    /**
     * Another one whose place a notice takes.
     *
     * @param of its number
     * @param marked what those get who had read it
     */
    public record Corrected(long of, InputStream marked) {}

    /**
     * Stores a notice: its bytes, its audience some pages at a time, each time behind all that others change, and then in one short
     * transaction that it is owed, and that the one is recalled whose place it takes. Returns when that is durable; what a stop
     * interrupts before is in stage {@link Stage#WRITTEN}, and of no effect.
     *
     * @param owners each once, at most {@link NoticeTable#MOST_MEMBERS}; of a correction those of what it corrects, in their order
     * @param corrected null where it takes the place of none
     * @throws IOException when the bytes cannot be read
     */
    public long post(
            String id,
            InputStream message,
            String folder,
            long internalDate,
            Flags flags,
            List<String> owners,
            Slices slices,
            @Nullable Corrected corrected)
            throws IOException, MailboxException {
        try (Entry entry = content.entering()) {
            Arrivals.Described described = arrivals.describe(message);
            Arrivals.@Nullable Described marked = corrected == null ? null : arrivals.describe(corrected.marked());
            long now = clock.millis();
            StoredNotice draft = new StoredNotice(
                    0,
                    id,
                    0,
                    folder,
                    internalDate,
                    FlagBits.of(flags) & ~FlagBits.RECENT,
                    FlagBits.keywords(flags),
                    described.content(),
                    described.bodyStart(),
                    owners.size(),
                    Stage.WRITTEN,
                    now,
                    OptionalLong.empty(),
                    corrected == null || marked == null
                            ? Optional.empty()
                            : Optional.of(
                                    new StoredNotice.Correction(corrected.of(), marked.content(), marked.bodyStart())));
            long number = table.insert(draft, now);
            int written = writer.runPart(writing -> pages(writing, number, owners, 0));
            while (written < owners.size()) {
                slices.step();
                int first = written;
                written = writer.runPart(writing -> pages(writing, number, owners, first));
            }
            writer.run(writing -> {
                describe(writing, described);
                if (corrected != null && marked != null) {
                    describe(writing, marked);
                    // Together: nobody has both, or neither.
                    recall(writing, corrected.of(), now);
                }
                stage(writing, number, Stage.OWED);
                return number;
            });
            return number;
        }
    }

    /** Writes the next pages of an audience; the place after them. */
    private static int pages(Writing writing, long notice, List<String> owners, int first) throws SQLException {
        int end = first;
        for (int i = 0; i < PAGES_AT_ONCE && end < owners.size(); i++) {
            Members page = NoticeAudience.page(owners, end);
            NoticeAudience.insert(writing, notice, page);
            end = page.end();
        }
        return end;
    }

    private static void describe(Writing writing, Arrivals.Described described) throws SQLException {
        if (described.shape() != null) {
            MessageChanges.describe(writing, described.content().hash(), described.shape());
        }
    }

    /** Settles what somebody waits for: few at once. Returns when it is durable. */
    public List<Settled> settle(List<Owed> owed) throws MailboxException {
        return writer.run(writing -> copies.settle(writing, owed));
    }

    /** Settles what nobody waits for, behind all that others do. */
    public List<Settled> settleBehind(List<Owed> owed) throws MailboxException {
        return writer.runPart(writing -> copies.settle(writing, owed));
    }

    /** When somebody last changed something and waited for it, by {@link System#nanoTime}. */
    public long lastAsked() {
        return writer.lastAsked();
    }

    /** From the commit on no copy is made, and those that are unread are to be taken. Again is nothing. */
    public void recall(long notice) throws MailboxException {
        long now = clock.millis();
        writer.run(writing -> recall(writing, notice, now));
    }

    private static int recall(Writing writing, long notice, long now) throws SQLException {
        PreparedStatement update = writing.prepared("UPDATE notice SET recalled = ?, stage = " + Stage.OWED.ordinal()
                + " WHERE number = ? AND recalled IS NULL AND stage IN (" + Stage.OWED.ordinal() + ", "
                + Stage.DONE.ordinal() + ")");
        update.setLong(1, now);
        update.setLong(2, notice);
        return update.executeUpdate();
    }

    /** Nothing is left to be done about it. */
    public void finish(long notice) throws MailboxException {
        writer.run(writing -> stage(writing, notice, Stage.DONE));
    }

    /** From the commit on nothing is done about it any more, and its rows may go. */
    public void forget(long notice) throws MailboxException {
        writer.run(writing -> stage(writing, notice, Stage.FORGOTTEN));
    }

    private static int stage(Writing writing, long notice, Stage stage) throws SQLException {
        PreparedStatement update = writing.prepared("UPDATE notice SET stage = ? WHERE number = ?");
        update.setInt(1, stage.ordinal());
        update.setLong(2, notice);
        return update.executeUpdate();
    }
}
