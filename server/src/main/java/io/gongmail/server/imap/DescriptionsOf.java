package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MessageDescription;
import io.gongmail.store.mail.mailbox.MessageDescriptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Descriptions of one mailbox's messages for one FETCH, read ahead a page at a time. Not thread-safe. */
final class DescriptionsOf {
    private static final Logger LOG = LoggerFactory.getLogger(DescriptionsOf.class);

    private final MailboxManager mailboxes;
    private final MessageDescriptions stored;
    private final SelectedMailbox selected;
    private final MailboxSession session;
    private Map<MessageUid, MessageDescription> page = Map.of();
    private long pageStart;
    private long pageEnd = -1;

    DescriptionsOf(
            MailboxManager mailboxes, MessageDescriptions stored, SelectedMailbox selected, MailboxSession session) {
        this.mailboxes = mailboxes;
        this.stored = stored;
        this.selected = selected;
        this.session = session;
    }

    /** Empty only if the message is gone or cannot be read. */
    Optional<MessageDescription> of(MessageUid uid) {
        if (uid.asLong() < pageStart || uid.asLong() > pageEnd) {
            pageStart = uid.asLong();
            pageEnd = pageStart + MessageDescriptions.PAGE - 1;
            page = stored.page(selected.getMailboxId(), uid, MessageUid.of(pageEnd));
        }
        MessageDescription known = page.get(uid);
        return known != null ? Optional.of(known) : anew(uid);
    }

    /** For what was too large for its row, or stored in an older form. */
    private Optional<MessageDescription> anew(MessageUid uid) {
        try {
            Iterator<MessageResult> message = mailboxes
                    .getMailbox(selected.getMailboxId(), session)
                    .getMessages(MessageRange.one(uid), FetchGroup.MINIMAL, session);
            if (!message.hasNext()) {
                return Optional.empty();
            }
            try (InputStream octets = message.next().getFullContent().getInputStream()) {
                return new WireDescriber().describe(octets);
            }
        } catch (MailboxException | IOException e) {
            LOG.warn("A message cannot be described: {}", e.toString());
            return Optional.empty();
        }
    }
}
