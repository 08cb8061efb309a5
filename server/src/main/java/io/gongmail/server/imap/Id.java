package io.gongmail.server.imap;

import java.util.Map;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.IDRequest;
import org.apache.james.imap.processor.IdProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** ID (RFC 2971): James' answer, and the client's name is noted for the account it is used with. */
final class Id extends IdProcessor {
    private final Entrance entrance;

    Id(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics, Entrance entrance) {
        super(mailboxes, answers, metrics);
        this.entrance = entrance;
    }

    @Override
    protected Mono<Void> processRequestReactive(IDRequest request, ImapSession session, Responder responder) {
        return super.processRequestReactive(request, session, responder)
                .then(Mono.fromRunnable(() -> entrance.identify(session, name(request))));
    }

    /** Field names are in any case (RFC 2971 §3.3); the version is left out, since it changes. */
    private static String name(IDRequest request) {
        return request.getParameters().orElse(Map.of()).entrySet().stream()
                .filter(field -> field.getKey().equalsIgnoreCase("name") && field.getValue() != null)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
