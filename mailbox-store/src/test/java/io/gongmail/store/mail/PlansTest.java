package io.gongmail.store.mail;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.content.SweepSettings;
import io.gongmail.store.mail.mailbox.DeletedMail;
import io.gongmail.store.mail.mailbox.ListedMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.MessageManager.FlagsUpdateMode;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** No everyday statement reads the whole of a table that grows with mail, as Derby itself tells how it ran them. */
class PlansTest {
    private static final Username HONG = Username.of("hong@moe.gongmail.example");
    private static final int MESSAGES = 300;
    private static final String PLANS = "derby.language.logQueryPlan";
    private static final Set<String> GROWING = Set.of(
            "MESSAGE",
            "SHAPE",
            "CONTENT",
            "EXPUNGED",
            "DELETED_MESSAGE",
            "QUEUE_ITEM",
            "NOTICE_AUDIENCE",
            "NOTICE_COPY");
    private static final Pattern SCAN = Pattern.compile("Table Scan ResultSet for (\\w+)");

    @TempDir
    Path folder;

    private final Logger derby = (Logger) LoggerFactory.getLogger("derby");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Database database;
    private MailStore store;

    @BeforeEach
    void open() {
        System.setProperty(PLANS, "true");
        log.start();
        derby.addAppender(log);
        derby.setAdditive(false);
        derby.setLevel(Level.INFO);
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 8);
        store = MailStore.open(
                database,
                folder.resolve("content"),
                new MailStoreSettings(
                        ContentStore.DEFAULT_SEGMENT_SIZE,
                        -1,
                        1_024,
                        Duration.ZERO,
                        new SweepSettings(Duration.ZERO, 50, 1L << 40),
                        Duration.ofDays(14)),
                message -> Optional.empty(),
                Clock.systemUTC());
        log.list.clear(); // Opening reads the queue, and migrations read what they change.
    }

    @AfterEach
    void close() {
        System.clearProperty(PLANS);
        derby.detachAppender(log);
        derby.setAdditive(true);
        derby.setLevel(null);
        store.close();
        database.close();
    }

    private MailboxSession session() {
        return store.mailboxManager().createSystemSession(HONG);
    }

    private MessageManager mailbox(String name) throws Exception {
        MailboxPath path = MailboxPath.forUser(HONG, name);
        store.mailboxManager().createMailbox(path, session());
        return store.mailboxManager().getMailbox(path, session());
    }

    @Test
    void whatIsDoneEveryDayReadsByIndexes() throws Exception {
        MessageManager inbox = mailbox("INBOX");
        MessageManager kept = mailbox("Kept");
        // Each once while there is next to nothing, since plans are kept.
        play(inbox, kept);
        for (int i = 0; i < MESSAGES; i++) {
            append(inbox, "Subject: " + i + "\r\n\r\ntext " + i + "\r\n");
        }
        grow();
        play(inbox, kept);
        store.sweeper().compact(50).get();
        Set<String> whole = new TreeSet<>();
        int plans = 0;
        String statement = "";
        for (ILoggingEvent event : List.copyOf(log.list)) {
            String line = event.getFormattedMessage();
            plans += line.contains("Scan ResultSet for") ? 1 : 0;
            Matcher scan = SCAN.matcher(line);
            statement = line.contains("(XID = ") ? line : statement;
            if (scan.find() && GROWING.contains(scan.group(1).toUpperCase(Locale.ROOT))) {
                whole.add(scan.group(1) + " by " + statement);
            }
        }
        assertThat(plans).as("plans that were told").isGreaterThan(100);
        assertThat(whole).isEmpty();
    }

    /** Much more in a folder that nobody looks into. */
    private void grow() {
        String columns = "id_time, id_random, thread_time, thread_random, internal_date, save_date, octets, body_start,"
                + " flags, user_flags, modseq, sha256";
        for (int i = 0; i < 7; i++) {
            String from = i == 0 ? "mailbox > 0" : "mailbox < 0";
            long apart = 100_000L << i;
            database.transact(tx -> tx.connection()
                    .prepareStatement("INSERT INTO message (mailbox, uid, " + columns + ") SELECT -1, uid + " + apart
                            + " + 10000 * ABS(mailbox), " + columns + " FROM message WHERE " + from)
                    .executeUpdate());
        }
        log.list.clear();
    }

    private void append(MessageManager to, String message) throws Exception {
        to.appendMessage(AppendCommand.builder().build(message.getBytes(StandardCharsets.US_ASCII)), session());
    }

    private void play(MessageManager inbox, MessageManager kept) throws Exception {
        append(inbox, "Subject: first\r\n\r\n" + System.nanoTime());
        append(inbox, "Subject: second\r\n\r\n" + System.nanoTime());
        MailboxId id = inbox.getMailboxEntity().getMailboxId();
        List<ListedMessage> listed = store.reader().page(id, 1, Long.MAX_VALUE, -1, 500);
        store.reader().descriptions(listed.stream().map(ListedMessage::content).toList());
        store.reader().prepare(id);
        store.reader().vanished(id, 1);
        inbox.getMessages(MessageRange.all(), FetchGroup.MINIMAL, session()).forEachRemaining(each -> {});
        inbox.setFlags(new Flags(Flags.Flag.SEEN), FlagsUpdateMode.ADD, MessageRange.all(), session());
        inbox.setFlags(
                new Flags(Flags.Flag.FLAGGED), FlagsUpdateMode.ADD, MessageRange.one(MessageUid.of(1)), session());
        store.mailboxManager()
                .copyMessages(MessageRange.all(), id, kept.getMailboxEntity().getMailboxId(), session());
        kept.setFlags(new Flags(Flags.Flag.DELETED), FlagsUpdateMode.ADD, MessageRange.all(), session());
        kept.expunge(MessageRange.all(), session());
        store.deleted()
                .restore(
                        store.mailboxManager(),
                        HONG,
                        new DeletedMail.Wanted(Optional.of("Kept"), Instant.EPOCH),
                        Optional.of("Again"));
        store.mailboxManager()
                .moveMessages(
                        MessageRange.one(MessageUid.of(2)),
                        MailboxPath.forUser(HONG, "INBOX"),
                        MailboxPath.forUser(HONG, "Kept"),
                        session());
        store.aged().delete("Kept", Instant.EPOCH);
        store.mailboxManager().deleteMailbox(MailboxPath.forUser(HONG, "Again"), session());
        store.deleted().forgetOld();
        notices();
    }

    private void notices() throws Exception {
        MailboxSession session = store.mailboxManager().authenticate(HONG).withoutDelegation();
        NoticeId id = new NoticeId("n" + System.nanoTime());
        NewNotice notice = new NewNotice(
                id, () -> new ByteArrayInputStream(new byte[] {'x'}), "INBOX", Instant.EPOCH, new Flags());
        store.notices().post(notice, List.of(HONG, Username.of("kim@moe.gongmail.example")));
        MessageManager inbox = store.mailboxManager().getMailbox(MailboxPath.forUser(HONG, "INBOX"), session);
        inbox.setFlags(new Flags(Flags.Flag.SEEN), FlagsUpdateMode.ADD, MessageRange.all(), session);
        store.notices().copies(id, copy -> {});
        store.notices().recall(id);
        store.notices().forget(id);
        NewNotice another = new NewNotice(
                id, () -> new ByteArrayInputStream(new byte[] {'y'}), "INBOX", Instant.EPOCH, new Flags());
        store.notices().post(another, List.of(HONG));
        store.mailboxManager().getMailbox(MailboxPath.forUser(HONG, "INBOX"), session);
        store.notices().recall(id);
        store.mailboxManager().getMailbox(MailboxPath.forUser(HONG, "INBOX"), session);
    }
}
