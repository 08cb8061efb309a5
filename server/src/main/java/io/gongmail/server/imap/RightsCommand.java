package io.gongmail.server.imap;

import java.util.List;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.DeniedAccessOnSharedMailboxException;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.MailboxNotFoundException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/**
 * A command of RFC 4314 §3. It needs {@code a} (§4); who may not look the mailbox up is told that there is none (§6), and who may,
 * but lacks {@code a}, that it is not theirs to do.
 */
abstract class RightsCommand<R extends ImapRequest> extends AbstractMailboxProcessor<R>
        implements CapabilityImplementingProcessor {
    private static final List<Capability> CAPABILITIES =
            List.of(ImapConstants.SUPPORTS_ACL, Capability.of("RIGHTS=texk"));

    RightsCommand(Class<R> command, MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics) {
        super(command, mailboxes, answers, metrics);
    }

    abstract String mailbox(R request);

    /** Does it, for somebody who may; blocks. */
    abstract void work(R request, Mailbox mailbox, ImapSession session, Responder responder) throws MailboxException;

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return CAPABILITIES;
    }

    @Override
    protected Mono<Void> processRequestReactive(R request, ImapSession session, Responder responder) {
        return Mono.defer(() -> {
                    try {
                        checked(request, session, responder);
                        return Mono.<Void>empty();
                    } catch (MailboxException e) {
                        return Mono.error(e);
                    }
                })
                .onErrorResume(
                        e -> e instanceof MailboxNotFoundException || e instanceof DeniedAccessOnSharedMailboxException,
                        e -> Mono.fromRunnable(
                                () -> Answers.no(responder, request, "NONEXISTENT", "there is no such mailbox")));
    }

    private void checked(R request, ImapSession session, Responder responder) throws MailboxException {
        Mailbox mailbox = getMailboxManager()
                .getMailbox(path(request, session), session.getMailboxSession())
                .getMailboxEntity();
        if (allowed(mailbox, session)) {
            work(request, mailbox, session, responder);
        } else {
            Answers.no(responder, request, "NOPERM", "you may not do this with that mailbox");
        }
    }

    MailboxPath path(R request, ImapSession session) {
        return PathConverter.forSession(session).buildFullPath(mailbox(request));
    }

    boolean allowed(Mailbox mailbox, ImapSession session) throws MailboxException {
        return getMailboxManager()
                .myRights(mailbox, session.getMailboxSession())
                .contains(Right.Administer);
    }

    @Override
    protected MDCBuilder mdc(R request) {
        return MDCBuilder.create()
                .addToContext(MDCBuilder.ACTION, request.getCommand().getName());
    }
}
