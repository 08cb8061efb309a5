package io.gongmail.server.imap;

import java.util.Map;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.MailboxType;
import org.apache.james.imap.message.request.ListRequest;
import org.apache.james.imap.processor.ListProcessor;
import org.apache.james.imap.processor.StatusProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.metrics.api.MetricFactory;

/**
 * LIST which tells what a mailbox is for (RFC 6154), asked or not: most programs send a plain LIST and read the attributes
 * (§2 allows it). Each account's mailboxes are made with these names.
 */
final class SpecialUse extends ListProcessor<ListRequest> {
    private static final Map<String, MailboxType> BY_NAME = Map.of(
            "Sent", MailboxType.SENT,
            "Drafts", MailboxType.DRAFTS,
            "Junk", MailboxType.SPAM,
            "Trash", MailboxType.TRASH,
            "Archive", MailboxType.ARCHIVE);

    SpecialUse(
            MailboxManager mailboxes,
            StatusResponseFactory answers,
            MetricFactory metrics,
            SubscriptionManager subscriptions,
            StatusProcessor status) {
        super(mailboxes, answers, metrics, subscriptions, status, SpecialUse::of);
    }

    private static MailboxType of(ImapSession session, MailboxPath path) {
        return BY_NAME.getOrDefault(path.getName(), MailboxType.OTHER);
    }

    @Override
    protected MailboxType getMailboxType(ListRequest request, ImapSession session, MailboxPath path) {
        return of(session, path);
    }
}
