package io.gongmail.bench;

import io.gongmail.demo.DemoHome;
import io.gongmail.store.db.Database;
import io.gongmail.store.mail.MailStore;
import io.gongmail.store.mail.MailStoreSettings;
import io.gongmail.store.mail.mailbox.MessageDescriber;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;

/** Looks into everybody's folder of notices, in the store of a server that was stopped. Not thread-safe. */
final class NoticeSweep implements AutoCloseable {
    private static final int PAGES = 20_000;
    private static final int CONNECTIONS = 4;

    private final Database database;
    private final MailStore store;

    /** Opens the store of {@code home}, which no server has open. */
    NoticeSweep(DemoHome home) {
        this.database = Database.openDerby(home.data().resolve("database"), PAGES, CONNECTIONS);
        try {
            this.store = MailStore.open(
                    database,
                    home.data().resolve("content"),
                    MailStoreSettings.defaults(),
                    MessageDescriber.NONE,
                    Clock.systemUTC());
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * What everybody has of the notices that were handed in.
     *
     * @param heard of each notice, whether its acceptance was heard
     */
    NoticeTally tally(List<String> addresses, String folder, boolean[] heard) throws IOException {
        NoticeTally tally = new NoticeTally(heard);
        for (String address : addresses) {
            look(Username.of(address), folder, heard.length, tally);
        }
        return tally;
    }

    private void look(Username user, String folder, int notices, NoticeTally tally) throws IOException {
        int[] copies = new int[notices];
        int strange = 0;
        try {
            MailboxManager mailboxes = store.mailboxManager();
            MailboxSession session = mailboxes.authenticate(user).withoutDelegation();
            Iterator<MessageResult> messages = mailboxes
                    .getMailbox(MailboxPath.forUser(user, folder), session)
                    .getMessages(MessageRange.all(), FetchGroup.HEADERS, session);
            while (messages.hasNext()) {
                OptionalInt notice = NoticeSystem.indexIn(header(messages.next()));
                if (notice.isPresent() && notice.getAsInt() < notices) {
                    copies[notice.getAsInt()]++;
                } else {
                    strange++;
                }
            }
        } catch (MailboxNotFoundException e) {
            // Who has no such folder has no notice.
        } catch (MailboxException e) {
            throw new IOException("the folder of " + user.asString() + " cannot be read", e);
        }
        tally.has(copies, strange);
    }

    private static String header(MessageResult message) throws IOException, MailboxException {
        try (InputStream in = message.getHeaders().getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        store.close();
        database.close();
    }
}
