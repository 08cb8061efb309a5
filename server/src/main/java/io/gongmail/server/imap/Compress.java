package io.gongmail.server.imap;

import java.util.List;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.CompressRequest;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/**
 * COMPRESS (RFC 4978), once signed in: before, strangers could have us inflate what they send, and a password that is
 * compressed beside what another may choose can be guessed by the lengths of packets, which encryption does not hide.
 */
final class Compress extends AbstractMailboxProcessor<CompressRequest> implements CapabilityImplementingProcessor {
    private static final List<Capability> CAPABILITIES = List.of(Capability.of("COMPRESS=DEFLATE"));

    private final CompressedConnections connections;

    Compress(
            MailboxManager mailboxes,
            StatusResponseFactory answers,
            MetricFactory metrics,
            CompressedConnections connections) {
        super(CompressRequest.class, mailboxes, answers, metrics);
        this.connections = connections;
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return session.getMailboxSession() != null && connections.areAllowed() ? CAPABILITIES : List.of();
    }

    @Override
    protected Mono<Void> processRequestReactive(CompressRequest request, ImapSession session, Responder responder) {
        return Mono.fromRunnable(() -> work(request, session, responder));
    }

    private void work(CompressRequest request, ImapSession session, Responder responder) {
        CommandDecoder connection = CommandDecoder.of(session);
        if (!request.getAlgorithm().equalsIgnoreCase("DEFLATE")) {
            taggedBad(request, responder, HumanReadableText.ILLEGAL_ARGUMENTS); // §5: the only algorithm
        } else if (session.getMailboxSession() == null) {
            Answers.no(responder, request, "CANNOT", "compression begins after sign-in");
        } else if (connection.isCompressed()) {
            Answers.no(responder, request, "COMPRESSIONACTIVE", "DEFLATE is active already"); // §3
        } else if (!connections.take()) {
            Answers.no(responder, request, "LIMIT", "too many connections are compressed; this one goes on as it is");
        } else {
            connection.whenClosed(connections::free);
            okComplete(request, responder); // §3: "still ... uncompressed", and it is the last that is.
            responder.flush();
            connection.compress();
        }
    }

    @Override
    protected MDCBuilder mdc(CompressRequest request) {
        return MDCBuilder.create().addToContext(MDCBuilder.ACTION, "COMPRESS");
    }
}
