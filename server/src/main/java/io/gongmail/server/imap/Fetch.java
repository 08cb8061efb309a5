package io.gongmail.server.imap;

import io.gongmail.store.mail.mailbox.MessageDescriptions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.message.response.FetchResponse;
import org.apache.james.imap.processor.fetch.FetchProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.metrics.api.MetricFactory;
import reactor.core.publisher.Mono;

/**
 * FETCH (RFC 9051 §6.4.5). Envelope and structures come from what was described when a message arrived: James would read
 * and parse the whole message for each. The rest is James'.
 */
final class Fetch extends FetchProcessor {
    private static final Set<Item> DESCRIBED = EnumSet.of(Item.ENVELOPE, Item.BODY, Item.BODY_STRUCTURE);

    private final MessageDescriptions descriptions;

    Fetch(
            MailboxManager mailboxes,
            StatusResponseFactory answers,
            MetricFactory metrics,
            MessageDescriptions descriptions) {
        super(mailboxes, answers, metrics);
        this.descriptions = descriptions;
    }

    @Override
    protected Mono<Void> processRequestReactive(FetchRequest request, ImapSession session, Responder responder) {
        Set<Item> wanted = EnumSet.copyOf(Arrays.asList(Item.values()));
        wanted.removeIf(item -> !request.getFetch().contains(item));
        SelectedMailbox selected = session.getSelected();
        if (selected == null || wanted.stream().noneMatch(DESCRIBED::contains)) {
            return super.processRequestReactive(request, session, responder);
        }
        DescriptionsOf described =
                new DescriptionsOf(getMailboxManager(), descriptions, selected, session.getMailboxSession());
        return super.processRequestReactive(
                new FetchRequest(
                        request.isUseUids(),
                        request.getIdSet(),
                        undescribed(request.getFetch(), wanted),
                        request.getTag()),
                session,
                new Responder() {
                    @Override
                    public void respond(ImapResponseMessage answer) {
                        responder.respond(
                                answer instanceof FetchResponse fetched && fetched.getSize() != null
                                        ? new DescribedResponse(fetched, described.of(fetched.getUid()), wanted)
                                        : answer);
                    }

                    @Override
                    public void flush() {
                        responder.flush();
                    }
                });
    }

    /** What is left for James. Size and UID are asked for always: by its size an answer of this FETCH is known from others. */
    private static FetchData undescribed(FetchData fetch, Set<Item> wanted) {
        List<Item> rest =
                wanted.stream().filter(item -> !DESCRIBED.contains(item)).toList();
        FetchData.Builder undescribed =
                FetchData.builder().fetch(rest).fetch(Item.SIZE, Item.UID).vanished(fetch.getVanished());
        if (fetch.getChangedSince() != -1) {
            undescribed.changedSince(fetch.getChangedSince());
        }
        for (BodyFetchElement element : fetch.getBodyElements()) {
            undescribed.add(element, !fetch.isSetSeen());
        }
        return undescribed.build();
    }
}
