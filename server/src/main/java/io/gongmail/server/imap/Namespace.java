package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.OtherUsers;
import java.util.List;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.NamespaceRequest;
import org.apache.james.imap.message.response.NamespaceResponse;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/** NAMESPACE (RFC 2342): one's own mailboxes, and those that others share. */
final class Namespace extends AbstractMailboxProcessor<NamespaceRequest> implements CapabilityImplementingProcessor {
    private static final char DELIMITER = MailboxConstants.DEFAULT_DELIMITER;

    Namespace(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics) {
        super(NamespaceRequest.class, mailboxes, answers, metrics);
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return List.of(ImapConstants.SUPPORTS_NAMESPACES);
    }

    @Override
    @SuppressWarnings("NullAway") // James takes null for a kind of which there is none, and writes NIL.
    protected Mono<Void> processRequestReactive(NamespaceRequest request, ImapSession session, Responder responder) {
        responder.respond(new NamespaceResponse(
                List.of(new NamespaceResponse.Namespace("", DELIMITER)),
                List.of(new NamespaceResponse.Namespace(OtherUsers.ROOT, DELIMITER)), // the delimiter is added
                null));
        return unsolicitedResponses(session, responder, false)
                .then(Mono.fromRunnable(() -> okComplete(request, responder)));
    }

    @Override
    protected MDCBuilder mdc(NamespaceRequest request) {
        return MDCBuilder.create().addToContext(MDCBuilder.ACTION, "NAMESPACE");
    }
}
