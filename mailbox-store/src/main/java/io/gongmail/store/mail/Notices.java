package io.gongmail.store.mail;

import io.gongmail.store.Slices;
import io.gongmail.store.StoreException;
import io.gongmail.store.StoreException.Kind;
import io.gongmail.store.mail.mailbox.NoticeTable;
import io.gongmail.store.mail.mailbox.NoticeTable.Copy;
import io.gongmail.store.mail.mailbox.NoticeTable.CopyState;
import io.gongmail.store.mail.mailbox.NoticeTable.Members;
import io.gongmail.store.mail.mailbox.NoticeWriter;
import io.gongmail.store.mail.mailbox.Owed;
import io.gongmail.store.mail.mailbox.Settled;
import io.gongmail.store.mail.mailbox.Settled.Moved;
import io.gongmail.store.mail.mailbox.Settling;
import io.gongmail.store.mail.mailbox.StoredMappers;
import io.gongmail.store.mail.mailbox.StoredNotice;
import io.gongmail.store.mail.mailbox.StoredNotice.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.MailboxException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers official notices: one message to a whole audience, accepted once, its bytes stored once. From then on each member is owed a
 * copy, which is made before anybody looks at the member's mailboxes through the managers, in a session that {@code authenticate}
 * gave, or when its turn comes in the background, whichever is first. The system's own sessions, which deliver, wait for none.
 * Who is owed what outlives every stop; a copy is made once. Whose folder it is counts, not who looks.
 *
 * <p>A notice is delivered whatever the quota of its member; it counts there as any message does.
 *
 * <p>Thread-safe. Errors are {@link StoreException}s: of kind BUSY where the writer has no room for 30 s.
 */
public final class Notices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    /** So many copies at most are settled before one look; more is left to the next one. */
    private static final int BEFORE_A_LOOK = 100;

    /** Members that are looked at in a millisecond, or less. */
    private static final int IN_A_STEP = 200;

    /** Octets of memory that each member may cost while it is owed something, and the share of the heap for all. */
    private static final int OCTETS_EACH = 160;

    private static final int SHARE = 8;

    private final NoticeTable table;
    private final NoticeWriter writer;
    private final OpenMailboxes open;
    private final OwedNotices owed;
    private final NoticeRounds rounds;
    /** Held while a notice comes, is recalled, finished or goes: each of these is rare, and one at a time. */
    private final Object changing = new Object();

    /** Numbers of those of which the table says that something is left. */
    private final Set<Long> unfinished = ConcurrentHashMap.newKeySet();

    private Notices(NoticeTable table, NoticeWriter writer, OpenMailboxes open) {
        this.table = table;
        this.writer = writer;
        this.open = open;
        this.owed = new OwedNotices(
                (int) Math.min(Runtime.getRuntime().maxMemory() / SHARE / OCTETS_EACH, Integer.MAX_VALUE));
        this.rounds = new NoticeRounds(owed, this::settleBehind, this::finish, writer::lastAsked);
    }

    /** Reads who is owed what, and goes on with what a stop interrupted. */
    static Notices open(StoredMappers mappers, OpenMailboxes open) {
        Notices notices = new Notices(mappers.noticeTable(), mappers.notices(), open);
        for (StoredNotice notice : notices.table.all()) {
            switch (notice.stage()) {
                case WRITTEN, FORGOTTEN -> notices.table.delete(notice);
                case OWED -> notices.remember(notice, Slices.unbroken());
                case DONE -> {}
            }
        }
        mappers.settleBy(notices.new BeforeALook());
        return notices;
    }

    /**
     * Copies begin to be made in the background: some thousand a second while nobody else changes anything, and otherwise in a tenth
     * of the time, each batch behind what others wait for.
     *
     * @param signedIn who has a session open now: they are served first, spread over some seconds
     */
    public void begin(Supplier<? extends Collection<Username>> signedIn) {
        rounds.begin(signedIn);
    }

    /**
     * Accepts a notice. When this returns it is durable, and everybody of the audience who looks finds it. What was posted before under
     * the same id is not posted again, whatever it says now; when this throws nobody knows whether it was accepted, and it may be
     * posted again.
     *
     * @param audience each once; at most {@link NoticeTable#MOST_MEMBERS}
     * @throws StoreException of kind BUSY also when more copies are owed than can be remembered
     * @throws UncheckedIOException when the message cannot be read
     */
    public NoticeState post(NewNotice notice, Collection<Username> audience) {
        Slices slices = Slices.begin();
        List<String> owners = owners(audience, slices);
        if (owners.size() > NoticeTable.MOST_MEMBERS) {
            throw new IllegalArgumentException("an audience has at most " + NoticeTable.MOST_MEMBERS + " members");
        }
        synchronized (changing) {
            accept(notice, owners, slices, message -> write(notice, message, owners, slices, null));
        }
        return accepted(notice);
    }

    /**
     * Accepts a notice that takes the place of another one, whose audience it goes to: when this returns that is durable, and the
     * other one is recalled as by {@link #recall}, at the same moment. Who had read that, or what that took the place of, gets what
     * is marked; everybody else gets it in the place of the other one, and never both. As with {@link #post}, again is nothing.
     *
     * @param marked the octets of the same notice, marked as a correction
     * @throws IllegalArgumentException when there is no such notice as {@code corrected}
     * @throws StoreException of kind BUSY also when more copies are owed than can be remembered
     * @throws UncheckedIOException when a message cannot be read
     */
    public NoticeState correct(NewNotice notice, NoticeId corrected, NewNotice.Octets marked) {
        Slices slices = Slices.begin();
        synchronized (changing) {
            StoredNotice old = accepted(corrected);
            List<String> owners = table.owners(old.number());
            accept(notice, owners, slices, message -> {
                try (InputStream octets = marked.open()) {
                    return write(notice, message, owners, slices, new NoticeWriter.Corrected(old.number(), octets));
                }
            });
            StoredNotice recalled = accepted(corrected);
            if (recalled.stage() == Stage.OWED) {
                remember(recalled, slices);
            }
        }
        return accepted(notice);
    }

    private NoticeState accepted(NewNotice notice) {
        rounds.wake();
        return find(notice.id()).orElseThrow(() -> new StoreException(Kind.BROKEN, "an accepted notice is gone"));
    }

    /** Each once. */
    private static List<String> owners(Collection<Username> audience, Slices slices) {
        List<String> owners = new ArrayList<>(audience.size());
        boolean inOrder = true;
        for (Username user : audience) {
            String owner = user.asString();
            inOrder &= owners.isEmpty() || owners.get(owners.size() - 1).compareTo(owner) < 0;
            owners.add(owner);
            if (owners.size() % IN_A_STEP == 0) {
                slices.step();
            }
        }
        // As they come from a roll: then nobody has to be looked for.
        return inOrder ? owners : owners.stream().distinct().toList();
    }

    /** Writes a notice down; its number. */
    @FunctionalInterface
    private interface Writing {
        long write(InputStream message) throws IOException, MailboxException;
    }

    /** Unless it was before. */
    private void accept(NewNotice notice, List<String> owners, Slices slices, Writing writing) {
        Optional<StoredNotice> known = table.find(notice.id().value());
        if (known.isPresent() && isAccepted(known.get())) {
            // Where the last attempt did not hear of its commit.
            if (known.get().stage() == Stage.OWED && !owed.isLeft(known.get().number())) {
                remember(known.get(), slices);
            }
            return;
        }
        known.ifPresent(table::delete);
        if (!owed.hasRoomFor(owners.size())) {
            throw new StoreException(Kind.BUSY, owed.count() + " copies of notices are owed already");
        }
        long number;
        try (InputStream message = notice.message().open()) {
            number = writing.write(message);
        } catch (IOException e) {
            throw new UncheckedIOException("a notice cannot be read", e);
        } catch (MailboxException e) {
            throw broken(e);
        }
        BitSet left = new BitSet(owners.size());
        left.set(0, owners.size());
        unfinished.add(number);
        owed.add(number, owners.toArray(new String[0]), left, false, slices);
    }

    private long write(
            NewNotice notice,
            InputStream message,
            List<String> owners,
            Slices slices,
            NoticeWriter.@Nullable Corrected corrected)
            throws IOException, MailboxException {
        return writer.post(
                notice.id().value(),
                message,
                notice.folder(),
                notice.internalDate().toEpochMilli(),
                notice.flags(),
                owners,
                slices,
                corrected);
    }

    private static boolean isAccepted(StoredNotice notice) {
        return notice.stage() == Stage.OWED || notice.stage() == Stage.DONE;
    }

    private static StoreException broken(MailboxException e) {
        return new StoreException(Kind.BROKEN, "notices: " + e.getMessage(), e);
    }

    /** Takes in what the tables have left to do. */
    private void remember(StoredNotice notice, Slices slices) {
        @Nullable String[] owners = new String[notice.members()];
        BitSet left = new BitSet(notice.members());
        boolean recalled = notice.recalled().isPresent();
        Optional<Members> page = table.members(notice.number(), 0);
        while (page.isPresent()) {
            Members members = page.get();
            for (int i = 0; i < members.owners().size(); i++) {
                owners[members.first() + i] = members.owners().get(i);
            }
            left.set(members.first(), members.end(), !recalled);
            for (Copy copy : table.copies(notice.number(), members.first(), members.end())) {
                boolean isToBeTaken =
                        copy.state() == CopyState.DELIVERED && copy.seen().isEmpty();
                left.set(copy.member(), recalled && isToBeTaken);
            }
            page = table.members(notice.number(), members.end());
            if (page.isPresent()) {
                slices.step();
            }
        }
        unfinished.add(notice.number());
        owed.add(notice.number(), owners, left, recalled, slices);
    }

    /** What is owed to one owner is there when this returns, or is left where it cannot be made now. */
    private final class BeforeALook implements Settling {
        @Override
        public boolean isOwed(String owner) {
            return !owed.of(owner).isEmpty();
        }

        @Override
        public void settle(String owner) {
            List<Owed> due = owed.of(owner);
            if (due.isEmpty()) {
                return;
            }
            try {
                settled(writer.settle(due.subList(0, Math.min(due.size(), BEFORE_A_LOOK))));
            } catch (MailboxException | StoreException e) {
                LOG.warn("a look at a mailbox goes on without a notice, which comes later: {}", e.toString());
            }
        }
    }

    /** The same for a batch of the background. */
    private void settleBehind(List<Owed> batch) throws MailboxException {
        settled(writer.settleBehind(batch));
    }

    private void settled(List<Settled> settled) {
        owed.settled(settled);
        open.came(moved(settled, Settled::came));
        open.went(moved(settled, Settled::went));
    }

    private static List<Moved> moved(List<Settled> settled, Function<Settled, List<Moved>> which) {
        return settled.stream().flatMap(each -> which.apply(each).stream()).toList();
    }

    /** Notes of which nothing is left, so that the next start does not look for it. */
    private void finish() throws MailboxException {
        for (long number : new HashSet<>(unfinished)) {
            synchronized (changing) {
                if (!owed.isLeft(number) && unfinished.remove(number)) {
                    writer.finish(number);
                }
            }
        }
    }

    /** How a notice stands; empty where there is none of that id. */
    public Optional<NoticeState> find(NoticeId id) {
        return table.find(id.value())
                .filter(Notices::isAccepted)
                .map(notice ->
                        new NoticeCounts(notice, table.counts(notice.number())).state(owed.isLeft(notice.number())));
    }

    /**
     * When the last of its audience got it, or was found to have no mailbox; empty while somebody is owed it, once it is recalled, and
     * where there is none of that id. As long as somebody is owed it this costs little, unlike {@link #find}.
     */
    public Optional<Instant> completed(NoticeId id) {
        OptionalLong last = table.find(id.value())
                .filter(notice -> isAccepted(notice) && notice.recalled().isEmpty() && !owed.isLeft(notice.number()))
                .map(notice -> table.lastCame(notice.number()))
                .orElse(OptionalLong.empty());
        return last.isPresent() ? Optional.of(Instant.ofEpochMilli(last.getAsLong())) : Optional.empty();
    }

    /**
     * Tells how it stands with each member, a page at a time, so that none is held long; those whose account was erased are left
     * out. Of a notice that is not there nothing is told.
     */
    public void copies(NoticeId id, Consumer<NoticeCopy> to) {
        table.find(id.value())
                .filter(Notices::isAccepted)
                .ifPresent(notice -> new NoticeReport(notice, table).tell(to));
    }

    /**
     * Recalls a notice: when this returns that is durable, and whoever looks has no unread copy any more. What was read stays. What is
     * still owed is never delivered; the other copies go before their mailbox is looked at or in the background, and whoever has
     * such a mailbox open is told. Again is nothing.
     *
     * @throws IllegalArgumentException when there is no such notice
     */
    public NoticeState recall(NoticeId id) {
        synchronized (changing) {
            StoredNotice notice = accepted(id);
            try {
                writer.recall(notice.number());
            } catch (MailboxException e) {
                throw broken(e);
            }
            remember(accepted(id), Slices.begin());
        }
        rounds.wake();
        return find(id).orElseThrow(() -> new StoreException(Kind.BROKEN, "a recalled notice is gone"));
    }

    private StoredNotice accepted(NoticeId id) {
        return table.find(id.value())
                .filter(Notices::isAccepted)
                .orElseThrow(() -> new IllegalArgumentException("there is no notice " + id));
    }

    /**
     * Forgets a notice and all that is known of it: it is neither counted nor delivered nor recalled any more. Copies that were made
     * stay. Where there is none, nothing happens.
     */
    public void forget(NoticeId id) {
        synchronized (changing) {
            Optional<StoredNotice> notice = table.find(id.value()).filter(Notices::isAccepted);
            if (notice.isPresent()) {
                try {
                    writer.forget(notice.get().number());
                } catch (MailboxException e) {
                    throw broken(e);
                }
                owed.drop(notice.get().number());
                unfinished.remove(notice.get().number());
                table.delete(notice.get());
            }
        }
    }

    /** Ends the batch that is under way, and makes no more. */
    @Override
    public void close() {
        rounds.close();
    }
}
