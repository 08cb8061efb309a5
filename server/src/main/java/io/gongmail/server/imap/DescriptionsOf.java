package io.gongmail.server.imap;

import io.gongmail.store.mail.content.ContentRef;
import io.gongmail.store.mail.mailbox.DescriptionOctets;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MailReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
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

    private static final int PAGE = 100;

    private final MailboxManager mailboxes;
    private final MailReader stored;
    private final SelectedMailbox selected;
    private final MailboxSession session;
    private Map<MessageUid, DescriptionOctets> page = Map.of();
    private long pageStart;
    private long pageEnd = -1;

    DescriptionsOf(MailboxManager mailboxes, MailReader stored, SelectedMailbox selected, MailboxSession session) {
        this.mailboxes = mailboxes;
        this.stored = stored;
        this.selected = selected;
        this.session = session;
    }

    /** Empty only if the message is gone or cannot be read. */
    Optional<DescriptionOctets> of(MessageUid uid) {
        if (uid.asLong() < pageStart || uid.asLong() > pageEnd) {
            pageStart = uid.asLong();
            pageEnd = pageStart + PAGE - 1;
            List<ListedMessage> rows = stored.page(selected.getMailboxId(), pageStart, pageEnd, -1, PAGE);
            Map<ContentRef, DescriptionOctets> described = stored.descriptions(
                    rows.stream().map(ListedMessage::content).toList());
            page = new HashMap<>();
            for (ListedMessage row : rows) {
                DescriptionOctets description = described.get(row.content());
                if (description != null) {
                    page.put(MessageUid.of(row.uid()), description);
                }
            }
        }
        DescriptionOctets known = page.get(uid);
        return known != null ? Optional.of(known) : anew(uid);
    }

    /** For what was too large for its row, or stored in an older form. */
    private Optional<DescriptionOctets> anew(MessageUid uid) {
        try {
            Iterator<MessageResult> message = mailboxes
                    .getMailbox(selected.getMailboxId(), session)
                    .getMessages(MessageRange.one(uid), FetchGroup.MINIMAL, session);
            if (!message.hasNext()) {
                return Optional.empty();
            }
            try (InputStream octets = message.next().getFullContent().getInputStream()) {
                return new WireDescriber().describe(octets).map(DescriptionOctets::of);
            }
        } catch (MailboxException | IOException e) {
            LOG.warn("A message cannot be described: {}", e.toString());
            return Optional.empty();
        }
    }
}
