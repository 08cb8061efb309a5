package io.gongmail.server.imap;

import io.gongmail.store.mail.quota.AccountQuotas;
import org.apache.james.core.Username;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.AppendRequest;
import org.apache.james.imap.processor.AppendProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** APPEND which tells a full agency from a full account (RFC 9208 §4.3.1): its owner can make no room for that. */
final class Append extends AppendProcessor {
    /** Told of COPY too. */
    static final String AGENCY_FULL = "all mailboxes of your agency together are full; tell its administrator";

    private final AccountQuotas quotas;

    Append(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics, AccountQuotas quotas) {
        super(mailboxes, answers, metrics);
        this.quotas = quotas;
    }

    @Override
    protected Mono<Void> processRequestReactive(AppendRequest request, ImapSession session, Responder responder) {
        return super.processRequestReactive(request, session, new Telling(responder, request, session.getUserName()));
    }

    private final class Telling implements Responder {
        private final Responder responder;
        private final AppendRequest request;
        private final Username user;

        Telling(Responder responder, AppendRequest request, Username user) {
            this.responder = responder;
            this.request = request;
            this.user = user;
        }

        @Override
        public void respond(ImapResponseMessage message) {
            boolean full = message instanceof StatusResponse status
                    && status.getTag() != null
                    && StatusResponse.ResponseCode.overQuota().equals(status.getResponseCode());
            if (full && quotas.shared().full(user).isPresent()) {
                Answers.no(responder, request, "OVERQUOTA", AGENCY_FULL);
            } else {
                responder.respond(message);
            }
        }

        @Override
        public void flush() {
            responder.flush();
        }
    }
}
