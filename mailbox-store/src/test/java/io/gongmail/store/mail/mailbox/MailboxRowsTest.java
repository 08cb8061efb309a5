package io.gongmail.store.mail.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.content.Sha256;
import io.gongmail.store.mail.mailbox.MailboxRows.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.james.mailbox.MessageUid;
import org.junit.jupiter.api.Test;

class MailboxRowsTest {
    private final MailboxRows rows = new MailboxRows();

    @Test
    void whatIsReadIsListedByUid() {
        read(3, 5, 9);
        assertThat(uids(1, 100)).containsExactly(3L, 5L, 9L);
        assertThat(uids(4, 9)).containsExactly(5L, 9L);
        assertThat(uids(5, 5)).containsExactly(5L);
        assertThat(uids(6, 8)).isEmpty();
        assertThat(rows.uids()).containsExactly(3, 5, 9);
    }

    @Test
    void recentIsWhatNobodyHadSelectedWhenItCame() {
        rows.read(List.of(row(1, 1, FlagBits.RECENT), row(2, 2, 0), row(4, 3, FlagBits.RECENT | FlagBits.SEEN)));
        rows.ready();
        rows.apply(List.of(changed(row(6, 4, FlagBits.RECENT))));
        assertThat(rows.recent(1, 6)).extracting(MessageUid::asLong).containsExactly(1L, 4L, 6L);
        assertThat(rows.recent(2, 5)).extracting(MessageUid::asLong).containsExactly(4L);
        assertThat(rows.recent(7, 9)).isEmpty();
    }

    @Test
    void aPageIsNoLongerThanAskedFor() {
        read(LongStream.rangeClosed(1, 200).toArray());
        assertThat(rows.page(10, 200, -1, 3)).extracting(ListedMessage::uid).containsExactly(10L, 11L, 12L);
    }

    @Test
    void onlyWhatHasAHigherModSequenceChangedSince() {
        read(1, 2, 3);
        rows.apply(List.of(changed(row(2, 50, FlagBits.SEEN))));
        assertThat(rows.page(1, 9, 49, 9)).extracting(ListedMessage::uid).containsExactly(2L);
        assertThat(rows.page(1, 9, 50, 9)).isEmpty();
    }

    @Test
    void whatCameWhileTheTableWasReadIsNotMissedAndNotOlder() {
        // Committed after the page with 1 to 3 was read, and before the one with 4.
        rows.read(List.of(row(1, 1, 0), row(2, 2, 0), row(3, 3, 0)));
        rows.apply(List.of(changed(row(2, 20, FlagBits.SEEN)), gone(3), changed(row(4, 21, 0))));
        rows.read(List.of(row(4, 21, 0)));
        assertThat(rows.isReady()).isFalse();
        rows.ready();
        assertThat(rows.isReady()).isTrue();
        assertThat(uids(1, 9)).containsExactly(1L, 2L, 4L);
        assertThat(rows.page(2, 2, -1, 1).get(0).isSeen()).isTrue();
    }

    @Test
    void aChangeThatWasReadAlreadyDoesNotUndoALaterOne() {
        rows.apply(List.of(changed(row(1, 5, FlagBits.SEEN))));
        rows.read(List.of(row(1, 9, 0)));
        rows.ready();
        assertThat(rows.page(1, 1, -1, 1).get(0).modSeq()).isEqualTo(9);
    }

    @Test
    void whatWaitsForTheTableIsBounded() {
        List<Change> many = new ArrayList<>();
        for (int i = 1; i <= 50_001; i++) {
            many.add(gone(i));
        }
        assertThat(rows.apply(many)).isTrue();
        assertThat(rows.apply(many)).isFalse();
    }

    @Test
    void itStaysWhatTheTableIsWhateverHappens() {
        Random random = new Random(7);
        TreeMap<Long, MessageRow> table = new TreeMap<>();
        rows.ready();
        long uid = 0;
        long modSeq = 0;
        for (int round = 0; round < 300; round++) {
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int dice = random.nextInt(10);
                List<Long> known = new ArrayList<>(table.keySet());
                if (dice < 5 || known.isEmpty()) {
                    MessageRow added = row(++uid, ++modSeq, 0);
                    table.put(uid, added);
                    changes.add(changed(added));
                } else if (dice < 8) {
                    MessageRow flagged = row(known.get(random.nextInt(known.size())), ++modSeq, random.nextInt(64));
                    table.put(flagged.uid(), flagged);
                    changes.add(changed(flagged));
                } else {
                    long deleted = known.get(random.nextInt(known.size()));
                    table.remove(deleted);
                    changes.add(gone(deleted));
                }
            }
            rows.apply(changes);
            assertThat(rows.page(1, Long.MAX_VALUE, -1, Integer.MAX_VALUE))
                    .isEqualTo(table.values().stream().map(ListedMessage::of).toList());
        }
    }

    private void read(long... uids) {
        rows.read(LongStream.of(uids).mapToObj(uid -> row(uid, uid, 0)).toList());
        rows.ready();
    }

    private List<Long> uids(long first, long last) {
        return rows.page(first, last, -1, 1_000).stream()
                .map(ListedMessage::uid)
                .toList();
    }

    private static Change changed(MessageRow row) {
        return new Change(row.uid(), row);
    }

    private static Change gone(long uid) {
        return new Change(uid, null);
    }

    private static MessageRow row(long uid, long modSeq, int bits) {
        MessageNumber id = new MessageNumber(1, uid);
        return new MessageRow(
                1,
                uid,
                id,
                id,
                1_000 * uid,
                null,
                10,
                bits,
                uid % 3 == 0 ? "$Forwarded" : null,
                modSeq,
                new ContentRef(new Sha256(uid, 0, 0, 0), 100 + uid));
    }
}
