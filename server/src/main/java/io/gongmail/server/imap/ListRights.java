package io.gongmail.server.imap;

import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.ListRightsRequest;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.metrics.api.MetricFactory;

/** LISTRIGHTS (RFC 4314 §3.4): an owner has all rights, everybody else can be given each by itself. */
final class ListRights extends RightsCommand<ListRightsRequest> {
    private final SharingRecords records;

    ListRights(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics, SharingRecords records) {
        super(ListRightsRequest.class, mailboxes, answers, metrics);
        this.records = records;
    }

    @Override
    String mailbox(ListRightsRequest request) {
        return request.getMailboxName();
    }

    @Override
    void work(ListRightsRequest request, Mailbox mailbox, ImapSession session, Responder responder) {
        Optional<Username> account = records.account(request.getIdentifier());
        if (account.isEmpty()) {
            Answers.no(responder, request, "CANNOT", SetAcl.NO_ACCOUNT);
            return;
        }
        responder.respond(new RightsAnswer.Grantable(
                request.getMailboxName(),
                request.getIdentifier(), // §3.4: "always return the same form of an identifier as specified"
                account.get().equals(mailbox.getUser())));
        okComplete(request, responder);
    }
}
