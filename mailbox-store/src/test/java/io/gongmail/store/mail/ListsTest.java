package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MailReader;
import io.gongmail.store.mail.mailbox.MessageDescription;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to messages, many at once or few, the list in memory, the table and what was asked for are the same. */
class ListsTest {
    private static final Username HONG = Username.of("hong@moe.example");
    private static final MailboxPath HERE = MailboxPath.inbox(HONG);
    private static final MailboxPath THERE = MailboxPath.forUser(HONG, "There");
    private static final Flags[] FLAGS = {
        new Flags(Flags.Flag.SEEN),
        new Flags(Flags.Flag.FLAGGED),
        new Flags("$Forwarded"),
        new Flags(Flags.Flag.DELETED)
    };

    @TempDir
    Path folder;

    private final Random random = new Random(20_261_126);
    /** What is to be in a mailbox: subject by UID, with a mark for each flag. */
    private final Map<MailboxPath, Map<Long, String>> expected = new HashMap<>();

    @Test
    void theListIsWhatTheTableSays() throws Exception {
        try (Database database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 6);
                MailStore store = store(database)) {
            MailboxManager mailboxes = store.mailboxManager();
            MailboxSession session = mailboxes.createSystemSession(HONG);
            for (MailboxPath path : List.of(HERE, THERE)) {
                mailboxes.createMailbox(path, session);
                expected.put(path, new java.util.TreeMap<>());
            }
            for (int i = 0; i < 60; i++) {
                append(mailboxes.getMailbox(HERE, session), session, i);
            }
            store.reader().prepare(mailboxes.getMailbox(HERE, session).getId());
            for (int round = 0; round < 60; round++) {
                act(mailboxes, session, round);
                for (MailboxPath path : List.of(HERE, THERE)) {
                    MessageManager mailbox = mailboxes.getMailbox(path, session);
                    assertThat(listed(store.reader(), mailbox)).isEqualTo(expected.get(path));
                    assertThat(stored(mailbox, session)).isEqualTo(expected.get(path));
                    assertThat(numbersListed(store.reader(), mailbox)).isEqualTo(numbersStored(mailbox, session));
                    assertThat(mailbox.getMailboxCounters(session).getCount())
                            .isEqualTo(expected.get(path).size());
                }
            }
            assertThat(expected.get(THERE)).isNotEmpty();
        }
    }

    @Test
    void whatStandsBetweenMessagesThatChangeStaysAsItIs() throws Exception {
        try (Database database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 6);
                MailStore store = store(database)) {
            MailboxSession session = store.mailboxManager().createSystemSession(HONG);
            store.mailboxManager().createMailbox(HERE, session);
            expected.put(HERE, new java.util.TreeMap<>());
            MessageManager mailbox = store.mailboxManager().getMailbox(HERE, session);
            for (int i = 1; i <= 5; i++) {
                append(mailbox, session, i);
            }
            MessageRange third = MessageRange.one(MessageUid.of(3));
            mailbox.setFlags(FLAGS[0], FlagsUpdateMode.ADD, third, session);
            mailbox.setFlags(FLAGS[1], FlagsUpdateMode.ADD, third, session);
            long before = numbersStored(mailbox, session).get(3L);
            mailbox.setFlags(FLAGS[0], FlagsUpdateMode.ADD, MessageRange.all(), session);
            assertThat(stored(mailbox, session))
                    .isEqualTo(Map.of(1L, "1 0", 2L, "2 0", 3L, "3 0 1", 4L, "4 0", 5L, "5 0"));
            assertThat(numbersStored(mailbox, session)).containsEntry(3L, before);
            mailbox.delete(List.of(MessageUid.of(1), MessageUid.of(2), MessageUid.of(4), MessageUid.of(5)), session);
            assertThat(stored(mailbox, session)).isEqualTo(Map.of(3L, "3 0 1"));
        }
    }

    @Test
    void whatChangedIsFoundHoweverFarApartItStandsUnlessMoreIsAskedFor() throws Exception {
        try (Database database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 6);
                MailStore store = store(database)) {
            MailboxSession session = store.mailboxManager().createSystemSession(HONG);
            store.mailboxManager().createMailbox(HERE, session);
            expected.put(HERE, new java.util.TreeMap<>());
            MessageManager mailbox = store.mailboxManager().getMailbox(HERE, session);
            for (int i = 1; i <= 40; i++) {
                append(mailbox, session, i);
            }
            long before = numbersStored(mailbox, session).get(40L);
            List<Long> changed = List.of(2L, 3L, 17L, 38L);
            for (long uid : changed) {
                mailbox.setFlags(FLAGS[0], FlagsUpdateMode.ADD, MessageRange.one(MessageUid.of(uid)), session);
            }
            // Out of the table first, then out of memory.
            for (int i = 0; i < 2; i++) {
                assertThat(changed(store.reader(), mailbox, 1, before, 10)).isEqualTo(changed);
                assertThat(changed(store.reader(), mailbox, 1, before, 3)).isEqualTo(changed.subList(0, 3));
                assertThat(changed(store.reader(), mailbox, 18, before, 3)).isEqualTo(changed.subList(3, 4));
                store.reader().prepare(mailbox.getId());
            }
        }
    }

    @Test
    void theFirstUnreadIsTheSameOutOfTheTableAndOutOfMemory() throws Exception {
        try (Database database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 6);
                MailStore store = store(database)) {
            MailboxSession session = store.mailboxManager().createSystemSession(HONG);
            store.mailboxManager().createMailbox(HERE, session);
            expected.put(HERE, new java.util.TreeMap<>());
            MessageManager mailbox = store.mailboxManager().getMailbox(HERE, session);
            for (int i = 1; i <= 5; i++) {
                append(mailbox, session, i);
            }
            MessageRange both = MessageRange.range(MessageUid.of(1), MessageUid.of(2));
            mailbox.setFlags(new Flags(Flags.Flag.SEEN), FlagsUpdateMode.ADD, both, session);
            mailbox.setFlags(new Flags(Flags.Flag.FLAGGED), FlagsUpdateMode.ADD, MessageRange.all(), session);
            for (int i = 0; i < 2; i++) {
                assertThat(firstUnread(mailbox, session)).isEqualTo(MessageUid.of(3));
                assertThat(store.reader().uids(mailbox.getId())).containsExactly(1, 2, 3, 4, 5);
                store.reader().prepare(mailbox.getId());
            }
            mailbox.setFlags(new Flags(Flags.Flag.SEEN), FlagsUpdateMode.ADD, MessageRange.all(), session);
            assertThat(firstUnread(mailbox, session)).isNull();
        }
    }

    private static @Nullable MessageUid firstUnread(MessageManager mailbox, MailboxSession session) throws Exception {
        return mailbox.getMetaData(
                        MessageManager.MailboxMetaData.RecentMode.IGNORE,
                        session,
                        java.util.EnumSet.of(
                                MessageManager.MailboxMetaData.Item.FirstUnseen,
                                MessageManager.MailboxMetaData.Item.MailboxCounters))
                .getFirstUnseen();
    }

    private static List<Long> changed(MailReader reader, MessageManager mailbox, long first, long since, int limit)
            throws Exception {
        return reader.page(mailbox.getId(), first, Long.MAX_VALUE, since, limit).stream()
                .map(ListedMessage::uid)
                .toList();
    }

    private MailStore store(Database database) {
        return MailStore.open(
                database,
                folder.resolve("content"),
                MailStoreSettings.defaults(),
                message -> Optional.of(new MessageDescription("(e)", "(b)", "(s)")),
                Clock.systemUTC());
    }

    private void act(MailboxManager mailboxes, MailboxSession session, int round) throws Exception {
        MailboxPath path = random.nextInt(3) == 0 ? THERE : HERE;
        MailboxPath other = path == HERE ? THERE : HERE;
        MessageManager mailbox = mailboxes.getMailbox(path, session);
        Map<Long, String> here = expected.get(path);
        List<Long> uids = new ArrayList<>(here.keySet());
        if (uids.isEmpty()) {
            append(mailboxes.getMailbox(HERE, session), session, 1_000 + round);
            return;
        }
        long first = uids.get(random.nextInt(uids.size()));
        long last = first + random.nextInt(random.nextBoolean() ? 3 : 20);
        MessageRange range = MessageRange.range(MessageUid.of(first), MessageUid.of(last));
        List<Long> named =
                uids.stream().filter(uid -> uid >= first && uid <= last).toList();
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3, 4, 5 -> {
                int flag = random.nextInt(FLAGS.length);
                boolean add = random.nextBoolean();
                mailbox.setFlags(FLAGS[flag], add ? FlagsUpdateMode.ADD : FlagsUpdateMode.REMOVE, range, session);
                named.forEach(uid -> here.computeIfPresent(uid, (key, told) -> flagged(told, flag, add)));
            }
            case 6 -> {
                // Some of them, so that others stand between.
                List<Long> some =
                        named.stream().filter(uid -> random.nextInt(3) > 0).toList();
                mailbox.delete(some.stream().map(MessageUid::of).toList(), session);
                some.forEach(here::remove);
            }
            case 7 -> transferred(mailboxes.copyMessages(range, path, other, session), named, here, other, false);
            case 8 -> transferred(mailboxes.moveMessages(range, path, other, session), named, here, other, true);
            default -> append(mailboxes.getMailbox(HERE, session), session, 1_000 + round);
        }
    }

    private static String flagged(String told, int flag, boolean add) {
        String[] words = told.split(" ");
        TreeSet<String> flags = new TreeSet<>(Arrays.asList(words).subList(1, words.length));
        if (add) {
            flags.add(Integer.toString(flag));
        } else {
            flags.remove(Integer.toString(flag));
        }
        flags.add("");
        return words[0] + String.join(" ", flags);
    }

    private void transferred(
            List<MessageRange> ranges, List<Long> named, Map<Long, String> here, MailboxPath other, boolean moved) {
        List<Long> now = new ArrayList<>();
        for (MessageRange range : ranges) {
            range.forEach(uid -> now.add(uid.asLong()));
        }
        assertThat(now).hasSameSizeAs(named);
        for (int i = 0; i < named.size(); i++) {
            String told = here.get(named.get(i));
            expected.get(other).put(now.get(i), told);
            if (moved) {
                here.remove(named.get(i));
            }
        }
    }

    private void append(MessageManager mailbox, MailboxSession session, int number) throws Exception {
        long uid = mailbox.appendMessage(
                        AppendCommand.builder()
                                .build(("Subject: " + number + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)),
                        session)
                .getId()
                .getUid()
                .asLong();
        expected.get(HERE).put(uid, Long.toString(number));
    }

    private static Map<Long, String> listed(MailReader reader, MessageManager mailbox) throws Exception {
        Map<Long, String> listed = new HashMap<>();
        for (ListedMessage message : reader.page(mailbox.getId(), 1, Long.MAX_VALUE, -1, MailReader.PAGE)) {
            try (java.io.InputStream octets = reader.open(message.content())) {
                listed.put(message.uid(), told(octets.readAllBytes(), message.flags()));
            }
        }
        return listed;
    }

    private static Map<Long, String> stored(MessageManager mailbox, MailboxSession session) throws Exception {
        Map<Long, String> stored = new HashMap<>();
        Iterator<MessageResult> messages = mailbox.getMessages(MessageRange.all(), FetchGroup.FULL_CONTENT, session);
        while (messages.hasNext()) {
            MessageResult message = messages.next();
            try (java.io.InputStream octets = message.getFullContent().getInputStream()) {
                stored.put(message.getUid().asLong(), told(octets.readAllBytes(), message.getFlags()));
            }
        }
        return stored;
    }

    private static Map<Long, Long> numbersListed(MailReader reader, MessageManager mailbox) {
        Map<Long, Long> numbers = new HashMap<>();
        for (ListedMessage message : reader.page(mailbox.getId(), 1, Long.MAX_VALUE, -1, MailReader.PAGE)) {
            numbers.put(message.uid(), message.modSeq());
        }
        return numbers;
    }

    private static Map<Long, Long> numbersStored(MessageManager mailbox, MailboxSession session) throws Exception {
        Map<Long, Long> numbers = new HashMap<>();
        mailbox.getMessages(MessageRange.all(), FetchGroup.MINIMAL, session)
                .forEachRemaining(message -> numbers.put(
                        message.getUid().asLong(), message.getModSeq().asLong()));
        return numbers;
    }

    /** The subject, and the flags in a fixed order. */
    private static String told(byte[] octets, Flags flags) {
        StringBuilder told = new StringBuilder(new String(octets, StandardCharsets.US_ASCII)
                .substring("Subject: ".length())
                .strip());
        for (int flag = 0; flag < FLAGS.length; flag++) {
            if (flags.contains(FLAGS[flag])) {
                told.append(' ').append(flag);
            }
        }
        return told.toString();
    }
}
