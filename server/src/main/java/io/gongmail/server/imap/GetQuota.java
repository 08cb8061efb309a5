package io.gongmail.server.imap;

import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.mail.quota.AccountQuotas.Held;
import org.apache.james.core.Username;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.GetQuotaRequest;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/**
 * GETQUOTA (RFC 9208 §4.1.1): one root for each account that has a limit, named by its address, and told to its owner alone.
 * Another's is not told from none.
 */
final class GetQuota extends AbstractMailboxProcessor<GetQuotaRequest> {
    private final AccountQuotas quotas;

    GetQuota(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics, AccountQuotas quotas) {
        super(GetQuotaRequest.class, mailboxes, answers, metrics);
        this.quotas = quotas;
    }

    @Override
    protected Mono<Void> processRequestReactive(GetQuotaRequest request, ImapSession session, Responder responder) {
        return Mono.fromRunnable(() -> {
            Username user = session.getUserName();
            Held held = quotas.held(user);
            if (held.most().isPresent() && request.getQuotaRoot().equalsIgnoreCase(user.asString())) {
                responder.respond(new QuotaAnswer.OfRoot(
                        user.asString(), held.octets(), held.most().getAsLong()));
                okComplete(request, responder);
            } else {
                Answers.no(responder, request, "NONEXISTENT", "there is no such quota root");
            }
        });
    }

    @Override
    protected MDCBuilder mdc(GetQuotaRequest request) {
        return MDCBuilder.create().addToContext(MDCBuilder.ACTION, "GETQUOTA");
    }
}
