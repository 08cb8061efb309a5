package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MailReader;
import io.gongmail.store.mail.quota.AccountQuotas;
import java.util.Optional;
import org.apache.james.events.EventBus;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.SelectRequest;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;

/** SELECT, which says beside its answer that the account is full, while mail for it waits (RFC 9208 §4.3.1). */
final class Select extends Selection<SelectRequest> {
    private static final HumanReadableText FULL =
            new HumanReadableText("gongmail.full", "the mailbox is full, and new mail waits");

    private final AccountQuotas quotas;

    Select(
            MailboxManager mailboxes,
            EventBus events,
            StatusResponseFactory answers,
            MetricFactory metrics,
            MailReader reader,
            Resync resync,
            Listing listing,
            AccountQuotas quotas) {
        super(SelectRequest.class, false, mailboxes, events, answers, metrics, reader, resync, listing);
        this.quotas = quotas;
    }

    @Override
    Optional<StatusResponse> warning(ImapSession session) {
        return quotas.isFull(session.getUserName())
                ? Optional.of(getStatusResponseFactory().untaggedNo(FULL, StatusResponse.ResponseCode.overQuota()))
                : Optional.empty();
    }
}
