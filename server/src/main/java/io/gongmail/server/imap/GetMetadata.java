package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MailboxMetadata;
import io.gongmail.store.mail.mailbox.MailboxUses;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.james.core.Username;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.response.ImmutableStatusResponse;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/** GETMETADATA (RFC 5464 §4.2). An entry that is asked for by its name and has no value is told as NIL. */
final class GetMetadata extends MetadataCommand<GetMetadataRequested> {
    private final MailboxMetadata metadata;
    private final MailboxUses uses;

    GetMetadata(
            MailboxManager mailboxes,
            StatusResponseFactory answers,
            MetricFactory metrics,
            MailboxMetadata metadata,
            MailboxUses uses) {
        super(GetMetadataRequested.class, mailboxes, answers, metrics);
        this.metadata = metadata;
        this.uses = uses;
    }

    @Override
    String mailbox(GetMetadataRequested request) {
        return request.mailbox();
    }

    @Override
    void ofServer(GetMetadataRequested request, Responder responder) {
        tell(request, Collections.emptySortedMap(), responder);
    }

    @Override
    void work(GetMetadataRequested request, Mailbox mailbox, ImapSession session, Responder responder) {
        Username user = session.getUserName();
        SortedMap<String, byte[]> entries = new TreeMap<>(metadata.of(mailbox.getMailboxId(), user));
        if (request.names(MailboxUses.ENTRY) && mailbox.getUser().equals(user)) {
            // RFC 6154 §4
            SpecialUse.of(mailbox.getName(), uses.of(user), name -> isThere(name, session))
                    .forEach(use -> entries.put(MailboxUses.ENTRY, use.getBytes(StandardCharsets.US_ASCII)));
        }
        tell(request, entries, responder);
    }

    private boolean isThere(String name, ImapSession session) {
        MailboxPath path = MailboxPath.forUser(session.getUserName(), name);
        return Boolean.TRUE.equals(Mono.from(getMailboxManager().mailboxExists(path, session.getMailboxSession()))
                .block());
    }

    private void tell(GetMetadataRequested request, SortedMap<String, byte[]> entries, Responder responder) {
        SortedMap<String, Optional<byte[]>> told = new TreeMap<>();
        request.entries().forEach(entry -> told.put(entry, Optional.empty()));
        int longest = 0;
        for (SortedMap.Entry<String, byte[]> entry : entries.entrySet()) {
            if (request.names(entry.getKey())) {
                if (entry.getValue().length > request.maxSize()) {
                    longest = Math.max(longest, entry.getValue().length);
                    told.remove(entry.getKey());
                } else {
                    told.put(entry.getKey(), Optional.of(entry.getValue()));
                }
            }
        }
        if (!told.isEmpty()) {
            responder.respond(new MetadataAnswer(request.mailbox(), told));
        }
        if (longest == 0) {
            okComplete(request, responder);
        } else {
            responder.respond(
                    new ImmutableStatusResponse( // §4.2.1
                            StatusResponse.Type.OK,
                            request.getTag(),
                            null,
                            new HumanReadableText(
                                    "gongmail.metadata",
                                    "[METADATA LONGENTRIES " + longest + "] Some values are longer"),
                            null));
        }
    }
}
