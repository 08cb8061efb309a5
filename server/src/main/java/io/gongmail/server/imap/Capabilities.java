package io.gongmail.server.imap;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.imap.message.request.CapabilityRequest;
import org.apache.james.imap.processor.CapabilityProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/**
 * CAPABILITY (RFC 9051 §6.1.1). Before sign-in literals that do not wait are promised for small ones alone (RFC 7888 §5), since
 * larger ones end the connection then.
 */
final class Capabilities extends CapabilityProcessor {
    private static final String RIGHTS = "RIGHTS=";
    private static final Capability SMALL = Capability.of("LITERAL-");

    Capabilities(MailboxManager mailboxes, StatusResponseFactory answers, MetricFactory metrics) {
        super(mailboxes, answers, metrics);
    }

    @Override
    protected Mono<Void> processRequestReactive(CapabilityRequest request, ImapSession session, Responder responder) {
        responder.respond(new Told(getSupportedCapabilities(session).stream()
                .map(Capability::asString)
                .sorted()
                .toList()));
        return unsolicitedResponses(session, responder, false)
                .then(Mono.fromRunnable(() -> okComplete(request, responder)));
    }

    /** James writes all in upper case, and rights are lower (RFC 4314 §7, {@code new-rights}). */
    private record Told(List<String> names) implements WrittenAnswer {
        @Override
        public void write(ImapResponseComposer to) throws IOException {
            to.untagged().message("CAPABILITY");
            for (String name : names) {
                to.message(
                        name.startsWith(RIGHTS)
                                ? RIGHTS + name.substring(RIGHTS.length()).toLowerCase(Locale.ROOT)
                                : name);
            }
            to.end();
        }
    }

    @Override
    public Set<Capability> getSupportedCapabilities(ImapSession session) {
        Set<Capability> supported = new HashSet<>(super.getSupportedCapabilities(session));
        if (session.getMailboxSession() == null && supported.remove(ImapConstants.SUPPORTS_LITERAL_PLUS)) {
            supported.add(SMALL);
        }
        return supported;
    }
}
