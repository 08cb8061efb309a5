package io.gongmail.server.imap;

import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.MyRightsRequest;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.metrics.api.MetricFactory;

/** MYRIGHTS (RFC 4314 §3.5), which whoever sees the mailbox may ask. */
final class MyRights extends RightsCommand<MyRightsRequest> {
    MyRights(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics) {
        super(MyRightsRequest.class, mailboxes, answers, metrics);
    }

    @Override
    String mailbox(MyRightsRequest request) {
        return request.getMailboxName();
    }

    @Override
    boolean allowed(Mailbox mailbox, ImapSession session) {
        return true;
    }

    @Override
    void work(MyRightsRequest request, Mailbox mailbox, ImapSession session, Responder responder)
            throws MailboxException {
        responder.respond(new RightsAnswer.Mine(
                request.getMailboxName(), getMailboxManager().myRights(mailbox, session.getMailboxSession())));
        okComplete(request, responder);
    }
}
