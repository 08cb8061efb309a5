package io.gongmail.server.imap;

import io.gongmail.store.mail.quota.AccountQuotas;
import java.util.List;
import org.apache.james.imap.api.ImapConfiguration;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/**
 * APPEND (RFC 9051 §6.3.12), of several messages at once too (RFC 3502): together they are as large as one may be, and a message
 * of no octets takes all back.
 *
 * <p>A message whose header has octets over 127 is taken whether UTF8=ACCEPT is enabled or not. RFC 9755 §4 would have it refused
 * before; but people bring mail of twenty years with headers in raw EUC-KR, and to lose it is worse.
 */
final class Append extends AbstractMailboxProcessor<AppendRequested> implements CapabilityImplementingProcessor {
    private static final int MOST_MESSAGES = 100;

    private final Deposit deposit;
    private List<Capability> capabilities = List.of();

    Append(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics, AccountQuotas quotas) {
        super(AppendRequested.class, mailboxes, answers, metrics);
        this.deposit = new Deposit(mailboxes, answers, quotas);
    }

    @Override
    public void configure(ImapConfiguration configuration) {
        capabilities = List.of(
                Capability.of("MULTIAPPEND"),
                Capability.of("APPENDLIMIT=" + configuration.getAppendLimit().orElseThrow())); // RFC 7889 §3
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return capabilities;
    }

    @Override
    protected Mono<Void> processRequestReactive(AppendRequested request, ImapSession session, Responder responder) {
        List<AppendedMessage> messages = request.messages();
        if (messages.size() > MOST_MESSAGES) {
            Answers.no(responder, request, "LIMIT", "at most " + MOST_MESSAGES + " messages at once");
            return Mono.empty();
        }
        if (messages.stream().anyMatch(message -> message.size() == 0)) {
            // RFC 3502 §6.3.11: so a client cancels what it began.
            Answers.no(responder, request, "CANNOT", "a message of no octets: nothing was appended");
            return Mono.empty();
        }
        return deposit.put(request.mailbox(), messages, session)
                .flatMap(done -> unsolicitedResponses(session, responder, false)
                        .then(Mono.<Void>fromRunnable(() -> okComplete(request, done.where(), responder))))
                .onErrorResume(
                        MailboxException.class,
                        e -> Mono.fromRunnable(() -> deposit.failed(e, request, session, responder)));
    }

    @Override
    protected MDCBuilder mdc(AppendRequested request) {
        return MDCBuilder.create().addToContext(MDCBuilder.ACTION, "APPEND");
    }
}
