package io.gongmail.server.imap;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.EnableRequest;
import org.apache.james.imap.processor.CapabilityProcessor;
import org.apache.james.imap.processor.EnableProcessor;
import org.apache.james.imap.processor.PermitEnableCapabilityProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * ENABLE (RFC 9051 §6.3.1), of UTF8=ACCEPT (RFC 9755) and IMAP4rev2 (RFC 9051 appendix A) too. James' own keeps who can be enabled in
 * a static list, so a second server of the process, or one started after another was closed, would ask the first one's mailboxes.
 */
final class Enable extends EnableProcessor {
    /** They change the language of the session, not what a command does. */
    private static final List<Capability> LANGUAGES = List.of(Enabled.UTF8_ACCEPT, Enabled.IMAP4_REV2);

    private static final HumanReadableText TOO_LATE =
            new HumanReadableText("gongmail.enable", "failed. That is for before a mailbox is selected");

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
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        List<Capability> implemented = new ArrayList<>(super.getImplementedCapabilities(session));
        implemented.addAll(LANGUAGES);
        return implemented;
    }

    @Override
    protected Mono<Void> processRequestReactive(EnableRequest request, ImapSession session, Responder responder) {
        if (session.getSelected() != null && request.getCapabilities().stream().anyMatch(LANGUAGES::contains)) {
            taggedBad(request, responder, TOO_LATE); // RFC 9755 §3: "only valid in the authenticated state"
            return Mono.empty();
        }
        return super.processRequestReactive(request, session, responder);
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
                .concatMap(capability -> LANGUAGES.contains(capability)
                        ? Mono.just(capability)
                        : Flux.fromIterable(enabling)
                                .filter(each -> each.getPermitEnableCapabilities(session)
                                        .contains(capability))
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
