package io.gongmail.server.imap;

import org.apache.james.events.EventBus;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest.ClientSpecifiedUidValidity;
import org.apache.james.imap.message.request.ExamineRequest;
import org.apache.james.imap.processor.ExamineProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** EXAMINE which tells what a client missed (RFC 7162 §3.2.5). */
final class Examine extends ExamineProcessor {
    private final Resync resync;

    Examine(
            MailboxManager mailboxes,
            EventBus events,
            StatusResponseFactory answers,
            MetricFactory metrics,
            Resync resync) {
        super(mailboxes, events, answers, metrics);
        this.resync = resync;
    }

    @Override
    protected Mono<Void> processRequestReactive(ExamineRequest request, ImapSession session, Responder responder) {
        if (!Resync.isAsked(request, session)) {
            return super.processRequestReactive(request, session, responder);
        }
        ExamineRequest plain = new ExamineRequest(
                request.getMailboxName(),
                true,
                ClientSpecifiedUidValidity.UNKNOWN,
                null,
                null,
                null,
                null,
                request.getTag());
        return resync.selected(request, session, responder, held -> super.processRequestReactive(plain, session, held));
    }
}
