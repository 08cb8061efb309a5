package io.gongmail.server.delivery;

import io.gongmail.store.mail.FanOut;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.mailbox.Holdings;
import java.io.IOException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.model.MailboxPath;

/** Puts messages into INBOXes, each as its owner's own system session. Thread-safe. */
final class Inboxes {
    private final MailboxManager mailboxes;
    private final ContentStore contents;
    private final Holdings holdings;
    private final FanOut fanOut;
    private final Clock clock;

    Inboxes(MailboxManager mailboxes, ContentStore contents, Holdings holdings, FanOut fanOut, Clock clock) {
        this.mailboxes = mailboxes;
        this.contents = contents;
        this.holdings = holdings;
        this.fanOut = fanOut;
        this.clock = clock;
    }

    /**
     * Whether somebody may already hold {@code content}. Bytes stand in the content store before any row names them, so
     * bytes that are not there are in no mailbox, and the usual first delivery asks no further.
     */
    boolean mayBeDelivered(DeliveredContent content) throws IOException {
        return contents.exists(content.ref());
    }

    boolean holds(Username user, DeliveredContent content) throws IOException {
        return holdings.holds(user, content.ref().hash());
    }

    /** Copies a message that one has, see {@link FanOut#give}. */
    Set<Username> give(ComposedMessageId source, DeliveredContent content, List<Username> users)
            throws MailboxException, IOException {
        return fanOut.give(source, content.ref().size(), users);
    }

    /** Returns when the message is durably there, and where. */
    ComposedMessageId append(Username user, DeliveredContent content) throws MailboxException {
        MailboxSession session = mailboxes.createSystemSession(user);
        try {
            mailboxes.startProcessingRequest(session);
            return inbox(session)
                    .appendMessage(
                            AppendCommand.builder()
                                    .recent()
                                    .delivery()
                                    .withFlags(new Flags())
                                    .withInternalDate(Date.from(clock.instant()))
                                    .build(content),
                            session)
                    .getId();
        } finally {
            mailboxes.endProcessingRequest(session);
        }
    }

    private MessageManager inbox(MailboxSession session) throws MailboxException {
        MailboxPath path = MailboxPath.inbox(session);
        try {
            return mailboxes.getMailbox(path, session);
        } catch (MailboxNotFoundException e) {
            try {
                mailboxes.createMailbox(path, session);
            } catch (MailboxExistsException raced) {
                // Another delivery made it meanwhile.
            }
            return mailboxes.getMailbox(path, session);
        }
    }
}
