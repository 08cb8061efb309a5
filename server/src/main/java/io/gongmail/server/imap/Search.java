package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MailReader;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.request.SearchResultOption;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;

/**
 * SEARCH (RFC 9051 §6.4.4) with ESEARCH (RFC 4731), SEARCHRES (RFC 5182) and WITHIN (RFC 5032). James saves numbers where UIDs
 * were found and the other way round, shifts none when messages go, and tells what was only to be saved.
 */
final class Search extends Inquiry<SearchCommand> implements CapabilityImplementingProcessor {
    private static final List<Capability> CAPABILITIES =
            List.of(Capability.of("ESEARCH"), Capability.of("SEARCHRES"), Capability.of("WITHIN"));

    Search(
            MailboxManager mailboxes,
            StatusResponseFactory answers,
            MetricFactory metrics,
            MailReader reader,
            Clock clock) {
        super(SearchCommand.class, mailboxes, answers, metrics, reader, clock);
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return CAPABILITIES;
    }

    @Override
    void tell(SearchCommand request, Found found, ImapSession session, Responder responder) {
        // RFC 9051 appendix E, 4: there is no other answer in IMAP4rev2.
        Set<SearchResultOption> unsaid = Enabled.of(session).rev2() ? Set.of(SearchResultOption.ALL) : Set.of();
        Set<SearchResultOption> asked = request.returned().orElse(unsaid);
        Found counted = counted(found, asked);
        long modSeq = modSeq(request, counted, session);
        if (asked.isEmpty()) {
            responder.respond(new SearchAnswer.Listed("SEARCH", found.ids(request.byUid()), modSeq));
        } else if (!asked.equals(Set.of(SearchResultOption.SAVE))) { // RFC 5182 §2.1: that one tells nothing.
            responder.respond(new SearchAnswer.Extended(
                    request.tag(), request.byUid(), asked, found.ids(request.byUid()), modSeq));
        }
        if (request.saves()) {
            SavedResult.save(session, session.getSelected(), counted.ranges());
        }
    }

    /** RFC 5182 §2.1 */
    @Override
    void failed(SearchCommand request, ImapSession session) {
        if (request.saves()) {
            SavedResult.forget(session);
        }
    }

    /** What of it is saved (RFC 5182 §2.4), and of what the mod-sequence is told (RFC 4731 §3.2): the ends, or all. */
    private static Found counted(Found found, Set<SearchResultOption> asked) {
        boolean first = asked.contains(SearchResultOption.MIN);
        boolean last = asked.contains(SearchResultOption.MAX);
        boolean all = asked.contains(SearchResultOption.ALL) || asked.contains(SearchResultOption.COUNT);
        return all || !first && !last ? found : found.ends(first, last);
    }
}
