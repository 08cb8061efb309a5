package io.gongmail.server.imap;

import java.util.List;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.LoginRequest;
import org.apache.james.imap.processor.LoginProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** LOGIN (RFC 9051 §6.2.3), by {@link Entrance} and no other way. */
final class Login extends LoginProcessor {
    private final Entrance entrance;

    Login(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics, Entrance entrance) {
        super(mailboxes, answers, metrics);
        this.entrance = entrance;
    }

    @Override
    protected Mono<Void> processRequestReactive(LoginRequest request, ImapSession session, Responder responder) {
        return entrance.enter(
                request,
                request.getUserid().asString(),
                "",
                request.getPassword().toCharArray(),
                session,
                responder);
    }

    @Override
    protected void processRequest(LoginRequest request, ImapSession session, Responder responder) {
        throw new IllegalStateException("LOGIN is processed reactively");
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return List.of();
    }
}
