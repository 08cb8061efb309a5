package io.gongmail.store.mail;

import io.gongmail.store.db.Database;
import io.gongmail.store.mail.mailbox.MessageDescriber;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.model.MailboxPath;

/** What a notice to many costs, and what it costs who delivers meanwhile: {@code NoticeLoad MEMBERS FOLDER}. */
public final class NoticeLoad {
    private static final byte[] PERSONAL =
            ("Subject: personal\r\n\r\n" + "text of it\r\n".repeat(300)).getBytes(StandardCharsets.US_ASCII);

    /** Appends come so often, one at a time. */
    private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(8);

    private final MailStore store;
    private final List<Username> users;
    private final Random random = new Random(1);

    private NoticeLoad(MailStore store, List<Username> users) {
        this.store = store;
        this.users = users;
    }

    public static void main(String[] args) throws Exception {
        int members = Integer.parseInt(args[0]);
        Path folder = Path.of(args[1]);
        Files.createDirectories(folder);
        List<Username> users = NoticeHome.users(members);
        try (Database database = Database.openDerby(folder.resolve("db"), 40_000, 8)) {
            fill(database, users);
            try (MailStore store = open(database, folder)) {
                new NoticeLoad(store, users).run();
            }
        }
    }

    private static MailStore open(Database database, Path folder) {
        return MailStore.open(
                database,
                folder.resolve("content"),
                MailStoreSettings.defaults(),
                MessageDescriber.NONE,
                Clock.systemUTC());
    }

    private static void fill(Database database, List<Username> users) {
        for (int from = 0; from < users.size(); from += 1_000) {
            List<Username> some = users.subList(from, Math.min(users.size(), from + 1_000));
            database.transact(tx -> {
                try (PreparedStatement insert = tx.connection()
                        .prepareStatement("INSERT INTO mailbox (namespace, user_name, name, uid_validity, last_uid,"
                                + " highest_modseq, messages, unseen, recent_mark, keywords, acl)"
                                + " VALUES ('#private', ?, ?, 1, 0, 1, 0, 0, 0, '', '')")) {
                    for (Username user : some) {
                        for (String name : List.of("INBOX", "Sent", "Trash")) {
                            insert.setString(1, user.asString());
                            insert.setString(2, name);
                            insert.addBatch();
                        }
                    }
                    insert.executeBatch();
                }
                return 0;
            });
        }
    }

    private void run() throws Exception {
        append(2_000);
        long[] quiet = append(3_000);
        tell("personal, quiet", quiet);
        NewNotice notice = new NewNotice(
                new NoticeId("load"),
                () -> new ByteArrayInputStream(NoticeHome.TEXT.getBytes(StandardCharsets.US_ASCII)),
                "INBOX",
                NoticeHome.RECEIVED,
                new Flags());
        long begun = System.nanoTime();
        store.notices().post(notice, users);
        say("accepted after %d ms", millis(begun));
        long looked = System.nanoTime();
        int missing = 0;
        for (int i = 0; i < 200; i++) {
            missing += count(users.get(random.nextInt(users.size()))) == 0 ? 1 : 0;
        }
        say("200 looks in %d ms, %d without it", millis(looked), missing);
        long rounds = System.nanoTime();
        int before = store.notices().find(notice.id()).orElseThrow().delivered();
        store.notices().begin(List::of);
        long[] busy = append(1_500);
        int after = store.notices().find(notice.id()).orElseThrow().delivered();
        say("copies a second: %.0f", (after - before) * 1_000.0 / millis(rounds));
        tell("personal, meanwhile", busy);
        say("p99 is %.2f times the quiet one", (double) at(busy, 99) / at(quiet, 99));
        while (store.notices().find(notice.id()).orElseThrow().going()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        say(
                "all after %d ms: %s",
                millis(begun), store.notices().find(notice.id()).orElseThrow());
        long counted = System.nanoTime();
        store.notices().find(notice.id());
        say("counted in %d ms", millis(counted));
        long told = System.nanoTime();
        store.notices().copies(notice.id(), copy -> {});
        say("all told in %d ms", millis(told));
        long recalled = System.nanoTime();
        store.notices().recall(notice.id());
        say("recall accepted after %d ms", millis(recalled));
        while (store.notices().find(notice.id()).orElseThrow().going()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        say("all taken after %d ms", millis(recalled));
    }

    private long count(Username user) throws Exception {
        MailboxSession session = store.mailboxManager().authenticate(user).withoutDelegation();
        MessageManager inbox = store.mailboxManager().getMailbox(MailboxPath.inbox(user), session);
        return inbox.getMailboxCounters(session).getCount();
    }

    /** Nanoseconds that each took, sorted. */
    private long[] append(int count) throws Exception {
        long[] took = new long[count];
        long next = System.nanoTime();
        for (int i = 0; i < count; i++) {
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            next += APART_NANOS;
            Username user = users.get(random.nextInt(users.size()));
            MailboxSession session = store.mailboxManager().createSystemSession(user);
            byte[] message = PERSONAL.clone();
            byte[] own = Long.toString(Math.abs(random.nextLong()) + 10_000).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(own, 0, message, 30, 5);
            long begun = System.nanoTime();
            store.mailboxManager()
                    .getMailbox(MailboxPath.inbox(user), session)
                    .appendMessage(AppendCommand.builder().build(message), session);
            took[i] = System.nanoTime() - begun;
        }
        Arrays.sort(took);
        return took;
    }

    private static long at(long[] sorted, int percent) {
        return sorted[(sorted.length - 1) * percent / 100];
    }

    private static void tell(String what, long[] sorted) {
        say("%s: p50 %d µs, p99 %d µs", what, at(sorted, 50) / 1_000, at(sorted, 99) / 1_000);
    }

    private static long millis(long begun) {
        return Math.max(1, (System.nanoTime() - begun) / 1_000_000);
    }

    private static void say(String what, Object... of) {
        System.out.println(String.format(Locale.ROOT, what, of));
    }
}
