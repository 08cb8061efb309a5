package io.gongmail.server.imap;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.GetACLRequest;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.metrics.api.MetricFactory;

/** GETACL (RFC 4314 §3.3). The owner is named first, and accounts that are closed are not. */
final class GetAcl extends RightsCommand<GetACLRequest> {
    private final SharingRecords records;

    GetAcl(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics, SharingRecords records) {
        super(GetACLRequest.class, mailboxes, answers, metrics);
        this.records = records;
    }

    @Override
    String mailbox(GetACLRequest request) {
        return request.getMailboxName();
    }

    @Override
    void work(GetACLRequest request, Mailbox mailbox, ImapSession session, Responder responder) {
        Map<String, Rfc4314Rights> rights = new LinkedHashMap<>();
        rights.put(mailbox.getUser().asString(), MailboxACL.FULL_RIGHTS);
        mailbox.getACL().getEntries().forEach((key, each) -> {
            if (records.account(key.getName()).isPresent()) {
                rights.putIfAbsent(key.serialize(), each);
            }
        });
        responder.respond(new RightsAnswer.Acl(request.getMailboxName(), rights));
        okComplete(request, responder);
    }
}
