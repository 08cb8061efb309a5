package io.gongmail.store.mail;

import io.gongmail.store.mail.mailbox.NoticeTable.CopyState;
import io.gongmail.store.mail.mailbox.NoticeTable.Count;
import io.gongmail.store.mail.mailbox.StoredNotice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts a notice's members by how it stands with them. */
record NoticeCounts(StoredNotice notice, List<Count> counts) {
    NoticeState state(boolean going) {
        boolean recalled = notice.recalled().isPresent();
        int seen = of(CopyState.DELIVERED, true);
        int none = notice.members() - counts.stream().mapToInt(Count::copies).sum();
        int failed = of(CopyState.NO_MAILBOX, false);
        return new NoticeState(
                new NoticeId(notice.id()),
                notice.folder(),
                Instant.ofEpochMilli(notice.accepted()),
                recalled ? Optional.of(Instant.ofEpochMilli(notice.recalled().getAsLong())) : Optional.empty(),
                notice.members(),
                recalled ? 0 : none,
                of(CopyState.DELIVERED, false) - seen + of(CopyState.DELETED, false),
                failed,
                failed == 0 ? Map.of() : Map.of(NoticeFailure.NO_MAILBOX, failed),
                recalled ? 0 : seen,
                of(CopyState.RECALLED, false) + (recalled ? none : 0),
                recalled ? seen : 0,
                going);
    }

    private int of(CopyState state, boolean seen) {
        return counts.stream()
                .filter(count -> count.state() == state)
                .mapToInt(count -> seen ? count.seen() : count.copies())
                .sum();
    }
}
