package io.gongmail.server.imap;

import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.StatusRequest;
import org.apache.james.imap.processor.StatusProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** STATUS, which looks whether the mailbox is there: James' finds out by a fault, and logs its stack each time. */
final class Status extends StatusProcessor {
    Status(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics) {
        super(mailboxes, answers, metrics);
    }

    @Override
    protected Mono<Void> processRequestReactive(StatusRequest request, ImapSession session, Responder responder) {
        MailboxPath path = PathConverter.forSession(session).buildFullPath(request.getMailboxName());
        return Mono.from(getMailboxManager().mailboxExists(path, session.getMailboxSession()))
                .flatMap(there -> there
                        ? super.processRequestReactive(request, session, responder)
                        : Mono.<Void>fromRunnable(
                                () -> no(request, responder, HumanReadableText.FAILURE_NO_SUCH_MAILBOX)));
    }
}
