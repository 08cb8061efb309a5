package io.gongmail.server.admin.transfer;

import io.gongmail.store.mail.content.Sha256;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MailReader;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.mail.Flags;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Content;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;

/**
 * Puts messages into an account, each where it is not yet. What was there before this was made counts: of the same message three
 * times, one is put where two are. For one thread; bounded by 100 octets for each message that is there.
 */
final class Intake {
    private final MailboxManager mailboxes;
    private final SubscriptionManager subscriptions;
    private final MailReader reader;
    private final MailboxSession session;
    private final Map<String, MessageManager> folders = new HashMap<>();
    private final Map<String, Map<Sha256, Integer>> there = new HashMap<>();

    Intake(MailboxManager mailboxes, SubscriptionManager subscriptions, MailReader reader, MailboxSession session) {
        this.mailboxes = mailboxes;
        this.subscriptions = subscriptions;
        this.reader = reader;
        this.session = session;
    }

    /** Whether the folder had this message already; of each that it had this is true once. */
    boolean had(String folder, Sha256 hash) throws MailboxException {
        Map<Sha256, Integer> known = there.get(folder);
        if (known == null) {
            known = count(folder);
            there.put(folder, known);
        }
        int left = known.getOrDefault(hash, 0);
        if (left > 0) {
            known.put(hash, left - 1);
        }
        return left > 0;
    }

    private Map<Sha256, Integer> count(String folder) throws MailboxException {
        Map<Sha256, Integer> counts = new HashMap<>();
        MailboxId id;
        try {
            id = mailboxes.getMailbox(path(folder), session).getId();
        } catch (MailboxNotFoundException e) {
            return counts;
        }
        count(reader, id, counts);
        return counts;
    }

    static void count(MailReader reader, MailboxId id, Map<Sha256, Integer> counts) {
        long next = 1;
        List<ListedMessage> page = reader.page(id, next, Long.MAX_VALUE, -1, MailReader.PAGE);
        while (!page.isEmpty()) {
            page.forEach(message -> counts.merge(message.content().hash(), 1, Integer::sum));
            next = page.get(page.size() - 1).uid() + 1;
            page = reader.page(id, next, Long.MAX_VALUE, -1, MailReader.PAGE);
        }
    }

    /** Returns when it is durably there; the folder is made and subscribed to where it is missing. */
    void put(String folder, Flags flags, Instant internalDate, Content message) throws MailboxException {
        MessageManager into = folders.get(folder);
        if (into == null) {
            into = folder(folder);
            folders.put(folder, into);
        }
        Flags kept = new Flags(flags);
        // It tells sessions what is new to them, and is theirs to give.
        kept.remove(Flags.Flag.RECENT);
        into.appendMessage(
                AppendCommand.builder()
                        .notRecent()
                        .withFlags(kept)
                        .withInternalDate(Date.from(internalDate))
                        .build(message),
                session);
    }

    private MessageManager folder(String name) throws MailboxException {
        MailboxPath path = path(name);
        try {
            return mailboxes.getMailbox(path, session);
        } catch (MailboxNotFoundException e) {
            try {
                mailboxes.createMailbox(path, session);
                subscriptions.subscribe(session, path);
            } catch (MailboxExistsException raced) {
                // The owner's mail program made it meanwhile.
            }
            return mailboxes.getMailbox(path, session);
        }
    }

    private MailboxPath path(String name) {
        return MailboxPath.forUser(
                session.getUser(),
                name.equalsIgnoreCase(MailboxPath.inbox(session).getName()) ? "INBOX" : name);
    }
}
