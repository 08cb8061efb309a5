package io.gongmail.store.backup;

import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MailReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;

/**
 * Somebody to whom mail comes, who reads some of it and deletes some, always in the same order: what the mailbox looks like after
 * so many steps is known. Step {@code n} brings the message of UID {@code n}; every third is then marked, the one two before every
 * fifth is expunged.
 */
final class Load implements Runnable {
    /** What a mailbox shows of one message. */
    record Shown(int bits, long date, String text) {}

    private static final int SEEN = 1;
    private static final int FLAGGED = 16;

    private final MailStore store;
    private final Username user;
    private final int large;
    private final AtomicInteger steps = new AtomicInteger();
    private final CountDownLatch some = new CountDownLatch(60);
    private volatile boolean stopped;
    private volatile Throwable failure;

    /** @param large every so manieth message is larger than a segment takes */
    Load(MailStore store, String name, int large) {
        this.store = store;
        this.user = Username.of(name + "@moe.gongmail.example");
        this.large = large;
    }

    Username user() {
        return user;
    }

    @Override
    public void run() {
        try {
            MailboxSession session = store.mailboxManager().createSystemSession(user);
            MessageManager inbox = inbox(store, session);
            while (!stopped) {
                step(inbox, session, steps.get() + 1);
                steps.incrementAndGet();
                some.countDown();
            }
        } catch (Exception | AssertionError e) {
            failure = e;
        }
    }

    private static MessageManager inbox(MailStore store, MailboxSession session) throws Exception {
        MailboxPath path = MailboxPath.inbox(session);
        try {
            return store.mailboxManager().getMailbox(path, session);
        } catch (MailboxNotFoundException e) {
            store.mailboxManager().createMailbox(path, session);
            return store.mailboxManager().getMailbox(path, session);
        }
    }

    private void step(MessageManager inbox, MailboxSession session, int n) throws Exception {
        inbox.appendMessage(
                AppendCommand.builder()
                        .withFlags(new Flags(Flags.Flag.SEEN))
                        .withInternalDate(new Date(date(n)))
                        .notRecent()
                        .build(text(n).getBytes(StandardCharsets.UTF_8)),
                session);
        if (n % 3 == 0) {
            inbox.setFlags(
                    new Flags(Flags.Flag.FLAGGED), FlagsUpdateMode.ADD, MessageRange.one(MessageUid.of(n)), session);
        }
        if (n % 5 == 0) {
            inbox.delete(List.of(MessageUid.of(n - 2)), session);
        }
    }

    private static long date(int n) {
        return 1_700_000_000_000L + n * 1_000L;
    }

    private String text(int n) {
        String head = "Subject: 보고 " + n + " of " + user.asString() + "\r\n\r\n";
        return head + "내용 ".repeat(n % large == 0 ? 200_000 : n % 50);
    }

    /** Whether {@code shown} is the mailbox at some moment after step {@code from} and before the end of step {@code to} + 1. */
    boolean wasSo(SortedMap<Long, Shown> shown, int from, int to) {
        // The last to come is never the one that goes.
        int n = Math.toIntExact(shown.lastKey());
        if (n < from || n > to + 1) {
            return false;
        }
        SortedMap<Long, Shown> within = after(n - 1);
        within.put((long) n, new Shown(SEEN, date(n), text(n)));
        if (shown.equals(within)) {
            return true;
        }
        within.put((long) n, after(n).get((long) n));
        return shown.equals(within) || shown.equals(after(n));
    }

    private SortedMap<Long, Shown> after(int steps) {
        SortedMap<Long, Shown> shown = new TreeMap<>();
        for (int n = 1; n <= steps; n++) {
            shown.put((long) n, new Shown(n % 3 == 0 ? SEEN | FLAGGED : SEEN, date(n), text(n)));
            if (n % 5 == 0) {
                shown.remove(n - 2L);
            }
        }
        return shown;
    }

    /** What is in the inbox of {@code user}, every octet read. */
    static SortedMap<Long, Shown> shown(MailStore store, Username user) throws Exception {
        MailboxSession session = store.mailboxManager().createSystemSession(user);
        SortedMap<Long, Shown> shown = new TreeMap<>();
        MailboxId inbox = inbox(store, session).getId();
        List<ListedMessage> page = store.reader().page(inbox, 1, Long.MAX_VALUE, -1, MailReader.PAGE);
        while (!page.isEmpty()) {
            for (ListedMessage message : page) {
                shown.put(message.uid(), shown(store, message));
            }
            page = store.reader().page(inbox, shown.lastKey() + 1, Long.MAX_VALUE, -1, MailReader.PAGE);
        }
        return shown;
    }

    private static Shown shown(MailStore store, ListedMessage message) throws IOException {
        try (InputStream in = store.content().open(message.content())) {
            return new Shown(
                    message.bits(), message.internalDate(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static long uidValidity(MailStore store, Username user) throws Exception {
        MailboxSession session = store.mailboxManager().createSystemSession(user);
        return inbox(store, session).getMailboxEntity().getUidValidity().asLong();
    }

    /** Brings one message more. */
    static long append(MailStore store, Username user, String text) throws Exception {
        MailboxSession session = store.mailboxManager().createSystemSession(user);
        return inbox(store, session)
                .appendMessage(AppendCommand.builder().build(text.getBytes(StandardCharsets.UTF_8)), session)
                .getId()
                .getUid()
                .asLong();
    }

    static void delete(MailStore store, Username user, long uid) {
        MailboxSession session = store.mailboxManager().createSystemSession(user);
        try {
            inbox(store, session).delete(List.of(MessageUid.of(uid)), session);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    int steps() {
        return steps.get();
    }

    void awaitSome() throws InterruptedException {
        if (!some.await(Duration.ofMinutes(2).toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not get on", failure);
        }
    }

    void stop() {
        stopped = true;
    }

    void failed() {
        if (failure != null) {
            throw new AssertionError(failure);
        }
    }
}
