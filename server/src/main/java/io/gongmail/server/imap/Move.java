package io.gongmail.server.imap;

import java.util.List;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.MoveRequest;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** MOVE. What has moved when the rest does not fit stays where it is: each message is in one place (RFC 6851 §3.3). */
final class Move extends Transfer<MoveRequest> implements CapabilityImplementingProcessor {
    Move(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics) {
        super(MoveRequest.class, mailboxes, answers, metrics);
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return List.of(ImapConstants.SUPPORTS_MOVE);
    }

    @Override
    Flux<MessageRange> transfer(MessageRange messages, MailboxId from, MailboxId target, MailboxSession session) {
        return Flux.from(getMailboxManager().moveMessagesReactive(messages, from, target, session));
    }

    @Override
    Mono<Void> undone(MessageManager target, List<IdRange> there, MailboxSession session) {
        return Mono.empty();
    }
}
