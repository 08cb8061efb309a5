package io.gongmail.store.mail;

import io.gongmail.store.mail.NoticeCopy.State;
import io.gongmail.store.mail.mailbox.NoticeTable;
import io.gongmail.store.mail.mailbox.NoticeTable.Copy;
import io.gongmail.store.mail.mailbox.NoticeTable.Members;
import io.gongmail.store.mail.mailbox.StoredNotice;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.james.core.Username;
import org.jspecify.annotations.Nullable;

/** Tells how a notice stands with each member of its audience, reading a page of them at a time. */
record NoticeReport(StoredNotice notice, NoticeTable table) {
    /** Those whose account was erased or handed on are left out. */
    void tell(Consumer<NoticeCopy> to) {
        tell(member -> "", to);
    }

    /** @param names what those are called whose account was erased or handed on, by their places; the empty text: they are left out */
    void tell(IntFunction<String> names, Consumer<NoticeCopy> to) {
        Optional<Members> page = table.members(notice.number(), 0);
        while (page.isPresent()) {
            tell(page.get(), names, to);
            page = table.members(notice.number(), page.get().end());
        }
    }

    private void tell(Members members, IntFunction<String> names, Consumer<NoticeCopy> to) {
        Map<Integer, Copy> copies = new HashMap<>();
        table.copies(notice.number(), members.first(), members.end()).forEach(copy -> copies.put(copy.member(), copy));
        // After the copies, since what is delivered meanwhile would be taken for deleted.
        BitSet present = copies.isEmpty() ? new BitSet() : table.present(notice, members.first(), members.end());
        for (int i = 0; i < members.owners().size(); i++) {
            int member = members.first() + i;
            String known = members.owners().get(i);
            String owner = known.isEmpty() ? names.apply(member) : known;
            if (!owner.isEmpty()) {
                to.accept(copy(Username.of(owner), copies.get(member), present.get(member)));
            }
        }
    }

    private NoticeCopy copy(Username owner, @Nullable Copy copy, boolean present) {
        boolean recalled = notice.recalled().isPresent();
        if (copy == null) {
            return of(
                    owner,
                    recalled ? State.RECALLED : State.OWED,
                    notice.recalled().orElse(notice.accepted()));
        }
        return switch (copy.state()) {
            case NONE -> of(owner, State.OWED, copy.since());
            case DELIVERED -> delivered(owner, copy, recalled, present);
            case NO_MAILBOX ->
                new NoticeCopy(
                        owner, State.FAILED, Instant.ofEpochMilli(copy.since()), Optional.of(NoticeFailure.NO_MAILBOX));
            case RECALLED -> of(owner, State.RECALLED, copy.since());
            case DELETED -> of(owner, State.DELETED, copy.since());
        };
    }

    private static NoticeCopy delivered(Username owner, Copy copy, boolean recalled, boolean present) {
        if (copy.seen().isPresent()) {
            return of(
                    owner, recalled ? State.KEPT_READ : State.READ, copy.seen().getAsLong());
        }
        return of(owner, present ? State.DELIVERED : State.DELETED, copy.since());
    }

    private static NoticeCopy of(Username owner, State state, long millis) {
        return new NoticeCopy(owner, state, Instant.ofEpochMilli(millis), Optional.empty());
    }
}
