package io.gongmail.server.imap;

import com.google.common.primitives.ImmutableLongArray;
import io.gongmail.store.mail.mailbox.MailReader;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.request.SearchResultOption;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;

/** SORT (RFC 5256 §3), with SORT=DISPLAY (RFC 5957) and ESORT (RFC 5267 §3.1), from what was described when messages arrived. */
final class Sort extends Inquiry<SortCommand> implements CapabilityImplementingProcessor {
    private static final List<Capability> CAPABILITIES =
            List.of(Capability.of("SORT"), Capability.of("SORT=DISPLAY"), Capability.of("ESORT"));

    private final Envelopes envelopes;

    Sort(
            MailboxManager mailboxes,
            StatusResponseFactory answers,
            MetricFactory metrics,
            MailReader reader,
            Envelopes envelopes,
            Clock clock) {
        super(SortCommand.class, mailboxes, answers, metrics, reader, clock);
        this.envelopes = envelopes;
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return CAPABILITIES;
    }

    @Override
    void tell(SortCommand request, Found found, ImapSession session, Responder responder)
            throws IOException, RefusedException {
        envelopes.inTurn(found, () -> {
            Sorting sorting = new Sorting(request.order(), found.uids().length());
            envelopes.each(found, sorting.isOfEnvelopes(), session, sorting);
            told(request, found, sorting.places(), session, responder);
        });
    }

    private void told(SortCommand request, Found found, int[] places, ImapSession session, Responder responder) {
        Set<SearchResultOption> asked = request.returned().orElse(Set.of());
        Found counted = found.some(counted(places, asked));
        long modSeq = modSeq(request, counted, session);
        ImmutableLongArray ids = ids(found.ids(request.byUid()), places);
        if (asked.isEmpty()) {
            responder.respond(new SearchAnswer.Listed("SORT", ids, modSeq));
        } else if (!asked.equals(Set.of(SearchResultOption.SAVE))) {
            responder.respond(new SearchAnswer.Extended(request.tag(), request.byUid(), asked, ids, modSeq));
        }
        if (request.saves()) {
            SavedResult.save(session, session.getSelected(), counted.ranges());
        }
    }

    /** RFC 5182 §2.1 */
    @Override
    void failed(SortCommand request, ImapSession session) {
        if (request.saves()) {
            SavedResult.forget(session);
        }
    }

    private static ImmutableLongArray ids(ImmutableLongArray of, int[] places) {
        ImmutableLongArray.Builder ids = ImmutableLongArray.builder(places.length);
        for (int place : places) {
            ids.add(of.get(place));
        }
        return ids.build();
    }

    /** RFC 5182 §2.4 and RFC 4731 §3.2, where first and last are those in this order (RFC 5267 §3.1). */
    private static int[] counted(int[] places, Set<SearchResultOption> asked) {
        boolean first = asked.contains(SearchResultOption.MIN);
        boolean last = asked.contains(SearchResultOption.MAX);
        boolean all = asked.contains(SearchResultOption.ALL) || asked.contains(SearchResultOption.COUNT);
        if (all || !first && !last || places.length == 0) {
            return places;
        }
        int end = places.length - 1;
        if (first && last && end > 0) {
            return new int[] {places[0], places[end]};
        }
        return Arrays.copyOfRange(places, first ? 0 : end, first ? 1 : places.length);
    }
}
