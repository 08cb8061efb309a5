package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MailReader;
import java.util.Optional;
import org.apache.james.events.EventBus;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.ExamineRequest;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;

/** EXAMINE: whoever looks this way changes nothing, \Recent neither (RFC 9051 §6.3.3). */
final class Examine extends Selection<ExamineRequest> {
    Examine(
            MailboxManager mailboxes,
            EventBus events,
            StatusResponseFactory answers,
            MetricFactory metrics,
            MailReader reader,
            Resync resync,
            Listing listing) {
        super(ExamineRequest.class, true, mailboxes, events, answers, metrics, reader, resync, listing);
    }

    @Override
    Optional<StatusResponse> warning(ImapSession session) {
        return Optional.empty();
    }
}
