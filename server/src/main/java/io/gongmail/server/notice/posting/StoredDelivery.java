package io.gongmail.server.notice.posting;

import com.google.common.collect.Lists;
import io.gongmail.store.mail.NewNotice;
import io.gongmail.store.mail.NoticeId;
import io.gongmail.store.mail.NoticeState;
import io.gongmail.store.mail.Notices;
import io.gongmail.store.registry.NoticeNumber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.mail.Flags;
import org.apache.james.core.Username;

/**
 * Delivers notices by the store: everybody has it as soon as it is posted, and copies are made as mailboxes are looked at. It is neither
 * answered nor forwarded, and owners' filters are not asked. Counts are a moment old where counting takes long.
 * Thread-safe.
 */
public final class StoredDelivery implements NoticeDelivery {
    /** Of 100,000 counting takes a tenth of a second. */
    private static final Duration COUNTS_LAST = Duration.ofSeconds(2);

    private static final int MOST_COUNTS = 1_000;

    private final Notices notices;
    private final Remembered<NoticeNumber, Counts> counts;

    /** @param nanos {@code System::nanoTime}, or a test's */
    public StoredDelivery(Notices notices, LongSupplier nanos) {
        this.notices = notices;
        this.counts = new Remembered<>(MOST_COUNTS, one -> 1, COUNTS_LAST, nanos);
    }

    @Override
    public void post(Posting posting) {
        NewNotice notice = new NewNotice(
                id(posting.number()),
                posting.message()::open,
                posting.folder(),
                posting.received(),
                flags(posting.flags()));
        // What was erased meanwhile is in nobody's way.
        Optional<Correction> correction =
                posting.correction().filter(one -> notices.find(id(one.of())).isPresent());
        if (correction.isPresent()) {
            notices.correct(notice, id(correction.get().of()), correction.get().marked()::open);
            counts.forget(correction.get().of());
        } else {
            // One at a time as they are asked for: 100,000 at once would be copied by the collector until they are.
            notices.post(notice, Lists.transform(posting.members(), member -> Username.of(member.toString())));
        }
        counts.forget(posting.number());
    }

    private static NoticeId id(NoticeNumber number) {
        return new NoticeId(number.toString());
    }

    private static Flags flags(List<String> names) {
        Flags flags = new Flags();
        for (String name : names) {
            switch (name.toLowerCase(Locale.ROOT)) {
                case "\\flagged" -> flags.add(Flags.Flag.FLAGGED);
                case "\\seen" -> flags.add(Flags.Flag.SEEN);
                default -> flags.add(name);
            }
        }
        return flags;
    }

    @Override
    public Optional<Counts> counts(NoticeNumber number) {
        return counts.get(number, asked -> notices.find(id(asked)).map(StoredDelivery::counts));
    }

    @Override
    public Optional<Instant> completed(NoticeNumber number) {
        return notices.completed(id(number));
    }

    private static Counts counts(NoticeState state) {
        int read = state.read() + state.keptRead();
        return new Counts(
                state.audience(), state.owed(), state.delivered() + read, state.failed(), read, state.recalled());
    }

    @Override
    public void recall(NoticeNumber number) {
        NoticeId id = id(number);
        if (notices.find(id).isPresent()) {
            notices.recall(id);
            counts.forget(number);
        }
    }
}
