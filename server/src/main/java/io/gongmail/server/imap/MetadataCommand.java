package io.gongmail.server.imap;

import java.util.List;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL.Rfc4314Rights;
import org.apache.james.mailbox.model.MailboxACL.Right;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** A command of METADATA (RFC 5464), on a mailbox or on the server, of which there is nothing to note. */
abstract class MetadataCommand<R extends ImapRequest> extends RightsCommand<R> {
    private static final List<Capability> CAPABILITIES = List.of(Capability.of("METADATA"));
    private static final List<Right> ONE_OF =
            List.of(Right.Read, Right.WriteSeenFlag, Right.Write, Right.Insert, Right.Post);

    MetadataCommand(Class<R> command, MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics) {
        super(command, mailboxes, answers, metrics);
    }

    /** Answers for the server. */
    abstract void ofServer(R request, Responder responder);

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return CAPABILITIES;
    }

    @Override
    protected Mono<Void> processRequestReactive(R request, ImapSession session, Responder responder) {
        return mailbox(request).isEmpty()
                ? Mono.fromRunnable(() -> ofServer(request, responder))
                : super.processRequestReactive(request, session, responder);
    }

    /** §3.3: "the "l" right and any one of the "r", "s", "w", "i", or "p" rights". */
    @Override
    boolean allowed(Mailbox mailbox, ImapSession session) throws MailboxException {
        Rfc4314Rights rights = getMailboxManager().myRights(mailbox, session.getMailboxSession());
        return rights.contains(Right.Lookup) && ONE_OF.stream().anyMatch(rights::contains);
    }
}
