package io.gongmail.server.imap;

import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.DeleteACLRequest;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.EditMode;
import org.apache.james.metrics.api.MetricFactory;

/** DELETEACL (RFC 4314 §3.2). */
final class DeleteAcl extends RightsCommand<DeleteACLRequest> {
    private final SharingRecords records;
    private final RightsChange change;

    DeleteAcl(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics, SharingRecords records) {
        super(DeleteACLRequest.class, mailboxes, answers, metrics);
        this.records = records;
        this.change = new RightsChange(mailboxes, records);
    }

    @Override
    String mailbox(DeleteACLRequest request) {
        return request.getMailboxName();
    }

    @Override
    void work(DeleteACLRequest request, Mailbox mailbox, ImapSession session, Responder responder)
            throws MailboxException {
        Optional<Username> account = records.account(request.getIdentifier());
        if (account.isEmpty()) {
            Answers.no(responder, request, "CANNOT", SetAcl.NO_ACCOUNT);
        } else if (account.get().equals(mailbox.getUser())) {
            Answers.no(responder, request, "CANNOT", RightsChange.OF_OWNER);
        } else {
            change.make(path(request, session), mailbox, account.get(), EditMode.REPLACE, MailboxACL.NO_RIGHTS, session)
                    .ifPresentOrElse(
                            refused -> Answers.no(responder, request, refused.code(), refused.text()),
                            () -> okComplete(request, responder));
        }
    }
}
