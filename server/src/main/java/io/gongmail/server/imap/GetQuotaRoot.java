package io.gongmail.server.imap;

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
                        tell(request, session.getUserName(), responder);
                        okComplete(request, responder);
                    } else {
                        Answers.no(responder, request, "NONEXISTENT", "there is no such mailbox"); // RFC 5530 §3
                    }
                })
                .then();
    }

    /** Of one's own: James knows no way to another's. */
    private Mono<Boolean> isThere(GetQuotaRootRequest request, ImapSession session) {
        MailboxPath path = PathConverter.forSession(session).buildFullPath(request.getMailboxName());
        return Mono.from(getMailboxManager().mailboxExists(path, session.getMailboxSession()));
    }

    private void tell(GetQuotaRootRequest request, Username user, Responder responder) {
        Held held = quotas.held(user);
        boolean limited = held.most().isPresent();
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
