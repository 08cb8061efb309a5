package io.gongmail.store.loss;

import io.gongmail.store.loss.Findings.Kind;
import io.gongmail.store.mail.NewNotice;
import io.gongmail.store.mail.NoticeId;
import io.gongmail.store.mail.NoticeState;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;

/** Official notices to readers who do nothing else: posted, looked at, read, recalled, corrected and forgotten. Thread-safe. */
final class Bulletins {
    private static final int READERS = 12;
    private static final int NOTICES = 30;

    /** What was asked about a notice, and what of it was acknowledged. */
    private static final class Bulletin {
        private final NoticeId id;
        private final String hash;
        /** Of what those get who had read what it corrects. */
        private final String markedHash;

        private final Optional<Bulletin> corrects;
        private final Set<Username> audience;
        private final Set<Username> read = ConcurrentHashMap.newKeySet();
        private volatile boolean posted;
        private volatile boolean recallAsked;
        private volatile boolean recalled;
        private volatile boolean forgetAsked;

        Bulletin(NoticeId id, String hash, Set<Username> audience) {
            this.id = id;
            this.hash = hash;
            this.markedHash = hash;
            this.corrects = Optional.empty();
            this.audience = audience;
        }

        Bulletin(NoticeId id, String hash, String markedHash, Bulletin corrects) {
            this.id = id;
            this.hash = hash;
            this.markedHash = markedHash;
            this.corrects = Optional.of(corrects);
            this.audience = corrects.audience;
        }

        boolean is(String content) {
            return content.equals(hash) || content.equals(markedHash);
        }
    }

    private final List<Username> readers = IntStream.range(0, READERS)
            .mapToObj(number -> Username.of("reader" + number + "@moe.gongmail.example"))
            .toList();
    private final List<Bulletin> bulletins = new CopyOnWriteArrayList<>();

    void makeMailboxes(Machine machine) throws Exception {
        for (Username reader : readers) {
            machine.store.mailboxManager().createMailbox(MailboxPath.inbox(reader), machine.session(reader));
        }
    }

    /** Copies are made in the background, too. */
    void begin(Machine machine) {
        machine.store.notices().begin(() -> readers.subList(0, 2));
    }

    /** Does one thing; what it does not hear of may have happened. */
    void act(Machine machine, Random random, String token, AtomicLong acknowledged) {
        try {
            int kind = random.nextInt(10);
            if (bulletins.isEmpty() || kind < 4 && bulletins.size() < NOTICES) {
                post(machine, random, token);
            } else if (kind < 8) {
                look(machine, random);
            } else {
                Bulletin bulletin = bulletins.get(random.nextInt(bulletins.size()));
                if (kind == 9 && random.nextBoolean() && bulletins.size() < NOTICES) {
                    correct(machine, random, token, bulletin);
                } else {
                    end(machine, bulletin, kind == 8 || random.nextInt(3) > 0);
                }
            }
            acknowledged.incrementAndGet();
        } catch (Exception e) {
            // Looked at after the next start.
        }
    }

    private void post(Machine machine, Random random, String token) {
        byte[] letter = Letters.make(random, token);
        List<Username> audience = new ArrayList<>(readers);
        Collections.shuffle(audience, random);
        Bulletin bulletin = new Bulletin(
                new NoticeId(token),
                Letters.hash(letter),
                Set.copyOf(audience.subList(0, 1 + random.nextInt(READERS))));
        bulletins.add(bulletin);
        machine.store.notices().post(notice(bulletin, letter), bulletin.audience);
        bulletin.posted = true;
    }

    private static NewNotice notice(Bulletin bulletin, byte[] letter) {
        return new NewNotice(
                bulletin.id,
                () -> new ByteArrayInputStream(letter),
                Writer.INBOX,
                Instant.ofEpochMilli(1_764_000_000_000L),
                new Flags());
    }

    private void correct(Machine machine, Random random, String token, Bulletin old) {
        if (!old.posted || old.forgetAsked) {
            return;
        }
        byte[] letter = Letters.make(random, token);
        byte[] marked = Letters.make(random, token + "m");
        Bulletin bulletin = new Bulletin(new NoticeId(token), Letters.hash(letter), Letters.hash(marked), old);
        old.recallAsked = true;
        bulletins.add(bulletin);
        machine.store.notices().correct(notice(bulletin, letter), old.id, () -> new ByteArrayInputStream(marked));
        old.recalled = true;
        bulletin.posted = true;
    }

    /** As its reader opens it. */
    private static MessageManager box(Machine machine, Username reader) throws Exception {
        MailboxSession session =
                machine.store.mailboxManager().authenticate(reader).withoutDelegation();
        return machine.store.mailboxManager().getMailbox(MailboxPath.inbox(reader), session);
    }

    private void look(Machine machine, Random random) throws Exception {
        Username reader = readers.get(random.nextInt(READERS));
        MailboxSession session = machine.session(reader);
        MessageManager box = box(machine, reader);
        List<MessageUid> unread = new ArrayList<>();
        box.getMessages(MessageRange.all(), FetchGroup.MINIMAL, session).forEachRemaining(message -> {
            if (!message.getFlags().contains(Flags.Flag.SEEN)) {
                unread.add(message.getUid());
            }
        });
        if (unread.isEmpty() || random.nextBoolean()) {
            return;
        }
        MessageUid uid = unread.get(random.nextInt(unread.size()));
        List<String> hashes = new ArrayList<>();
        var found = box.getMessages(MessageRange.one(uid), FetchGroup.FULL_CONTENT, session);
        while (found.hasNext()) {
            hashes.add(hash(found.next()));
        }
        boolean isRead = !box.setFlags(new Flags(Flags.Flag.SEEN), FlagsUpdateMode.ADD, MessageRange.one(uid), session)
                .isEmpty();
        for (Bulletin bulletin : bulletins) {
            if (isRead && hashes.stream().anyMatch(bulletin::is) && !bulletin.recallAsked) {
                bulletin.read.add(reader);
            }
        }
    }

    private static String hash(MessageResult message) throws Exception {
        return Letters.hash(message.getFullContent().getInputStream().readAllBytes());
    }

    private static void end(Machine machine, Bulletin bulletin, boolean recall) {
        if (!bulletin.posted || bulletin.forgetAsked) {
            return;
        }
        if (recall) {
            bulletin.recallAsked = true;
            machine.store.notices().recall(bulletin.id);
            bulletin.recalled = true;
        } else {
            bulletin.forgetAsked = true;
            machine.store.notices().forget(bulletin.id);
        }
    }

    /** Everybody looks: of each notice each has what there should be. */
    void inspect(Machine machine, Inspection inspection, Findings findings) throws Exception {
        Map<String, List<Boolean>> there = new HashMap<>();
        for (Username reader : readers) {
            box(machine, reader);
            ActualBox box = inspection.read(reader).get(Writer.INBOX);
            if (box == null) {
                findings.add(Kind.LOST, "the mailbox of a reader");
                return;
            }
            box.unreadable().forEach(message -> findings.add(Kind.LOST, "a notice, unreadable " + message));
            box.messages().values().forEach(message -> {
                if (bulletins.stream().noneMatch(bulletin -> bulletin.is(message.hash()))) {
                    findings.add(Kind.VIOLATED, "a notice is nobody's: " + message.hash());
                }
                there.computeIfAbsent(reader.asString() + message.hash(), key -> new ArrayList<>())
                        .add(message.flags().contains("Seen"));
            });
        }
        for (Bulletin bulletin : List.copyOf(bulletins)) {
            inspect(machine, bulletin, there, findings);
        }
    }

    private void inspect(Machine machine, Bulletin bulletin, Map<String, List<Boolean>> there, Findings findings) {
        Optional<NoticeState> state = machine.store.notices().find(bulletin.id);
        if (state.isEmpty() && bulletin.posted && !bulletin.forgetAsked) {
            findings.add(Kind.LOST, "notice " + bulletin.id);
        }
        boolean isRecalled = state.isPresent() ? state.get().recalledAt().isPresent() : bulletin.recallAsked;
        if (bulletin.recalled && !isRecalled) {
            findings.add(Kind.LOST, "the recall of notice " + bulletin.id);
        }
        boolean isOldRecalled = bulletin.corrects
                .flatMap(old -> machine.store.notices().find(old.id))
                .map(old -> old.recalledAt().isPresent())
                .orElse(true);
        if (state.isPresent() && !isOldRecalled) {
            findings.add(
                    Kind.VIOLATED, "correction " + bulletin.id + " is there, and what it corrects is not recalled");
        }
        if (state.isPresent()
                && (state.get().audience() != sum(state.get()) || state.get().failed() > 0)) {
            findings.add(Kind.VIOLATED, "notice " + bulletin.id + " counts " + state.get());
        }
        for (Username reader : readers) {
            List<Boolean> copies = copies(bulletin, reader, there);
            String which = "notice " + bulletin.id + " of " + reader.asString();
            if (copies.size() > 1) {
                findings.add(Kind.DOUBLED, which + " " + copies.size() + " times");
            }
            if (!copies.isEmpty() && !bulletin.audience.contains(reader)) {
                findings.add(Kind.VIOLATED, which + ", who is none of the audience");
            }
            boolean isDue = bulletin.audience.contains(reader)
                    && (bulletin.read.contains(reader) || state.isPresent() && !isRecalled);
            if (isDue && copies.isEmpty()) {
                findings.add(Kind.LOST, which);
            }
            if (bulletin.read.contains(reader) && copies.contains(false)) {
                findings.add(Kind.LOST, which + ": that it was read");
            }
            bulletin.corrects
                    .filter(old -> !old.forgetAsked)
                    .ifPresent(old -> inspect(bulletin, old, reader, there, findings));
            if (state.isPresent() && isRecalled && copies.contains(false)) {
                findings.add(Kind.VIOLATED, which + " is unread, and recalled");
            }
        }
        bulletin.posted = state.isPresent();
        bulletin.recallAsked = isRecalled;
        bulletin.recalled = isRecalled;
        if (state.isEmpty()
                && !bulletin.forgetAsked
                && there.keySet().stream()
                        .noneMatch(key -> key.endsWith(bulletin.hash) || key.endsWith(bulletin.markedHash))) {
            bulletins.remove(bulletin);
        }
    }

    private static List<Boolean> copies(Bulletin bulletin, Username reader, Map<String, List<Boolean>> there) {
        List<Boolean> copies = new ArrayList<>(there.getOrDefault(reader.asString() + bulletin.hash, List.of()));
        if (!bulletin.markedHash.equals(bulletin.hash)) {
            copies.addAll(there.getOrDefault(reader.asString() + bulletin.markedHash, List.of()));
        }
        return copies;
    }

    /** Who had read what it corrects has the marked one, and nobody else. */
    private static void inspect(
            Bulletin bulletin, Bulletin old, Username reader, Map<String, List<Boolean>> there, Findings findings) {
        String which = "correction " + bulletin.id + " of " + reader.asString();
        if (old.read.contains(reader) && there.containsKey(reader.asString() + bulletin.hash)) {
            findings.add(Kind.VIOLATED, which + ", who had read " + old.id + ", is not marked");
        }
        boolean isOfOne = false;
        for (Optional<Bulletin> before = bulletin.corrects;
                before.isPresent() && !isOfOne;
                before = before.get().corrects) {
            isOfOne = before.get().forgetAsked
                    || copies(before.get(), reader, there).contains(true);
        }
        if (there.containsKey(reader.asString() + bulletin.markedHash) && !isOfOne) {
            findings.add(Kind.VIOLATED, which + " is marked, and nothing was read");
        }
    }

    private static int sum(NoticeState state) {
        return state.owed() + state.delivered() + state.failed() + state.read() + state.recalled() + state.keptRead();
    }
}
