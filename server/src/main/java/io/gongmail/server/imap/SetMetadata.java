package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MailboxMetadata;
import io.gongmail.store.mail.mailbox.MailboxUses;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.metrics.api.MetricFactory;

/**
 * SETMETADATA (RFC 5464 §4.3): all entries or none. What is shared is changed by who may change the mailbox ({@code w}), which is more
 * than §3.3 asks at least; what is private by who may use it.
 */
final class SetMetadata extends MetadataCommand<SetMetadataRequested> {
    private final MailboxMetadata metadata;
    private final MetadataBounds bounds;

    SetMetadata(
            MailboxManager mailboxes,
            StatusResponseFactory answers,
            MetricFactory metrics,
            MailboxMetadata metadata,
            MetadataBounds bounds) {
        super(SetMetadataRequested.class, mailboxes, answers, metrics);
        this.metadata = metadata;
        this.bounds = bounds;
    }

    @Override
    String mailbox(SetMetadataRequested request) {
        return request.mailbox();
    }

    /** §3.3: "Servers MAY restrict the creation of private or shared server annotations". */
    @Override
    void ofServer(SetMetadataRequested request, Responder responder) {
        boolean isPrivate = request.entries().keySet().stream().anyMatch(entry -> entry.startsWith("/private/"));
        Answers.no(responder, request, isPrivate ? "METADATA NOPRIVATE" : "NOPERM", "nothing is noted on the server");
    }

    @Override
    void work(SetMetadataRequested request, Mailbox mailbox, ImapSession session, Responder responder)
            throws MailboxException {
        boolean shared = request.entries().keySet().stream().anyMatch(entry -> entry.startsWith("/shared/"));
        if (request.isTooLarge() || request.longest() > bounds.octets()) {
            Answers.no(responder, request, "METADATA MAXSIZE " + bounds.octets(), "a value is too long");
        } else if (request.entries().containsKey(MailboxUses.ENTRY)) {
            Answers.no(responder, request, "CANNOT", "what a mailbox is for is said when it is made"); // RFC 6154 §3
        } else if (shared
                && !getMailboxManager()
                        .myRights(mailbox, session.getMailboxSession())
                        .contains(Right.Write)) {
            Answers.no(responder, request, "NOPERM", "you may not change what is shared of that mailbox");
        } else if (metadata.set(mailbox.getMailboxId(), session.getUserName(), request.entries(), bounds.entries())) {
            okComplete(request, responder);
        } else {
            Answers.no(responder, request, "METADATA TOOMANY", "at most " + bounds.entries() + " entries");
        }
    }
}
