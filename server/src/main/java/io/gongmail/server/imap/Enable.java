package io.gongmail.server.imap;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.CapabilityProcessor;
import org.apache.james.imap.processor.EnableProcessor;
import org.apache.james.imap.processor.PermitEnableCapabilityProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * ENABLE (RFC 9051 §6.3.1). James' own keeps who can be enabled in a static list, so a second server of the process, or one
 * started after another was closed, would ask the first one's mailboxes.
 */
final class Enable extends EnableProcessor {
    private final List<PermitEnableCapabilityProcessor> enabling = new ArrayList<>();
    private final CapabilityProcessor capabilities;

    Enable(
            MailboxManager mailboxes,
            StatusResponseFactory answers,
            MetricFactory metrics,
            CapabilityProcessor capabilities) {
        super(mailboxes, answers, metrics, capabilities);
        this.capabilities = capabilities;
    }

    @Override
    public void addProcessor(PermitEnableCapabilityProcessor processor) {
        enabling.add(processor);
    }

    @Override
    public Mono<Set<Capability>> enable(
            ImapRequest request, Responder responder, ImapSession session, List<Capability> asked) {
        Set<Capability> supported = capabilities.getSupportedCapabilities(session);
        return Flux.fromIterable(new LinkedHashSet<>(asked))
                .filter(supported::contains)
                .concatMap(capability -> Flux.fromIterable(enabling)
                        .filter(each ->
                                each.getPermitEnableCapabilities(session).contains(capability))
                        .next()
                        .flatMap(each -> each.enable(request, responder, session, capability)
                                .thenReturn(capability)))
                .collectList()
                .map(enabled -> {
                    Set<Capability> set = new LinkedHashSet<>(enabled);
                    getEnabledCapabilities(session).addAll(set);
                    return set;
                });
    }
}
