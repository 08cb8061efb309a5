package io.gongmail.server.imap;

import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.mail.quota.AccountQuotas.Held;
import java.util.OptionalLong;
import org.apache.james.events.EventBus;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.AbstractMailboxSelectionRequest.ClientSpecifiedUidValidity;
import org.apache.james.imap.message.request.SelectRequest;
import org.apache.james.imap.processor.SelectProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/**
 * SELECT which tells what a client missed (RFC 7162 §3.2.5), and says beside its answer that the account is full, while mail for
 * it waits (RFC 9208 §4.3.1).
 */
final class Select extends SelectProcessor {
    private static final HumanReadableText FULL =
            new HumanReadableText("gongmail.full", "the mailbox is full, and new mail waits");

    private final AccountQuotas quotas;
    private final Resync resync;

    Select(
            MailboxManager mailboxes,
            EventBus events,
            StatusResponseFactory answers,
            MetricFactory metrics,
            AccountQuotas quotas,
            Resync resync) {
        super(mailboxes, events, answers, metrics);
        this.quotas = quotas;
        this.resync = resync;
    }

    @Override
    protected Mono<Void> processRequestReactive(SelectRequest request, ImapSession session, Responder responder) {
        return Mono.fromCallable(() -> quotas.held(session.getUserName()))
                .map(Held::room)
                .flatMap(room -> select(
                        request,
                        session,
                        room.equals(OptionalLong.of(0))
                                ? new Warning(responder, getStatusResponseFactory())
                                : responder));
    }

    private Mono<Void> select(SelectRequest request, ImapSession session, Responder responder) {
        if (!Resync.isAsked(request, session)) {
            return super.processRequestReactive(request, session, responder);
        }
        SelectRequest plain = new SelectRequest(
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

    /** Only where a mailbox was selected: without one the code must not be sent. */
    private record Warning(Responder responder, StatusResponseFactory answers) implements Responder {
        @Override
        public void respond(ImapResponseMessage message) {
            if (message instanceof StatusResponse status
                    && status.getTag() != null
                    && status.getServerResponseType() == StatusResponse.Type.OK) {
                responder.respond(answers.untaggedNo(FULL, StatusResponse.ResponseCode.overQuota()));
            }
            responder.respond(message);
        }

        @Override
        public void flush() {
            responder.flush();
        }
    }
}
