package io.gongmail.store.loss;

import io.gongmail.store.loss.Box.Msg;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javax.mail.Flags;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;

/** One client that works in its account. After its first operation that fails it leaves the account alone. */
final class Writer {
    static final String INBOX = "INBOX";
    private static final List<String> FLAGS = List.of("Seen", "Answered", "Flagged", "Draft", "Deleted", "work", "오늘");

    private final Machine machine;
    private final Account account;
    private final SharedBox shared;
    private final Random random;
    private final AtomicLong acknowledged;
    private final String token;
    private int letters;

    Writer(Machine machine, Account account, SharedBox shared, Random random, String token, AtomicLong acknowledged) {
        this.machine = machine;
        this.account = account;
        this.shared = shared;
        this.random = random;
        this.token = token;
        this.acknowledged = acknowledged;
    }

    /** Does one thing; false when it failed, and the account has its doubt. */
    boolean step() {
        if (!account.boxes.containsKey(INBOX)) {
            return create(INBOX);
        }
        int kind = random.nextInt(100);
        if (kind < 30) {
            return append(any());
        }
        if (kind < 45) {
            return shared.append(machine, letter(), acknowledged);
        }
        if (kind < 60) {
            return flags(any());
        }
        if (kind < 70) {
            return transfer(any(), any(), false);
        }
        if (kind < 80) {
            return transfer(any(), any(), true);
        }
        if (kind < 88) {
            return expunge(any());
        }
        if (kind < 94) {
            return account.boxes.size() < 5 ? create(fresh()) : delete(any());
        }
        return kind < 97 ? rename(any()) : delete(any());
    }

    private String any() {
        List<String> names = new ArrayList<>(account.boxes.keySet());
        return names.get(random.nextInt(names.size()));
    }

    private String fresh() {
        // Without dots, which would make mailboxes below others.
        return ("box-" + token + "-" + letters++).replace('.', '-');
    }

    private byte[] letter() {
        // One in ten is a letter that others have too.
        return random.nextInt(10) == 0
                ? Letters.make(new Random(7), "common" + random.nextInt(5))
                : Letters.make(random, token + "." + letters++);
    }

    private MailboxPath path(String name) {
        return MailboxPath.forUser(account.user, name);
    }

    private MailboxSession session() {
        return machine.session(account.user);
    }

    private <T> boolean attempt(
            Callable<T> operation, Consumer<TreeMap<String, Box>> whole, Consumer<T> acknowledgement) {
        T answer;
        try {
            answer = operation.call();
        } catch (Exception e) {
            account.doubt = whole;
            return false;
        }
        acknowledgement.accept(answer);
        acknowledged.incrementAndGet();
        return true;
    }

    /** The same for what deletes: {@code gone} can be had back. */
    private <T> boolean attempt(Callable<T> operation, Consumer<TreeMap<String, Box>> whole, List<Msg> gone) {
        List<String> hashes = gone.stream().map(Msg::hash).toList();
        boolean done = attempt(operation, whole, answer -> {
            whole.accept(account.boxes);
            account.deleted.addAll(hashes);
        });
        if (!done) {
            account.doubtedDeleted.addAll(hashes);
        }
        return done;
    }

    private boolean append(String name) {
        byte[] letter = letter();
        Set<String> flags = some();
        Msg message = new Msg(Letters.hash(letter), flags, Box.UNKNOWN);
        return attempt(
                () -> append(machine, session(), path(name), letter, flags),
                boxes -> boxes.get(name).unnumbered.add(message),
                id -> account.boxes.get(name).put(id.getUid().asLong(), message));
    }

    static ComposedMessageId append(
            Machine machine, MailboxSession session, MailboxPath path, byte[] letter, Set<String> flags)
            throws Exception {
        return machine.store
                .mailboxManager()
                .getMailbox(path, session)
                .appendMessage(AppendCommand.builder().withFlags(flags(flags)).build(letter), session)
                .getId();
    }

    private Set<String> some() {
        Set<String> some = new TreeSet<>(FLAGS);
        some.removeIf(flag -> random.nextInt(3) > 0);
        return some;
    }

    static Flags flags(Set<String> names) {
        Flags flags = new Flags();
        for (String name : names) {
            switch (name) {
                case "Seen" -> flags.add(Flags.Flag.SEEN);
                case "Answered" -> flags.add(Flags.Flag.ANSWERED);
                case "Flagged" -> flags.add(Flags.Flag.FLAGGED);
                case "Draft" -> flags.add(Flags.Flag.DRAFT);
                case "Deleted" -> flags.add(Flags.Flag.DELETED);
                default -> flags.add(name);
            }
        }
        return flags;
    }

    static Set<String> names(Flags flags) {
        Set<String> names = new TreeSet<>(List.of(flags.getUserFlags()));
        for (String name : FLAGS) {
            if (flags.contains(flags(Set.of(name)))) {
                names.add(name);
            }
        }
        return names;
    }

    private List<Long> range(String name) {
        List<Long> uids = new ArrayList<>(account.boxes.get(name).messages.keySet());
        if (uids.isEmpty()) {
            return uids;
        }
        int first = random.nextInt(uids.size());
        return new ArrayList<>(uids.subList(first, Math.min(uids.size(), first + 1 + random.nextInt(6))));
    }

    private static MessageRange range(List<Long> uids) {
        return MessageRange.range(MessageUid.of(uids.get(0)), MessageUid.of(uids.get(uids.size() - 1)));
    }

    private boolean flags(String name) {
        List<Long> uids = range(name);
        if (uids.isEmpty()) {
            return append(name);
        }
        Set<String> flags = some();
        FlagsUpdateMode mode = FlagsUpdateMode.values()[random.nextInt(FlagsUpdateMode.values().length)];
        Consumer<TreeMap<String, Box>> whole = boxes -> {
            for (long uid : uids) {
                boxes.get(name).messages.computeIfPresent(uid, (key, old) -> changed(old, flags, mode));
            }
        };
        return attempt(() -> box(name).setFlags(flags(flags), mode, range(uids), session()), whole, answer -> {
            whole.accept(account.boxes);
            readModSeq(name);
        });
    }

    private static Msg changed(Msg old, Set<String> flags, FlagsUpdateMode mode) {
        Set<String> now = new TreeSet<>(old.flags());
        switch (mode) {
            case ADD -> now.addAll(flags);
            case REMOVE -> now.removeAll(flags);
            case REPLACE -> {
                now.clear();
                now.addAll(flags);
            }
        }
        // Replacing takes \Recent away, which is a change too.
        return now.equals(old.flags()) && mode != FlagsUpdateMode.REPLACE ? old : old.with(now);
    }

    private MessageManager box(String name) throws Exception {
        return machine.store.mailboxManager().getMailbox(path(name), session());
    }

    /** What a client would be told, once in a while; it must not go back. */
    private void readModSeq(String name) {
        if (random.nextInt(4) != 0) {
            return;
        }
        try {
            long told = ActualBox.numbers(box(name), session()).highestModSeq();
            Box box = account.boxes.get(name);
            box.highestModSeq = Math.max(box.highestModSeq, told);
        } catch (Exception e) {
            // Nobody was told anything.
        }
    }

    private boolean transfer(String from, String to, boolean move) {
        List<Long> chosen = range(from);
        if (chosen.isEmpty() || from.equals(to)) {
            return append(from);
        }
        Map<Long, Msg> taken = new LinkedHashMap<>();
        chosen.forEach(uid -> taken.put(uid, account.boxes.get(from).messages.get(uid)));
        Consumer<TreeMap<String, Box>> source = boxes -> {
            if (move) {
                boxes.get(from).messages.keySet().removeAll(taken.keySet());
            }
        };
        return attempt(
                () -> move
                        ? machine.store.mailboxManager().moveMessages(range(chosen), path(from), path(to), session())
                        : machine.store.mailboxManager().copyMessages(range(chosen), path(from), path(to), session()),
                boxes -> {
                    source.accept(boxes);
                    taken.values().forEach(message -> boxes.get(to).unnumbered.add(message.with(message.flags())));
                },
                ranges -> {
                    source.accept(account.boxes);
                    List<Long> given = new ArrayList<>();
                    ranges.forEach(each -> each.forEach(uid -> given.add(uid.asLong())));
                    Iterator<Long> uids = given.iterator();
                    for (Msg message : taken.values()) {
                        // Fewer than there were: the next look finds what is missing.
                        account.boxes
                                .get(to)
                                .put(uids.hasNext() ? uids.next() : Long.MAX_VALUE, message.with(message.flags()));
                    }
                });
    }

    private boolean expunge(String name) {
        Consumer<TreeMap<String, Box>> whole =
                boxes -> boxes.get(name).messages.values().removeIf(Msg::isDeleted);
        return attempt(
                () -> {
                    List<MessageUid> gone = new ArrayList<>();
                    box(name).expunge(MessageRange.all(), session()).forEachRemaining(gone::add);
                    return gone;
                },
                whole,
                account.boxes.get(name).messages.values().stream()
                        .filter(Msg::isDeleted)
                        .toList());
    }

    private boolean create(String name) {
        Consumer<TreeMap<String, Box>> whole = boxes -> boxes.put(name, new Box());
        return attempt(
                () -> machine.store
                        .mailboxManager()
                        .createMailbox(path(name), session())
                        .orElseThrow(),
                whole,
                id -> {
                    whole.accept(account.boxes);
                    account.boxes.get(name).id = Long.parseLong(id.serialize());
                });
    }

    private boolean rename(String name) {
        if (name.equals(INBOX)) {
            return append(INBOX);
        }
        String other = fresh();
        Consumer<TreeMap<String, Box>> whole = boxes -> boxes.put(other, boxes.remove(name));
        return attempt(
                () -> machine.store.mailboxManager().renameMailbox(path(name), path(other), session()),
                whole,
                answer -> whole.accept(account.boxes));
    }

    private boolean delete(String name) {
        if (name.equals(INBOX)) {
            return append(INBOX);
        }
        Consumer<TreeMap<String, Box>> whole = boxes -> boxes.remove(name);
        return attempt(
                () -> {
                    machine.store.mailboxManager().deleteMailbox(path(name), session());
                    return name;
                },
                whole,
                List.copyOf(account.boxes.get(name).messages.values()));
    }
}
