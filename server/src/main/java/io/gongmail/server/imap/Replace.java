package io.gongmail.server.imap;

import io.gongmail.store.mail.quota.AccountQuotas;
import java.util.List;
import java.util.Optional;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.NullableMessageSequenceNumber;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/**
 * REPLACE (RFC 8508 §3): a message goes in and another goes, or neither. James' appends before it looks whether there is one to
 * replace, so that a wrong number leaves both.
 */
final class Replace extends AbstractMailboxProcessor<ReplaceRequested> implements CapabilityImplementingProcessor {
    private final Deposit deposit;

    Replace(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics, AccountQuotas quotas) {
        super(ReplaceRequested.class, mailboxes, answers, metrics);
        this.deposit = new Deposit(mailboxes, answers, quotas);
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return List.of(Capability.of("REPLACE"));
    }

    @Override
    protected Mono<Void> processRequestReactive(ReplaceRequested request, ImapSession session, Responder responder) {
        SelectedMailbox selected = session.getSelected();
        MailboxSession user = session.getMailboxSession();
        Optional<MessageUid> old = replaced(request, selected);
        if (old.isEmpty()) {
            if (request.isUid()) {
                Answers.no(responder, request, "NONEXISTENT", "there is no such message to replace");
            } else {
                taggedBad(request, responder, HumanReadableText.INVALID_MESSAGESET);
            }
            return Mono.empty();
        }
        return deposit.put(request.mailbox(), List.of(request.message()), session)
                .flatMap(done -> Mono.from(selected.getMessageManager().deleteReactive(List.of(old.get()), user))
                        .onErrorResume(e -> done.undo(user).then(Mono.error(e)))
                        .then(Mono.fromRunnable(() -> {
                            selected.removeRecent(old.get());
                            // §3.2: before the old one is told gone.
                            responder.respond(getStatusResponseFactory()
                                    .untaggedOk(HumanReadableText.REPLACE_READY, done.where()));
                        }))
                        .then(Mono.defer(() -> unsolicitedResponses(session, responder, request.isUid())))
                        .then(Mono.<Void>fromRunnable(() -> okComplete(request, responder))))
                .onErrorResume(
                        MailboxException.class,
                        e -> Mono.fromRunnable(() -> deposit.failed(e, request, session, responder)));
    }

    private static Optional<MessageUid> replaced(ReplaceRequested request, SelectedMailbox selected) {
        if (request.id() == 0) {
            return selected.getLastUid();
        }
        if (!request.isUid()) {
            return request.id() > Integer.MAX_VALUE ? Optional.empty() : selected.uid((int) request.id());
        }
        MessageUid uid = MessageUid.of(request.id());
        NullableMessageSequenceNumber number = selected.msn(uid);
        return number.foldSilent(Optional::empty, any -> Optional.of(uid));
    }

    @Override
    protected MDCBuilder mdc(ReplaceRequested request) {
        return MDCBuilder.create().addToContext(MDCBuilder.ACTION, "REPLACE");
    }
}
