package io.gongmail.server.notice;

import io.gongmail.store.mail.NewNotice;
import io.gongmail.store.mail.NoticeId;
import io.gongmail.store.mail.NoticeState;
import io.gongmail.store.mail.Notices;
import io.gongmail.store.registry.NoticeNumber;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.core.Username;

/**
 * Delivers notices by the store: everybody has it as soon as it is posted, and copies are made as mailboxes are looked at. It is neither
 * answered nor forwarded, and owners' filters are not asked. Thread-safe.
 */
public final class StoredDelivery implements NoticeDelivery {
    private final Notices notices;

    public StoredDelivery(Notices notices) {
        this.notices = notices;
    }

    @Override
    public void post(Posting posting) {
        notices.post(
                new NewNotice(
                        id(posting.number()),
                        posting.message()::open,
                        posting.folder(),
                        posting.received(),
                        flags(posting.flags())),
                posting.members().stream()
                        .map(member -> Username.of(member.toString()))
                        .toList());
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
        return notices.find(id(number)).map(StoredDelivery::counts);
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
        }
    }
}
