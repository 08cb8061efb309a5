package io.gongmail.server.imap;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.message.request.CopyRequest;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** COPY. Of what does not fit whole nothing stays (RFC 9051 §6.4.7). */
final class Copy extends Transfer<CopyRequest> {
    Copy(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics) {
        super(CopyRequest.class, mailboxes, answers, metrics);
    }

    @Override
    Flux<MessageRange> transfer(MessageRange messages, MailboxId from, MailboxId target, MailboxSession session) {
        return Flux.from(getMailboxManager().copyMessagesReactive(messages, from, target, session));
    }

    @Override
    Mono<Void> undone(MessageManager target, List<IdRange> there, MailboxSession session) {
        List<MessageUid> copies = new ArrayList<>();
        there.forEach(range -> range.forEach(uid -> copies.add(MessageUid.of(uid))));
        return copies.isEmpty() ? Mono.empty() : Mono.from(target.deleteReactive(copies, session));
    }
}
