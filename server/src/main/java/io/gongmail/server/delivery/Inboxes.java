package io.gongmail.server.delivery;

import io.gongmail.server.delivery.Disposition.Filing;
import io.gongmail.store.mail.FanOut;
import io.gongmail.store.mail.content.ContentStore;
import io.gongmail.store.mail.mailbox.Holdings;
import java.io.IOException;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.mail.Flags;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxExistsException;
import org.apache.james.mailbox.exception.MailboxNameException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.model.MailboxPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Puts messages into INBOXes, each as its owner's own system session. Thread-safe. */
final class Inboxes {
    private static final Logger LOG = LoggerFactory.getLogger(Inboxes.class);

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
        return append(user, content, new Flags(), this::inbox);
    }

    /** The same where an owner's filter puts it; where that is not to be had, into INBOX. */
    ComposedMessageId append(Username user, DeliveredContent content, Filing filing) throws MailboxException {
        return append(
                user, content, flags(filing), session -> filing.isInbox() ? inbox(session) : named(session, filing));
    }

    /** Whether the user has a mailbox of that name. */
    boolean has(Username user, String name) {
        MailboxSession session = mailboxes.createSystemSession(user);
        return Boolean.TRUE.equals(
                Mono.from(mailboxes.mailboxExists(path(session, name), session)).block());
    }

    private interface Place {
        MessageManager in(MailboxSession session) throws MailboxException;
    }

    private ComposedMessageId append(Username user, DeliveredContent content, Flags flags, Place place)
            throws MailboxException {
        MailboxSession session = mailboxes.createSystemSession(user);
        try {
            mailboxes.startProcessingRequest(session);
            return place.in(session)
                    .appendMessage(
                            AppendCommand.builder()
                                    .recent()
                                    .delivery()
                                    .withFlags(flags)
                                    .withInternalDate(Date.from(clock.instant()))
                                    .build(content),
                            session)
                    .getId();
        } finally {
            mailboxes.endProcessingRequest(session);
        }
    }

    private static Flags flags(Filing filing) {
        Flags flags = new Flags();
        for (String flag : filing.flags()) {
            switch (flag.toLowerCase(Locale.ROOT)) {
                case "\\answered" -> flags.add(Flags.Flag.ANSWERED);
                case "\\flagged" -> flags.add(Flags.Flag.FLAGGED);
                case "\\deleted" -> flags.add(Flags.Flag.DELETED);
                case "\\seen" -> flags.add(Flags.Flag.SEEN);
                case "\\draft" -> flags.add(Flags.Flag.DRAFT);
                default -> flags.add(flag);
            }
        }
        return flags;
    }

    private static MailboxPath path(MailboxSession session, String name) {
        return MailboxPath.forUser(session.getUser(), name);
    }

    /** Between the decision and now it may have gone, and no name that is asked for has been one before. */
    private MessageManager named(MailboxSession session, Filing filing) throws MailboxException {
        MailboxPath path = path(session, filing.mailbox());
        try {
            return filing.create() ? made(path, session) : mailboxes.getMailbox(path, session);
        } catch (MailboxNotFoundException | MailboxNameException e) {
            LOG.info(
                    "{} has no mailbox as its filter names it: the mail goes to INBOX",
                    session.getUser().asString());
            return inbox(session);
        }
    }

    private MessageManager inbox(MailboxSession session) throws MailboxException {
        return made(MailboxPath.inbox(session), session);
    }

    private MessageManager made(MailboxPath path, MailboxSession session) throws MailboxException {
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
