package io.gongmail.server.imap;

import io.gongmail.server.imap.ThreadedMessage.BaseSubjectKey;
import io.gongmail.store.mail.mailbox.DescriptionOctets;
import io.gongmail.store.mail.mailbox.ListedMessage;
import io.gongmail.store.mail.mailbox.MailReader;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import org.jspecify.annotations.Nullable;

/** THREAD (RFC 5256 §3), from what was described when messages arrived. */
final class Threads extends Inquiry<ThreadCommand> implements CapabilityImplementingProcessor {
    private static final List<Capability> CAPABILITIES =
            List.of(Capability.of("THREAD=ORDEREDSUBJECT"), Capability.of("THREAD=REFERENCES"));

    private final References references;
    private final Envelopes envelopes;

    Threads(
            MailboxManager mailboxes,
            StatusResponseFactory answers,
            MetricFactory metrics,
            MailReader reader,
            Envelopes envelopes,
            Clock clock) {
        super(ThreadCommand.class, mailboxes, answers, metrics, reader, clock);
        this.references = new References(reader);
        this.envelopes = envelopes;
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return CAPABILITIES;
    }

    @Override
    void tell(ThreadCommand request, Found found, ImapSession session, Responder responder)
            throws IOException, RefusedException {
        envelopes.inTurn(found, () -> {
            List<ThreadedMessage> threads = switch (request.algorithm()) {
                case ORDEREDSUBJECT -> bySubject(found, session);
                case REFERENCES -> byReferences(found, session);
            };
            responder.respond(ThreadAnswer.of(threads, found.ids(request.byUid())));
        });
    }

    private List<ThreadedMessage> bySubject(Found found, ImapSession session) throws IOException {
        SubjectThreads threads = new SubjectThreads();
        envelopes.each(found, true, session, (place, message, description) -> {
            WireEnvelope envelope = envelope(description);
            threads.take(place, sent(envelope, message), BaseSubjectKey.of(envelope.subject()));
        });
        return threads.threads();
    }

    private List<ThreadedMessage> byReferences(Found found, ImapSession session) throws IOException {
        ReferenceThreads threads = new ReferenceThreads();
        envelopes.each(found, true, session, (place, message, description) -> {
            WireEnvelope envelope = envelope(description);
            List<String> id = MessageIds.in(envelope.messageId());
            threads.take(
                    place,
                    id.isEmpty() ? "" : id.get(0),
                    references.of(message, description, envelope),
                    sent(envelope, message),
                    BaseSubjectKey.of(envelope.subject()));
        });
        return threads.threads();
    }

    private static WireEnvelope envelope(@Nullable DescriptionOctets description) {
        return description == null ? WireEnvelope.EMPTY : WireEnvelope.read(description.envelope());
    }

    private static long sent(WireEnvelope envelope, ListedMessage message) {
        return SentDate.of(envelope.date(), message.internalDate());
    }
}
