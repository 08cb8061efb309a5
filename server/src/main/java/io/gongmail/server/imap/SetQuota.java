package io.gongmail.server.imap;

import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.SetQuotaRequest;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/** SETQUOTA (RFC 9208 §4.1.3): nobody sets a limit by a mail program, the capability for it is not announced. */
final class SetQuota extends AbstractMailboxProcessor<SetQuotaRequest> {
    SetQuota(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics) {
        super(SetQuotaRequest.class, mailboxes, answers, metrics);
    }

    @Override
    protected Mono<Void> processRequestReactive(SetQuotaRequest request, ImapSession session, Responder responder) {
        return Mono.fromRunnable(() -> Answers.no(responder, request, "NOPERM", "limits are set by administrators"));
    }

    @Override
    protected MDCBuilder mdc(SetQuotaRequest request) {
        return MDCBuilder.create().addToContext(MDCBuilder.ACTION, "SETQUOTA");
    }
}
