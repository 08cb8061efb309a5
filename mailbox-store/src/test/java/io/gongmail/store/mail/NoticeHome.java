package io.gongmail.store.mail;

import static org.awaitility.Awaitility.await;

import com.google.common.collect.ImmutableList;
import io.gongmail.store.StoreException;
import io.gongmail.store.db.Database;
import io.gongmail.store.mail.NoticeCopy.State;
import io.gongmail.store.mail.content.SweepSettings;
import io.gongmail.store.mail.mailbox.MessageDescriber;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.events.Event;
import org.apache.james.events.EventListener;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.events.MailboxIdRegistrationKey;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.apache.james.utils.UpdatableTickingClock;
import reactor.core.publisher.Mono;

/** A store with officials to whom notices are posted, which can be stopped and started. */
final class NoticeHome implements AutoCloseable {
    static final String TEXT = "Subject: to all\r\nFrom: <ministry@moe.gongmail.example>\r\n\r\nall of it\r\n";
    static final Instant RECEIVED = Instant.parse("2026-11-27T01:02:03Z");

    private final Path folder;
    private final Supplier<Database> databases;
    final UpdatableTickingClock clock = new UpdatableTickingClock(Instant.parse("2026-11-28T00:00:00Z"));
    Database database;
    MailStore store;

    NoticeHome(Path folder, Supplier<Database> databases) {
        this.folder = folder;
        this.databases = databases;
        open();
    }

    private void open() {
        // PostgreSQL lets go of what the last one held a moment after its connection is closed.
        database = await().atMost(Duration.ofMinutes(1))
                .ignoreException(StoreException.class)
                .until(databases::get, opened -> true);
        store = MailStore.open(
                database,
                folder.resolve("content"),
                new MailStoreSettings(
                        1L << 20, -1, 1_024, Duration.ZERO, new SweepSettings(Duration.ZERO, 50, 1L << 40)),
                MessageDescriber.NONE,
                clock);
    }

    @Override
    public void close() {
        store.close();
        database.close();
    }

    void restart() {
        close();
        open();
    }

    Notices notices() {
        return store.notices();
    }

    void handOn(Username from, Username to) {
        database.transact(transaction -> {
            store.owners().handOn(transaction, from, to);
            return true;
        });
    }

    static Username user(int number) {
        return Username.of("official" + number + "@moe.gongmail.example");
    }

    static List<Username> users(int count) {
        return IntStream.range(0, count).mapToObj(NoticeHome::user).toList();
    }

    /** With an INBOX each. */
    List<Username> officials(int count) throws Exception {
        List<Username> users = users(count);
        for (Username user : users) {
            if (!Boolean.TRUE.equals(
                    Mono.from(store.mailboxManager().mailboxExists(MailboxPath.inbox(user), session(user)))
                            .block())) {
                make(user, "INBOX");
            }
        }
        return users;
    }

    void make(Username user, String name) throws Exception {
        store.mailboxManager().createMailbox(MailboxPath.forUser(user, name), session(user));
    }

    MailboxSession session(Username user) {
        try {
            return store.mailboxManager().authenticate(user).withoutDelegation();
        } catch (MailboxException e) {
            throw new IllegalStateException(e);
        }
    }

    static NewNotice notice(String id) {
        return notice(id, "INBOX", TEXT);
    }

    static NewNotice notice(String id, String folder, String text) {
        return new NewNotice(
                new NoticeId(id),
                () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)),
                folder,
                RECEIVED,
                new Flags());
    }

    NoticeState post(String id, Collection<Username> audience) {
        return notices().post(notice(id), audience);
    }

    NoticeState state(String id) {
        return notices().find(new NoticeId(id)).orElseThrow();
    }

    Map<Username, State> states(String id) {
        Map<Username, State> states =
                new TreeMap<>((one, other) -> one.asString().compareTo(other.asString()));
        notices().copies(new NoticeId(id), copy -> states.put(copy.owner(), copy.state()));
        return states;
    }

    MessageManager mailbox(Username user, String name) throws Exception {
        return store.mailboxManager().getMailbox(MailboxPath.forUser(user, name), session(user));
    }

    List<MessageResult> messages(Username user) throws Exception {
        return messages(user, "INBOX");
    }

    List<MessageResult> messages(Username user, String name) throws Exception {
        return ImmutableList.copyOf(
                mailbox(user, name).getMessages(MessageRange.all(), FetchGroup.FULL_CONTENT, session(user)));
    }

    void append(Username user, String text) throws Exception {
        mailbox(user, "INBOX")
                .appendMessage(AppendCommand.builder().build(text.getBytes(StandardCharsets.US_ASCII)), session(user));
    }

    void setFlags(Username user, String name, Flags.Flag flag, FlagsUpdateMode mode) throws Exception {
        mailbox(user, name).setFlags(new Flags(flag), mode, MessageRange.all(), session(user));
    }

    void read(Username user) throws Exception {
        setFlags(user, "INBOX", Flags.Flag.SEEN, FlagsUpdateMode.ADD);
    }

    void delete(Username user) throws Exception {
        setFlags(user, "INBOX", Flags.Flag.DELETED, FlagsUpdateMode.ADD);
        mailbox(user, "INBOX").expunge(MessageRange.all(), session(user)).forEachRemaining(each -> {});
    }

    void move(Username user, String from, String to) throws Exception {
        store.mailboxManager()
                .moveMessages(
                        MessageRange.all(),
                        MailboxPath.forUser(user, from),
                        MailboxPath.forUser(user, to),
                        session(user));
    }

    /** What somebody hears who has the INBOX open. */
    List<Event> hear(Username user) throws Exception {
        List<Event> heard = new CopyOnWriteArrayList<>();
        Mono.from(store.eventBus()
                        .register(
                                (EventListener) heard::add,
                                new MailboxIdRegistrationKey(
                                        mailbox(user, "INBOX").getId())))
                .block();
        return heard;
    }

    /** How many messages each has by the tables, so that nothing is made by the look. */
    List<Integer> made(Collection<Username> users) {
        return database.transact(tx -> {
            List<Integer> counts = new ArrayList<>();
            try (var query = tx.connection()
                    .prepareStatement("SELECT COUNT(*) FROM message m JOIN mailbox b ON b.id = m.mailbox"
                            + " WHERE b.user_name = ?")) {
                for (Username user : users) {
                    query.setString(1, user.asString());
                    try (var row = query.executeQuery()) {
                        row.next();
                        counts.add(row.getInt(1));
                    }
                }
            }
            return counts;
        });
    }

    static String text(MessageResult message) throws Exception {
        return new String(message.getFullContent().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
