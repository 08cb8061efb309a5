package io.gongmail.server.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gongmail.store.db.Database;
import io.gongmail.store.db.FreshDatabase;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.mail.mailbox.MessageDescriber;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import org.apache.james.core.Username;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.NullableMessageSequenceNumber;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

class FetchStreamTest {
    private static final Username HONG = Username.of("hong@gongmail.example");
    private static final int MESSAGES = 45;
    /** The last that is marked as read in the first go. */
    private static final int LAST_OF_PAGE = 20;

    private @TempDir Path folder;
    private Database database;
    private MailStore store;
    private MessageManager mailbox;
    private MailboxSession session;
    private final Outlet outlet = new Outlet();
    private final EmbeddedChannel channel = new EmbeddedChannel(outlet);

    @BeforeEach
    void fill() throws MailboxException {
        database = FreshDatabase.openDerby(folder.resolve("db"), 1_000, 4);
        store = MailStore.open(
                database,
                folder.resolve("content"),
                MailStoreSettings.defaults(),
                MessageDescriber.NONE,
                Clock.systemUTC());
        session = store.mailboxManager().createSystemSession(HONG);
        MailboxPath inbox = MailboxPath.inbox(HONG);
        store.mailboxManager().createMailbox(inbox, session);
        mailbox = store.mailboxManager().getMailbox(inbox, session);
        for (int i = 0; i < MESSAGES; i++) {
            byte[] message = ("Subject: " + i + "\r\n\r\nnumber " + i + "\r\n").getBytes(StandardCharsets.US_ASCII);
            mailbox.appendMessage(MessageManager.AppendCommand.builder().build(message), session);
        }
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        store.close();
        database.close();
    }

    @Test
    void whatAnotherSessionExpungesWhileMessagesAreMarkedEndsNothingEarly() {
        MessageManager expunging = (MessageManager) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MessageManager.class}, (it, call, given) -> {
                    try {
                        Object answer = call.invoke(mailbox, given);
                        if (call.getName().equals("setFlags")) {
                            mailbox.delete(List.of(MessageUid.of(LAST_OF_PAGE)), session);
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        FetchStream stream = new FetchStream(
                store.reader(),
                new MessageParts(store.reader()),
                expunging,
                selected(),
                session,
                new FetchStream.Wanted(EnumSet.of(Item.UID, Item.FLAGS), List.of(), true, -1, null, Enabled.NOTHING),
                List.of(MessageRange.range(MessageUid.of(1), MessageUid.of(MESSAGES))),
                outlet,
                Schedulers.immediate());
        assertThat(stream.written().block()).isEqualTo(new FetchStream.Left(0, List.of(), 0));
        String told = told();
        assertThat(told).contains("(FLAGS (\\Seen) UID " + MESSAGES + ")");
        assertThat(told.split("\r\n")).hasSize(MESSAGES - 1);
    }

    private String told() {
        StringBuilder told = new StringBuilder();
        for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
            told.append(each.toString(StandardCharsets.US_ASCII));
            each.release();
        }
        return told.toString();
    }

    /** The mailbox as the session knew it before: everything is there, and its sequence number is its UID. */
    private SelectedMailbox selected() {
        return (SelectedMailbox) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SelectedMailbox.class},
                (it, call, given) -> switch (call.getName()) {
                    case "getMailboxId" -> mailbox.getMailboxEntity().getMailboxId();
                    case "isRecent" -> false;
                    case "msn" -> NullableMessageSequenceNumber.of((int) ((MessageUid) given[0]).asLong());
                    default -> throw new UnsupportedOperationException(call.getName());
                });
    }
}
