package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.OtherUsers;
import io.gongmail.store.mail.quota.AccountQuotas;
import io.gongmail.store.mail.quota.AccountQuotas.Held;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.main.DeniedAccessOnSharedMailboxException;
import org.apache.james.imap.main.PathConverter;
import org.apache.james.imap.message.request.GetQuotaRootRequest;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/**
 * GETQUOTAROOT (RFC 9208 §4.1.2). Every mailbox counts in its owner's root, or in none where there is no limit. Storage alone is
 * limited; limits are set by command, so QUOTASET is not announced.
 */
final class GetQuotaRoot extends AbstractMailboxProcessor<GetQuotaRootRequest>
        implements CapabilityImplementingProcessor {
    private static final List<Capability> CAPABILITIES =
            List.of(ImapConstants.SUPPORTS_QUOTA, ImapConstants.SUPPORTS_QUOTA_RES_STORAGE);

    private final AccountQuotas quotas;

    GetQuotaRoot(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics, AccountQuotas quotas) {
        super(GetQuotaRootRequest.class, mailboxes, answers, metrics);
        this.quotas = quotas;
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return CAPABILITIES;
    }

    @Override
    protected Mono<Void> processRequestReactive(GetQuotaRootRequest request, ImapSession session, Responder responder) {
        return Mono.defer(() -> isThere(request, session))
                .onErrorReturn(DeniedAccessOnSharedMailboxException.class, false)
                .doOnNext(there -> {
                    if (there) {
                        tell(request, session, responder);
                        okComplete(request, responder);
                    } else {
                        Answers.no(responder, request, "NONEXISTENT", "there is no such mailbox"); // RFC 5530 §3
                    }
                })
                .then();
    }

    private static MailboxPath path(GetQuotaRootRequest request, ImapSession session) {
        return PathConverter.forSession(session).buildFullPath(request.getMailboxName());
    }

    private Mono<Boolean> isThere(GetQuotaRootRequest request, ImapSession session) {
        return Mono.from(getMailboxManager().mailboxExists(path(request, session), session.getMailboxSession()));
    }

    private void tell(GetQuotaRootRequest request, ImapSession session, Responder responder) {
        Username user = session.getUserName();
        Held held = quotas.held(user);
        // How much another holds is not told to whom a mailbox is shared with.
        boolean limited = held.most().isPresent() && !OtherUsers.keeps(path(request, session));
        responder.respond(new QuotaAnswer.OfMailbox(
                request.getMailboxName(), limited ? Optional.of(user.asString()) : Optional.empty()));
        if (limited) {
            responder.respond(new QuotaAnswer.OfRoot(
                    user.asString(), held.octets(), held.most().getAsLong()));
        }
    }

    @Override
    protected MDCBuilder mdc(GetQuotaRootRequest request) {
        return MDCBuilder.create().addToContext(MDCBuilder.ACTION, "GETQUOTAROOT");
    }
}
